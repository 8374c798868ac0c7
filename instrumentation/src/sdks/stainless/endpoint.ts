import { endpointOfUrl, type Endpoint } from '../endpoint.ts';
import type { StainlessSdk } from './descriptor.ts';
import type { StainlessClient } from './sdk.ts';

/** The provider, host, port and path of a request, from the client's base URL. `path` is the path of the SDK's request. */
export function endpointOf(sdk: StainlessSdk, client: StainlessClient, path: string): Endpoint {
  if (!path.startsWith('/')) {
    const { path: absolute, ...endpoint } = endpointOfUrl(path);
    return { ...endpoint, path: absolute ?? path };
  }
  const base = endpointOfUrl(client.baseURL);
  const endpoint: Endpoint = { ...base, path: (base.path ?? '') + path };
  const provider = sdk.providerOf?.(client);
  if (provider !== undefined) endpoint.provider = provider;
  return endpoint;
}

/** The path of a request, without the query that some APIs include in it. */
export function pathOf(path: unknown): string {
  const value = String(path);
  if (!value.includes('?') && !value.includes('#')) return value;
  return value.split(/[?#]/, 1)[0] ?? '';
}
