import { looksRandom, parameterKind } from './field-names.ts';
import { findSecrets } from './find-secrets.ts';
import { REDACTED } from './mark.ts';
import { memoize } from '../util/memoize.ts';

/**
 * Extracts the bare secrets of a header or a URL. All other content is searched for these values, because a provider
 * may repeat them.
 */

/** Minimum length of a known secret. A shorter value may be an ordinary word. */
export const MIN_SECRET_LENGTH = 8;
/** Maximum length of a known secret: no credential is longer. Longer values are not searched for. */
const MAX_SECRET_LENGTH = 16 * 1024;
/** Maximum number of secrets of one header or URL. */
const MAX_SECRETS = 32;

/** `Bearer x`, `Token x`, `AWS4-HMAC-SHA256 x`. */
const SCHEME = /^([A-Za-z][A-Za-z0-9_-]{1,31})[ \t]+(?=\S)/;
/** `Credential=x, Signature="y"`. */
const PAIR = /([A-Za-z][A-Za-z0-9_.-]{0,63})=(?:"([^"]*)"|([^\s,;"]+))/g;

/** The secrets of a header whose name marks its value as a secret. */
export const secretsOfHeader = memoize((value): readonly string[] => usable(valuesOfHeader(value.trim())));

function valuesOfHeader(value: string): string[] {
  const [whole, scheme = ''] = SCHEME.exec(value) ?? [''];
  const bare = value.slice(whole.length).trim();
  if (scheme.toLowerCase() === 'basic') return [value, bare, ...partsOfBasic(bare)];
  const pairs = pairsOf(bare);
  if (pairs.length > 0 && scheme !== '') return pairs;
  // The secret without its scheme is also found with it. A shorter one is only known with its scheme.
  return [bare.length < MIN_SECRET_LENGTH ? value : bare, ...pairs, ...foundIn(bare)];
}

/** The name with the password, and the password alone: a provider may repeat them decoded. */
function partsOfBasic(base64: string): string[] {
  const text = Buffer.from(base64, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text, text.slice(colon + 1)];
}

/** Secret values of the parts of a signature (`Credential=x, Signature=y`), and the id of the key alone. */
function pairsOf(text: string): string[] {
  const values: string[] = [];
  for (const [, name = '', inQuotes, plain] of text.matchAll(PAIR)) {
    const value = inQuotes ?? plain ?? '';
    if (parameterKind(name) === undefined || !looksRandom(value)) continue;
    values.push(value);
    if (value.includes('/')) values.push(value.slice(0, value.indexOf('/')));
  }
  return values;
}

/** The secrets of a cookie header: values of cookies that are not words. */
export const secretsOfCookies = memoize((value): readonly string[] =>
  usable(
    value
      .split(/[;,]/, 4 * MAX_SECRETS)
      .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
      .map((cookie) => cookie.replace(/^"|"$/g, ''))
      .filter((cookie) => looksRandom(cookie) && !NO_SECRET_OF_COOKIES.test(cookie)),
  ),
);

/** Expiry date of a cookie. */
const NO_SECRET_OF_COOKIES = /^\w{3}, ?\d|^\d{2}[ -]\w{3}[ -]\d{4}|GMT$/;

/** The secrets of a text, found by shape or by name. */
export const secretsInText = memoize((text): readonly string[] => usable(foundIn(text)));

function foundIn(text: string): string[] {
  return findSecrets(text)
    .filter(({ replacement }) => replacement === REDACTED)
    .map(({ start, end }) => text.slice(start, end));
}

/** The secrets of a URL: the password or user name, parameters with the name of a secret, and values found in text. */
export const secretsInUrl = memoize((url): readonly string[] => {
  if (!/[?@]|[A-Za-z0-9_-]{16}/.test(url)) return NONE;
  const parsed = URL.parse(url, 'http://host');
  if (parsed === null) return usable(foundIn(url));
  const { username, password } = parsed;
  // A user name without a password may be a key: it counts as one if it looks random.
  const userInfo = password === '' ? [username].filter(looksRandom) : [password];
  const parameters = [...parsed.searchParams].filter(([name]) => parameterKind(name) !== undefined);
  return usable([...userInfo.map(decoded), ...parameters.map(([, value]) => value), ...foundIn(url)]);
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const NONE: readonly string[] = [];

function usable(values: readonly string[]): readonly string[] {
  const known = values.filter((value) => value.length >= MIN_SECRET_LENGTH && value.length <= MAX_SECRET_LENGTH);
  return known.length === 0 ? NONE : [...new Set(known)].slice(0, MAX_SECRETS);
}
