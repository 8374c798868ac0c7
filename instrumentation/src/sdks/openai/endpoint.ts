import { endpointOfUrl, type Endpoint } from '../endpoint.ts';
import type { OpenAIClient } from './sdk.ts';

/** Who is called, and where: by the client's base URL. `path` is that of the SDK's request. */
export function endpointOf(client: OpenAIClient, path: string): Endpoint {
  if (!path.startsWith('/')) {
    const { path: absolute, ...endpoint } = endpointOfUrl(path);
    return { ...endpoint, path: absolute ?? path };
  }
  const base = endpointOfUrl(client.baseURL);
  const endpoint: Endpoint = { ...base, path: (base.path ?? '') + path };
  // Azure's own client also goes through gateways that carry a host of the customer's.
  if (client.apiVersion) endpoint.provider = 'azure.ai.openai';
  return endpoint;
}

/** The path of the URL that a try goes to, without the query; undefined where it is the one `placeOf` told. */
export function otherPath(url: string, client: OpenAIClient, path: string): string | undefined {
  return url === client.baseURL + path ? undefined : URL.parse(url)?.pathname;
}
