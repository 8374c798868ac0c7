import type { CallStart } from '../../record-types.ts';
import { providerOfHost } from '../provider-of-host.ts';
import type { OpenAIClient } from './sdk.ts';

type Place = Pick<CallStart, 'provider' | 'serverAddress' | 'serverPort' | 'path'>;

/** Who is called, and where: by the client's base URL. `path` is that of the SDK's request. */
export function placeOf(client: OpenAIClient, path: string): Place {
  if (!path.startsWith('/')) {
    const { path: absolute, ...place } = basePlace(path);
    return { ...place, path: absolute ?? path };
  }
  const base = basePlace(client.baseURL);
  const place: Place = { ...base, path: (base.path ?? '') + path };
  // Azure's own client also goes through gateways that carry a host of the customer's.
  if (client.apiVersion) place.provider = 'azure.ai.openai';
  return place;
}

/** The path of the URL that a try goes to, without the query; undefined where it is the one `placeOf` told. */
export function otherPath(url: string, client: OpenAIClient, path: string): string | undefined {
  return url === client.baseURL + path ? undefined : URL.parse(url)?.pathname;
}

/** A program knows few base URLs; parsing one costs as much as all else that is done for a call's start. */
const places = new Map<string, Place>();

function basePlace(url: string): Place {
  let place = places.get(url);
  if (place === undefined) {
    place = parsedPlace(url);
    if (places.size < 100) places.set(url, place);
  }
  return place;
}

function parsedPlace(url: string): Place {
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
