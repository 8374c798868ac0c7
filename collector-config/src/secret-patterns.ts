/**
 * Shapes of secrets that no store may hold, as RE2. The instrumentation redacts first; this is the second fence, for
 * what other senders put beside it.
 *
 * Each begins with a literal, so that the collector finds candidates by plain search: an alternation, or a leading `\b`,
 * costs a hundred times as much on a body of some hundred kilobytes. That is also why `sk-` asks for a long run without
 * a hyphen (`task-summarizer-production` is no key), and why `Bearer` stands without its first letter, in either case.
 */
export const SECRET_PATTERNS: readonly string[] = [
  'sk[-_](?:[A-Za-z0-9_]{1,12}-){0,6}[A-Za-z0-9_]{16,}[A-Za-z0-9_-]*',
  'earer [A-Za-z0-9._~+/=-]{16,}',
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}',
  'AIza[0-9A-Za-z_-]{35}',
  'AKIA[0-9A-Z]{16}',
  'gsk_[A-Za-z0-9]{20,}',
  'xai-[A-Za-z0-9]{20,}',
  'pplx-[A-Za-z0-9]{20,}',
  'nvapi-[A-Za-z0-9_-]{20,}',
  'hf_[A-Za-z0-9]{20,}',
  'fw_[A-Za-z0-9]{20,}',
  'r8_[A-Za-z0-9]{20,}',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  'Basic [A-Za-z0-9+/]{20,}={0,2}',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\-]*',
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
