import type { CallStart } from '../record-types.ts';
import { providerOfHost } from './provider-of-host.ts';

export type Place = Pick<CallStart, 'provider' | 'serverAddress' | 'serverPort' | 'path'>;

/** A program knows few base URLs; parsing one costs as much as all else that is done for a call's start. */
const places = new Map<string, Place>();

/** Who answers at `url`, and where; nothing where it is no URL. `path` is without a slash at its end and the query. */
export function placeOfUrl(url: string): Place {
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
