import { fieldKind } from './field-names.ts';
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
]);
/** Names nobody listed but that say what they carry. */
const TELLING =
  /(?:^|[-_])(?:api-?key|key|token|jwt|secret|password|passwd|auth|authorization|credential|signature|session|cookie|assertion|bearer|pwd|pass|otp|sid|sessionid|cookie2)s?(?:$|[-_])|sess(?:ion)?id$/;
const HARMLESS =
  /^(?:x-ratelimit-|ratelimit|anthropic-ratelimit-|idempotency-key$|x-idempotency-key$|x-session-affinity$)/;

export interface HeaderRules {
  /** Further names whose value is removed. Lower case. */
  redact: readonly string[];
  /** Whether addresses of clients may be shown. */
  addresses: boolean;
  /** Whether what else tells who calls may be: agents, names of users. */
  callers: boolean;
}

const SECRETS_ALONE: HeaderRules = { redact: [], addresses: true, callers: true };

/** Names in lower case with their values, secrets removed; several values of one name stay a list. Nothing where `headers` are none. */
export function redactHeaders(headers: unknown, rules = SECRETS_ALONE): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of pairsOf(headers)) {
    if (value === undefined || value === null) continue;
    const lower = name.toLowerCase();
    const isHidden = mustHide(lower, rules);
    const shown = Array.isArray(value)
      ? isHidden
        ? value.map(() => REDACTED)
        : redactParts(value.map(asText))
      : isHidden
        ? REDACTED
        : redactText(asText(value));
    // A secret in the place of a name, or a name that comes again.
    const key = redactText(name).toLowerCase();
    result[key] = key in result ? [result[key] ?? [], shown].flat() : shown;
  }
  return result;
}

function mustHide(name: string, { redact, addresses, callers }: HeaderRules): boolean {
  if (ALWAYS.has(name) || redact.includes(name)) return true;
  if ((!addresses && isAddressHeader(name)) || (!callers && isCallerHeader(name))) return true;
  return !HARMLESS.test(name) && (TELLING.test(name) || fieldKind(name) !== undefined);
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
    if (list.every((one) => typeof one === 'string')) {
      return list.flatMap((name, place): [string, unknown][] => (place % 2 === 0 ? [[name, list[place + 1]]] : []));
    }
    return list.flatMap((one): [string, unknown][] =>
      Array.isArray(one) && typeof one[0] === 'string' ? [[one[0], one[1] as unknown]] : [],
    );
  } catch {
    return [];
  }
}
