import { fieldKind, looksRandom } from './field-names.ts';
import { secretsInText, secretsOfCookies, secretsOfHeader } from './known-secrets.ts';
import { memoize } from '../util/memoize.ts';
import { isAddressHeader, isCallerHeader } from './private-names.ts';
import { REDACTED } from './mark.ts';
import { redactText } from './redact-text.ts';

/** Headers whose value is never recorded. An operator may add names but cannot remove any. */
const ALWAYS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'x-amz-security-token',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-xsrf-token',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'helicone-auth',
  'cf-aig-authorization',
  'x-portkey-api-key',
  'x-portkey-virtual-key',
]);
/** Unlisted names whose words indicate a credential. */
const CREDENTIAL_NAME =
  /(?:^|[-_])(?:api-?key|key|token|jwt|secret|password|passwd|passphrase|passcode|auth|authn|authz|authorization|authentication|authenticator|authenticate|oauth|oauth2|credential|signature|sign|hmac|session|cookie|assertion|bearer|pwd|pass|pin|otp|totp|csrf|xsrf|saml|ticket|sid|sessionid|cookie2)s?(?:$|[-_])|sess(?:ion)?id$/;
const HARMLESS =
  /^(?:x-ratelimit-|ratelimit|anthropic-ratelimit-|idempotency-key$|x-idempotency-key$|x-session-affinity$)/;
const COOKIES: ReadonlySet<string> = new Set(['cookie', 'set-cookie', 'cookie2', 'set-cookie2']);
/** Challenges of a server. They are hidden, but hold no secret that other content could repeat. */
const CHALLENGES: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate', 'authentication-info']);

export interface HeaderRules {
  /** Additional names, in lower case, whose value is removed. */
  redact: readonly string[];
  /** Whether addresses of clients may be shown. */
  addresses: boolean;
  /** Whether other data that identifies the caller may be shown: user agents, names of users. */
  callers: boolean;
}

const SECRETS_ALONE: HeaderRules = { redact: [], addresses: true, callers: true };

/** Receives the secrets that were removed. */
export type OnSecrets = (secrets: readonly string[]) => void;

/**
 * Names in lower case with their values, secrets removed. Several values of one name stay a list. Empty if `headers` is
 * not a set of headers.
 */
export function redactHeaders(
  headers: unknown,
  rules = SECRETS_ALONE,
  onSecrets?: OnSecrets,
): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of pairsOf(headers)) {
    if (value === undefined || value === null) continue;
    const header = knownHeader(name);
    const isSecret = mustHideSecret(header, rules);
    const shown = shownValue(header, value, isSecret || mustHideCaller(header, rules));
    if (onSecrets !== undefined && shown !== value) reportSecrets(header, value, isSecret, onSecrets);
    const { key } = header;
    // A name may occur several times.
    result[key] = key in result ? [result[key] ?? [], shown].flat() : shown;
  }
  return result;
}

function shownValue(header: KnownHeader, value: unknown, isHidden: boolean): string | string[] {
  if (Array.isArray(value)) return isHidden ? value.map(() => REDACTED) : redactParts(value.map(asText));
  if (isHidden) return REDACTED;
  const text = asText(value);
  if (text.length > MAX_CACHED_LENGTH) return redactText(text);
  if (text !== header.value) {
    header.shown = redactText(text);
    header.value = text;
  }
  return header.shown;
}

/** Maximum length of a cached value. Longer values rarely recur unchanged. */
const MAX_CACHED_LENGTH = 256;

/** Facts from the name of a header, and its last value with the redacted form: most values recur unchanged. */
interface KnownHeader {
  lower: string;
  /** Name under which the header is recorded: redacted, because a secret may have been passed as a name. */
  key: string;
  isSecret: boolean;
  /** Recognized only by a word in its name. */
  isWeak: boolean;
  isAddress: boolean;
  isCaller: boolean;
  value: string;
  shown: string;
}

const knownHeader = memoize((name): KnownHeader => {
  const lower = name.toLowerCase();
  return {
    lower,
    key: redactText(name).toLowerCase(),
    isSecret:
      ALWAYS.has(lower) || (!HARMLESS.test(lower) && (CREDENTIAL_NAME.test(lower) || fieldKind(lower) !== undefined)),
    isWeak: !ALWAYS.has(lower) && fieldKind(lower) !== 'credential' && CREDENTIAL_NAME.test(lower),
    isAddress: isAddressHeader(lower),
    isCaller: isCallerHeader(lower),
    value: '',
    shown: '',
  };
});

function mustHideSecret({ lower, isSecret }: KnownHeader, { redact }: HeaderRules): boolean {
  return isSecret || redact.includes(lower);
}

function mustHideCaller({ isAddress, isCaller }: KnownHeader, { addresses, callers }: HeaderRules): boolean {
  return (!addresses && isAddress) || (!callers && isCaller);
}

function reportSecrets({ lower, isWeak }: KnownHeader, value: unknown, isSecret: boolean, onSecrets: OnSecrets): void {
  if (CHALLENGES.has(lower)) return;
  for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const text = asText(one);
    const secrets = COOKIES.has(lower)
      ? secretsOfCookies(text)
      : isSecret
        ? secretsOfHeader(text)
        : secretsInText(text);
    // A header that is recognized only by a word in its name may have an ordinary value: `x-session-type: anonymous`.
    const known = isWeak ? secrets.filter(looksRandom) : secrets;
    if (known.length > 0) onSecrets(known);
  }
}

const BETWEEN = '\t \t';

/** Redacts the values of one name as one text, because a secret may span two of them (`Bearer`, then the token). */
function redactParts(parts: readonly string[]): string[] {
  return redactText(parts.map((part) => part.replaceAll('\t', ' ')).join(BETWEEN)).split(BETWEEN);
}

function asText(value: unknown): string {
  return typeof value === 'object' || typeof value === 'symbol' || typeof value === 'function' ? '' : String(value);
}

/**
 * Pairs of `Headers`, of an object, of a list of pairs, or of alternating names and values like Node's `rawHeaders`.
 */
function pairsOf(headers: unknown): [string, unknown][] {
  if (typeof headers !== 'object' || headers === null) return [];
  try {
    if (!(Symbol.iterator in headers)) return Object.entries(headers);
    const list: unknown[] = [...(headers as Iterable<unknown>)];
    if (headers instanceof Headers) return list as [string, string][];
    if (list.every((one) => typeof one === 'string')) {
      return list.flatMap((name, index): [string, unknown][] => (index % 2 === 0 ? [[name, list[index + 1]]] : []));
    }
    return list.flatMap((one): [string, unknown][] =>
      Array.isArray(one) && typeof one[0] === 'string' ? [[one[0], one[1] as unknown]] : [],
    );
  } catch {
    return [];
  }
}
