import type { CallStart } from '../types.ts';
import { providerOfHost } from './provider-of-host.ts';

export type Endpoint = Pick<CallStart, 'provider' | 'serverAddress' | 'serverPort' | 'path'>;

/** A program knows few base URLs; parsing one costs as much as all else that is done for a call's start. */
const endpoints = new Map<string, Endpoint>();

/** Who answers at `url`, and where; nothing where it is no URL. `path` is without a slash at its end and the query. */
export function endpointOfUrl(url: string): Endpoint {
  let endpoint = endpoints.get(url);
  if (endpoint === undefined) {
    endpoint = parsedEndpoint(url);
    if (endpoints.size < 100) endpoints.set(url, endpoint);
  }
  return endpoint;
}

function parsedEndpoint(url: string): Endpoint {
  const base = URL.parse(url);
  if (base === null) {
    return {};
  }
  const host = base.hostname.replace(/^\[|\]$/g, '');
  return {
    provider: providerOfHost(host),
    serverAddress: host,
    serverPort: base.port === '' ? (base.protocol === 'http:' ? 80 : 443) : Number(base.port),
    path: base.pathname.replace(/\/$/, ''),
  };
}
