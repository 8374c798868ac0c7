import { SECRET_SHAPES, type SecretShape } from '@tokentrail/records';

/**
 * Prefixes that share this many characters become one expression. An expression costs about as much as a search for its
 * beginning, so fewer expressions are faster.
 */
const SHARED_CHARACTERS = 3;
/** Two letters that are rare in words are enough as a beginning. */
const RARE_BEGINNINGS: ReadonlySet<string> = new Set(['vc', 'hv', 'NR', 'dp', 'sb', 'ps', 'ph', 'sq']);

function beginningOf(prefix: string): string {
  const two = prefix.slice(0, 2);
  return RARE_BEGINNINGS.has(two) ? two : prefix.slice(0, SHARED_CHARACTERS);
}

/** Expressions for a shape. Each begins with a literal. */
function patternsOf({ collectorPattern, redactionRest, prefixes, rest }: SecretShape): string[] {
  if (collectorPattern !== undefined) return [collectorPattern];
  return [...new Set(prefixes.map(beginningOf))].map((beginning) => {
    const group = prefixes.filter((prefix) => beginningOf(prefix) === beginning);
    const ends = group.map((prefix) => literal(prefix.slice(beginning.length)));
    const either = ends.length === 1 ? (ends[0] ?? '') : `(?:${ends.join('|')})`;
    return `${literal(beginning)}${either}${redactionRest ?? rest}`;
  });
}

function literal(text: string): string {
  return text.replaceAll('.', '[.]').replaceAll('+', '[+]');
}

/** Beginnings that several shapes share and that few words contain: their expressions become one. */
const MERGED_BEGINNINGS = ['gl', 'lin_', 'sb', 'NR', 'dp[.]'];

function mergePatterns(patterns: readonly string[]): string[] {
  const beginningOfPattern = (pattern: string) => MERGED_BEGINNINGS.find((beginning) => pattern.startsWith(beginning));
  const merged = MERGED_BEGINNINGS.map((beginning) => {
    const ends = patterns
      .filter((pattern) => beginningOfPattern(pattern) === beginning)
      .map((pattern) => pattern.slice(beginning.length));
    return `${beginning}(?:${ends.join('|')})`;
  });
  return [...patterns.filter((pattern) => beginningOfPattern(pattern) === undefined), ...merged];
}

/** All shapes except `sk_…` prefixes without a `collectorPattern`: one expression covers the keys of all their issuers. */
const ISSUER_SHAPES = SECRET_SHAPES.filter(
  ({ collectorPattern, prefixes }) =>
    collectorPattern !== undefined || !prefixes.every((prefix) => prefix.startsWith('sk_')),
);

/**
 * RE2 expressions for secrets that no store may contain. The instrumentation redacts by the same table before it sends; this
 * second redaction also covers other senders. `Bearer` lacks its first letter so that both cases match.
 */
const SHAPE_PATTERNS: readonly string[] = [
  ...mergePatterns(ISSUER_SHAPES.flatMap(patternsOf)),
  'earer [A-Za-z0-9._~+/=-]{16,}',
  'Basic [A-Za-z0-9+/]{20,}={0,2}',
];

/** Passwords in URLs and parameters with secret names. No expression matches a quote, so that JSON stays valid. */
const NAMED_PATTERNS: readonly string[] = [
  String.raw`://[^/\s"'\\<>(),:@]{0,64}:[^/\s"'\\<>@]{1,128}@`,
  String.raw`:\\/\\/[^/\s"'\\<>(),:@]{0,64}:[^/\s"'\\<>@]{1,128}@`,
  // The value must contain a digit, so that variable names in source code do not match.
  ...['key', 'oken', 'ignature', 'ecret'].map((name) => `${name}=[A-Za-z_.~%+/-]{0,32}[0-9][A-Za-z0-9_.~%+/-]{6,}`),
  ...['assword', 'pwd'].map(
    (name) => String.raw`${name}=[^\s"'\\&;,<>{}$%()[\]/0-9]{0,32}[0-9][^\s"'\\&;,<>{}$%()[\]]*`,
  ),
];

/** Expressions for values and for names of spans. */
export const SECRET_PATTERNS: readonly string[] = [...SHAPE_PATTERNS, ...NAMED_PATTERNS];

/**
 * Expressions for attribute names. One expression covers all shapes at the start of a name; it fails fast, at the first
 * letters. Within a name, only the shapes that have their own `collectorPattern` are searched.
 */
export const SECRET_NAME_PATTERNS: readonly string[] = [
  `^(?:${SHAPE_PATTERNS.join('|')})`,
  ...SECRET_SHAPES.flatMap(({ collectorPattern }) => collectorPattern ?? []),
  'earer [A-Za-z0-9._~+/=-]{16,}',
];

const CREDENTIAL_NAMES = [
  'authorization',
  'proxy[-_]authorization',
  'authentication',
  'x[-_]authentication',
  'x[-_]auth',
  'helicone[-_]auth',
  'cf[-_]aig[-_]authorization',
  'x[-_]portkey[-_](?:api|virtual)[-_]key',
  'x[-_](?:auth|access|csrf|xsrf|session)[-_]token',
  'x[-_]amz[-_]security[-_]token',
  'cookie',
  'set[-_]cookie',
  'x[-_]api[-_]key',
  'api[-_]key',
  'x[-_]goog[-_]api[-_]key',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'client[-_]secret',
  'private[-_]key',
  'refresh[-_]token',
  'access[-_]token',
  'secret[-_]access[-_]key',
].join('|');

/** Endings of header names that carry a credential, including custom headers. */
const CREDENTIAL_ENDINGS =
  'auth|authn|authz|authorization|authentication|oauth|token|jwt|secret|password|passwd|passphrase|pwd|pass|api-?key|key|credentials?|signature|session|cookie|bearer|assertion|otp|sid';

/** Names of attributes whose complete value is a secret: headers that carry credentials. */
export const SECRET_KEY_PATTERNS: readonly string[] = [
  `(?i)^(?:${CREDENTIAL_NAMES})$`,
  `http\\.re(?:quest|sponse)\\.header\\.(?:.*[-_])?(?i:${CREDENTIAL_ENDINGS})$`,
];
