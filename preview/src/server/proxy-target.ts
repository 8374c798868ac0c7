import path from 'node:path';
import type { Plugin, ProxyRoute } from './plugins.ts';
import type { DataSource } from './provisioning.ts';
import { renderRouteTemplate } from './route-template.ts';
import { hasRole, type User } from './users.ts';

/** Where a proxied request goes, or why not. Every rule here was observed on a Grafana 12. */
export type ProxyDecision =
  | { kind: 'forward'; url: URL; rawPath: string; headers: { name: string; value: string }[] }
  | { kind: 'denied' }
  /** No route and no URL, or one that is none: Grafana answers an empty 502. */
  | { kind: 'no_target' };

/**
 * @param askedPath what follows the data source's uid, as sent: still escaped, without the first slash.
 * @param askedQuery without `?`.
 */
export function decideProxyTarget(
  dataSource: DataSource,
  plugin: Plugin | undefined,
  user: User,
  method: string,
  askedPath: string,
  askedQuery: string,
): ProxyDecision {
  const data = { JsonData: dataSource.jsonData, SecureJsonData: dataSource.secureJsonData, URL: dataSource.url };
  const route = plugin?.routes.find((candidate) => matches(candidate, method, askedPath));
  if (route !== undefined && !mayUse(route, user)) {
    return { kind: 'denied' };
  }
  const base = route === undefined ? dataSource.url : renderRouteTemplate(route.url, data);
  const url = parseHttpUrl(base);
  if (url === undefined) {
    return { kind: 'no_target' };
  }
  const rest = route !== undefined && askedPath.startsWith(route.path) ? askedPath.slice(route.path.length) : askedPath;
  const query = sortQuery(askedQuery);
  return {
    kind: 'forward',
    url,
    rawPath: toAbsolute(joinUrlParts(pathAsWritten(base), rest)) + (query === '' ? '' : `?${query}`),
    headers: (route?.headers ?? []).map(({ name, content }) => ({ name, value: renderRouteTemplate(content, data) })),
  };
}

/** By prefix, case-sensitive, after `.`, `..` and doubled slashes are resolved. Escapes are not: `%2e%2e` is a name. */
function matches(route: ProxyRoute, method: string, askedPath: string): boolean {
  return (route.method === undefined || route.method === method) && clean(askedPath).startsWith(clean(route.path));
}

function clean(askedPath: string): string {
  return path.posix.normalize(`/${askedPath}`).replace(/^\/|\/$/g, '');
}

function mayUse(route: ProxyRoute, user: User): boolean {
  if (route.action !== undefined) {
    return user.actions.has(route.action);
  }
  return route.role === undefined || hasRole(user.role, route.role);
}

function parseHttpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/** The URL class would resolve `..`, the store must see what was configured. */
function pathAsWritten(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
}

function joinUrlParts(base: string, rest: string): string {
  if (rest === '') {
    return base;
  }
  const slashes = Number(base.endsWith('/')) + Number(rest.startsWith('/'));
  if (slashes === 2) {
    return base + rest.slice(1);
  }
  return slashes === 1 ? base + rest : `${base}/${rest}`;
}

function toAbsolute(urlPath: string): string {
  return urlPath.startsWith('/') ? urlPath : `/${urlPath}`;
}

/** Grafana sends the parameters sorted by name and escaped anew, values of one name in their order. */
function sortQuery(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
}
