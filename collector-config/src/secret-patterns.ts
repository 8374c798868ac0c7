/**
 * Shapes of secrets that no store may hold, as RE2. The instrumentation redacts first; this is the second fence, for
 * what other senders put beside it.
 *
 * Each begins with a literal, so that the collector finds candidates by plain search: an alternation, or a leading `\b`,
 * costs a hundred times as much on a body of some hundred kilobytes. That is also why `sk-` asks for a long run without
 * a hyphen: `task-summarizer-production` is no key.
 */
export const SECRET_PATTERNS: readonly string[] = [
  'sk-(?:[A-Za-z0-9_]{1,12}-){0,6}[A-Za-z0-9_]{16,}[A-Za-z0-9_-]*',
  'sk_(?:live|test)_[A-Za-z0-9]{16,}',
  'gsk_[A-Za-z0-9]{20,}',
  'xai-[A-Za-z0-9]{20,}',
  'pplx-[A-Za-z0-9]{20,}',
  'hf_[A-Za-z0-9]{20,}',
  'r8_[A-Za-z0-9]{20,}',
  'AIza[0-9A-Za-z_-]{35}',
  'ya29\\.[0-9A-Za-z_-]{20,}',
  'AKIA[0-9A-Z]{16}',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{30,}',
  'xox[abprs]-[A-Za-z0-9-]{20,}',
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}',
  'Bearer [A-Za-z0-9._~+/=-]{16,}',
  'bearer [A-Za-z0-9._~+/=-]{16,}',
  'Basic [A-Za-z0-9+/]{20,}={0,2}',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\-]*',
];

/** Attributes whose whole value is a secret, whatever it looks like: the headers that carry credentials. */
export const SECRET_KEY_PATTERNS: readonly string[] = [
  '(?i)^(?:.*[._])?(?:authorization|proxy[-_]authorization|cookie|set[-_]cookie|x[-_]api[-_]key|api[-_]key|x[-_]goog[-_]api[-_]key|password|client[-_]secret)$',
];
