import { SECRET_SHAPES } from '@tokentrail/records';

/**
 * Shapes of secrets that no store may hold, as RE2. The instrumentation redacts first, by the same table; this is the
 * second fence, for what other senders put beside it. `Bearer` stands without its first letter, in either case.
 */
export const SECRET_PATTERNS: readonly string[] = [
  ...SECRET_SHAPES.flatMap(({ fence }) => fence ?? []),
  'earer [A-Za-z0-9._~+/=-]{16,}',
  'Basic [A-Za-z0-9+/]{20,}={0,2}',
];

const CREDENTIAL_NAMES = [
  'authorization',
  'proxy[-_]authorization',
  'cookie',
  'set[-_]cookie',
  'x[-_]api[-_]key',
  'api[-_]key',
  'x[-_]goog[-_]api[-_]key',
  'password',
  'client[-_]secret',
].join('|');

/** Attributes whose whole value is a secret, whatever it looks like: the headers that carry credentials. */
export const SECRET_KEY_PATTERNS: readonly string[] = [
  `(?i)^(?:${CREDENTIAL_NAMES})$`,
  `http\\.re(?:quest|sponse)\\.header\\.(?:${CREDENTIAL_NAMES})$`,
];
