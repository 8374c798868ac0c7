import { unescape } from 'node:querystring';
import { SOURCES } from '@tokentrail/records';
import { defined } from '../util/defined.ts';
import type { UsageContext } from '../types.ts';

/** What W3C Baggage obliges to carry (https://www.w3.org/TR/baggage/#limits); nobody needs to send more. */
const MOST_MEMBERS = 64;
const MOST_BYTES = 8192;

// The standard's `token` and `baggage-octet`.
const KEY = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/**
 * The members of a `baggage` header, decoded; properties are dropped, what is malformed is left out. Of a key that comes
 * twice the last counts: proxies append.
 */
export function parseBaggage(header: string): Map<string, string> {
  const members = new Map<string, string>();
  // A member that was cut reads as another one: beyond the limit all of it is left out.
  for (const member of withinLimits(header)) {
    const [pair = ''] = member.split(';', 1);
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(0, at)).trim();
    const value = pair.slice(at + 1).trim();
    // `unescape` puts U+FFFD where bytes are no UTF-8, as the standard asks; a `%` that encodes nothing stays.
    if (KEY.test(key) && VALUE.test(value)) members.set(key, unescape(value));
  }
  return members;
}

function withinLimits(header: string): string[] {
  const members = header.slice(0, MOST_BYTES).split(',');
  if (header.length > MOST_BYTES) members.pop();
  return members.slice(0, MOST_MEMBERS);
}

/** What an upstream that is trusted says of the caller: user, group, session, source and the name of the key. */
export function contextOfBaggage(header: string): UsageContext {
  const members = parseBaggage(header);
  const key = members.get('tokentrail.key.name');
  return defined({
    user: members.get('tokentrail.user'),
    group: members.get('tokentrail.group'),
    session: members.get('tokentrail.session'),
    source: SOURCES.find((known) => known === members.get('tokentrail.source')),
    key: key === undefined ? undefined : { name: key },
  });
}
