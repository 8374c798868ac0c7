import path from 'node:path';
import type { Plugin, ProxyRoute } from './plugins.ts';
import type { DataSource } from './provisioning.ts';
import { renderRouteTemplate } from './route-template.ts';
import { hasRole, type User } from './users.ts';

/** Target of a proxied request, or the reason why there is none. All rules were observed on Grafana 12. */
export type ProxyDecision =
  | { kind: 'forward'; url: URL; rawPath: string; headers: { name: string; value: string }[] }
  | { kind: 'denied' }
  /** No matching route and no valid URL. Grafana responds with an empty 502. */
  | { kind: 'no_target' };

/**
 * @param requestPath path after the data source's uid: escaped, without the first slash.
 * @param requestQuery without `?`.
 */
export function decideProxyTarget(
  dataSource: DataSource,
  plugin: Plugin | undefined,
  user: User,
  method: string,
  requestPath: string,
  requestQuery: string,
): ProxyDecision {
  const data = { JsonData: dataSource.jsonData, SecureJsonData: dataSource.secureJsonData, URL: dataSource.url };
  const route = plugin?.routes.find((candidate) => matches(candidate, method, requestPath));
  if (route !== undefined && !mayUse(route, user)) {
    return { kind: 'denied' };
  }
  const base = route === undefined ? dataSource.url : renderRouteTemplate(route.url, data);
  const url = parseHttpUrl(base);
  if (url === undefined) {
    return { kind: 'no_target' };
  }
  const rest =
    route !== undefined && requestPath.startsWith(route.path) ? requestPath.slice(route.path.length) : requestPath;
  const query = sortQuery(requestQuery);
  return {
    kind: 'forward',
    url,
    rawPath: toAbsolute(joinUrlParts(pathAsWritten(base), rest)) + (query === '' ? '' : `?${query}`),
    headers: (route?.headers ?? []).map(({ name, content }) => ({ name, value: renderRouteTemplate(content, data) })),
  };
}

/**
 * Matches by prefix, case-sensitive, after resolving `.`, `..` and doubled slashes. Escapes are not resolved: `%2e%2e`
 * is a name.
 */
function matches(route: ProxyRoute, method: string, requestPath: string): boolean {
  return (route.method === undefined || route.method === method) && clean(requestPath).startsWith(clean(route.path));
}

function clean(requestPath: string): string {
  return path.posix.normalize(`/${requestPath}`).replace(/^\/|\/$/g, '');
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

/** Does not use the URL class, which resolves `..`: the store must receive the configured path. */
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

/** Sorts the parameters by name and escapes them again, as Grafana does. Values of one name keep their order. */
function sortQuery(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
}
