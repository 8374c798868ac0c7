import { fieldKind, looksRandom } from './field-names.ts';
import { secretsInText, secretsOfCookies, secretsOfHeader } from './known-secrets.ts';
import { memoize } from '../util/memoize.ts';
import { isAddressHeader, isCallerHeader } from './private-names.ts';
import { REDACTED, redactText } from './redact-text.ts';

/** Headers whose value is never recorded, whatever its shape. An operator may add names, and can take none away. */
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
/** Names nobody listed but that say what they carry. */
const CREDENTIAL_NAME =
  /(?:^|[-_])(?:api-?key|key|token|jwt|secret|password|passwd|passphrase|passcode|auth|authn|authz|authorization|authentication|authenticator|authenticate|oauth|oauth2|credential|signature|sign|hmac|session|cookie|assertion|bearer|pwd|pass|pin|otp|totp|csrf|xsrf|saml|ticket|sid|sessionid|cookie2)s?(?:$|[-_])|sess(?:ion)?id$/;
const HARMLESS =
  /^(?:x-ratelimit-|ratelimit|anthropic-ratelimit-|idempotency-key$|x-idempotency-key$|x-session-affinity$)/;
const COOKIES: ReadonlySet<string> = new Set(['cookie', 'set-cookie', 'cookie2', 'set-cookie2']);
/** What a server asks a client for: hidden, but no secret that anything else could repeat. */
const CHALLENGES: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate', 'authentication-info']);

export interface HeaderRules {
  /** Further names whose value is removed. Lower case. */
  redact: readonly string[];
  /** Whether addresses of clients may be shown. */
  addresses: boolean;
  /** Whether what else tells who calls may be: agents, names of users. */
  callers: boolean;
}

const SECRETS_ALONE: HeaderRules = { redact: [], addresses: true, callers: true };

/** Hears of the secrets that were removed. */
export type OnSecrets = (secrets: readonly string[]) => void;

/** Names in lower case with their values, secrets removed; several values of one name stay a list. Nothing where `headers` are none. */
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
    // A name may come again.
    result[key] = key in result ? [result[key] ?? [], shown].flat() : shown;
  }
  return result;
}

function shownValue(header: KnownHeader, value: unknown, isHidden: boolean): string | string[] {
  if (Array.isArray(value)) return isHidden ? value.map(() => REDACTED) : redactParts(value.map(asText));
  if (isHidden) return REDACTED;
  const text = asText(value);
  if (text.length > LONGEST_KEPT) return redactText(text);
  if (text !== header.value) {
    header.shown = redactText(text);
    header.value = text;
  }
  return header.shown;
}

/** A longer value seldom comes again as it was. */
const LONGEST_KEPT = 256;

/** What its name says of a header, and the value that it had last: most come again and again as they were. */
interface KnownHeader {
  lower: string;
  /** What it is recorded under: there may be a secret in the place of a name. */
  key: string;
  isSecret: boolean;
  /** Known by what its name sounds like alone. */
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
    // A name that only sounds like a secret's may have a word for its value: `x-session-type: anonymous`.
    const known = isWeak ? secrets.filter(looksRandom) : secrets;
    if (known.length > 0) onSecrets(known);
  }
}

const BETWEEN = '\t \t';

/** What one part begins (`Bearer`) the next may end: they are looked through as one. */
function redactParts(parts: readonly string[]): string[] {
  return redactText(parts.map((part) => part.replaceAll('\t', ' ')).join(BETWEEN)).split(BETWEEN);
}

function asText(value: unknown): string {
  return typeof value === 'object' || typeof value === 'symbol' || typeof value === 'function' ? '' : String(value);
}

/** `Headers`, an object, a list of pairs, or names and values in turn, as `rawHeaders` of Node has them. */
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
