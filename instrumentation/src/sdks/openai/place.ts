import { placeOfUrl, type Place } from '../place.ts';
import type { OpenAIClient } from './sdk.ts';

/** Who is called, and where: by the client's base URL. `path` is that of the SDK's request. */
export function placeOf(client: OpenAIClient, path: string): Place {
  if (!path.startsWith('/')) {
    const { path: absolute, ...place } = placeOfUrl(path);
    return { ...place, path: absolute ?? path };
  }
  const base = placeOfUrl(client.baseURL);
  const place: Place = { ...base, path: (base.path ?? '') + path };
  // Azure's own client also goes through gateways that carry a host of the customer's.
  if (client.apiVersion) place.provider = 'azure.ai.openai';
  return place;
}

/** The path of the URL that a try goes to, without the query; undefined where it is the one `placeOf` told. */
export function otherPath(url: string, client: OpenAIClient, path: string): string | undefined {
  return url === client.baseURL + path ? undefined : URL.parse(url)?.pathname;
}
