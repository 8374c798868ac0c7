import { SECRET_SHAPES, type SecretShape } from '@tokentrail/records';

/** Prefixes that begin alike so far become one expression: each costs about as much as a search for its beginning. */
const SHARED_BEGINNING = 3;
/** Two letters that words seldom hold are a beginning, too. */
const RARE_BEGINNINGS: ReadonlySet<string> = new Set(['vc', 'hv', 'NR', 'dp', 'sb', 'ps', 'ph', 'sq']);

function beginningOf(prefix: string): string {
  const two = prefix.slice(0, 2);
  return RARE_BEGINNINGS.has(two) ? two : prefix.slice(0, SHARED_BEGINNING);
}

/** The shape as expressions that begin with a literal each. */
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

/** `sk_…` has an expression of its own, for whoever issues such keys. */
const OWN_SHAPES = SECRET_SHAPES.filter(
  ({ collectorPattern, prefixes }) =>
    collectorPattern !== undefined || !prefixes.every((prefix) => prefix.startsWith('sk_')),
);

/**
 * Shapes of secrets that no store may hold, as RE2. The instrumentation redacts first, by the same table; this is the
 * second fence, for what other senders put beside it. `Bearer` stands without its first letter, in either case.
 */
const SHAPE_PATTERNS: readonly string[] = [
  ...OWN_SHAPES.flatMap(patternsOf),
  'earer [A-Za-z0-9._~+/=-]{16,}',
  'Basic [A-Za-z0-9+/]{20,}={0,2}',
];

/** Passwords in URLs, and what parameters are named like secrets. None of them takes a quote, so that JSON stays JSON. */
const NAMED_PATTERNS: readonly string[] = [
  String.raw`://[^/\s"'\\<>(),:@]{0,64}:[^/\s"'\\<>@]{1,128}@`,
  String.raw`:\\/\\/[^/\s"'\\<>(),:@]{0,64}:[^/\s"'\\<>@]{1,128}@`,
  // With a digit, as no name of a variable has that code gives them.
  ...['key', 'oken', 'ignature', 'ecret'].map((name) => `${name}=[A-Za-z_.~%+/-]{0,32}[0-9][A-Za-z0-9_.~%+/-]{6,}`),
  ...['assword', 'pwd'].map(
    (name) => String.raw`${name}=[^\s"'\\&;,<>{}$%()[\]/0-9]{0,32}[0-9][^\s"'\\&;,<>{}$%()[\]]*`,
  ),
];

/** What is looked for in values and in names of spans. */
export const SECRET_PATTERNS: readonly string[] = [...SHAPE_PATTERNS, ...NAMED_PATTERNS];

/**
 * What an attribute's own name must not be. At its start all shapes are one expression, which a name leaves at its first
 * letters; inside of a name the shapes of the issuers that have one of their own are looked for.
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

/** How names of headers end that carry a credential, whoever made them up. */
const ENDINGS =
  'auth|authn|authz|authorization|authentication|oauth|token|jwt|secret|password|passwd|passphrase|pwd|pass|api-?key|key|credentials?|signature|session|cookie|bearer|assertion|otp|sid';

/** Attributes whose whole value is a secret, whatever it looks like: the headers that carry credentials. */
export const SECRET_KEY_PATTERNS: readonly string[] = [
  `(?i)^(?:${CREDENTIAL_NAMES})$`,
  `http\\.re(?:quest|sponse)\\.header\\.(?:.*[-_])?(?i:${ENDINGS})$`,
];
