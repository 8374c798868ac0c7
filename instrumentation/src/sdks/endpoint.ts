import type { CallStart } from '../types.ts';
import { memoize } from '../util/memoize.ts';
import { providerOfHost } from './provider-of-host.ts';

export type Endpoint = Pick<CallStart, 'provider' | 'serverAddress' | 'serverPort' | 'path'>;

/**
 * Provider, host, port and path of `url`; empty if it is no URL. `path` has no query and no slash at its end. Memoized
 * because a program uses few base URLs, and parsing one costs as much as the rest of a call's start.
 */
export const endpointOfUrl = memoize(parsedEndpoint, { max: 100 });

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
