import { REDACTED, redactText } from './redact-text.ts';

/** Headers whose value is never recorded. An operator may add names, and can take none away. */
const ALWAYS = [
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
];
/** Names nobody listed but that say what they carry. */
const TELLING =
  /(?:^|[-_])(?:api-?key|key|token|secret|password|passwd|auth|authorization|credential|signature|session|cookie)s?(?:$|[-_])/i;
const HARMLESS =
  /^(?:x-ratelimit-|ratelimit|anthropic-ratelimit-|idempotency-key$|x-idempotency-key$|x-session-affinity$)/i;

export type HeaderSet = Headers | Readonly<Record<string, unknown>> | Iterable<readonly [string, unknown]>;

/** Names in lower case with their values, secrets removed; several values of one name stay a list. */
export function redactHeaders(headers: HeaderSet, more: readonly string[] = []): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of entries(headers)) {
    const lower = name.toLowerCase();
    if (value === undefined || value === null) continue;
    const secret = ALWAYS.includes(lower) || more.includes(lower) || (TELLING.test(lower) && !HARMLESS.test(lower));
    result[lower] = Array.isArray(value)
      ? value.map((one) => (secret ? REDACTED : redactText(String(one))))
      : secret
        ? REDACTED
        : redactText(String(value));
  }
  return result;
}

function entries(headers: HeaderSet): Iterable<readonly [string, unknown]> {
  return Symbol.iterator in headers ? headers : Object.entries(headers);
}
