import { unescape } from 'node:querystring';
import { SOURCES } from '@tokentrail/records';
import { defined } from '../util/defined.ts';
import type { UsageContext } from '../types.ts';

/** The minimum that W3C Baggage requires platforms to propagate (https://www.w3.org/TR/baggage/#limits). */
const MAX_MEMBERS = 64;
const MAX_BYTES = 8192;

// `token` and `baggage-octet` of the W3C Baggage specification.
const KEY = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/**
 * Parses and decodes the members of a `baggage` header. Drops properties and skips malformed members. If a key is
 * repeated, the last value wins, because proxies append.
 */
export function parseBaggage(header: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const member of withinLimits(header)) {
    const [pair = ''] = member.split(';', 1);
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(0, at)).trim();
    const value = pair.slice(at + 1).trim();
    // `unescape` decodes invalid UTF-8 as U+FFFD, as the specification requires, and keeps a `%` that encodes nothing.
    if (KEY.test(key) && VALUE.test(value)) members.set(key, unescape(value));
  }
  return members;
}

/** Drops a member that crosses the limit as a whole: a truncated member could read as a different value. */
function withinLimits(header: string): string[] {
  const members = header.slice(0, MAX_BYTES).split(',');
  if (header.length > MAX_BYTES) members.pop();
  return members.slice(0, MAX_MEMBERS);
}

/** The usage context in the baggage of a trusted upstream: user, group, session, source and the key's name. */
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
