/**
 * Public prefixes of key formats. They name only the issuer and contain nothing secret. Longest first, so that
 * `sk-proj-` is found before `sk-`.
 */
const PUBLIC_PREFIXES = [
  'sk-or-v1-',
  'sk-svcacct-',
  'sk-ant-api03-',
  'sk-ant-admin01-',
  'sk-admin-',
  'sk-proj-',
  'sk-ant-',
  'github_pat_',
  'sk_live_',
  'sk_test_',
  'xai-',
  'gsk_',
  'pplx-',
  'bedrock-api-key-',
  'AIza',
  'ABSK',
  'nvapi-',
  'fw_',
  'hf_',
  'r8_',
  'ghp_',
  'gho_',
  'glpat-',
  'AKIA',
  'ASIA',
  'sk-',
] as const;

const MIN_SHOWN_LENGTH = 20;
/** Without this minimum, the preview would show nearly all of a short key with a long prefix. */
const MIN_HIDDEN = 8;

/**
 * Preview of a key: its known public prefix and its last four characters, `sk-proj-...wxyz`. Returns `***` for a key of
 * less than 20 characters, if less than eight characters would stay hidden, or if it contains a space (`Basic …`): then
 * its end is the end of a password.
 */
export function previewOfKey(key: string): string {
  const prefix = PUBLIC_PREFIXES.find((known) => key.startsWith(known)) ?? '';
  if (key.length < MIN_SHOWN_LENGTH || key.length - prefix.length - 4 < MIN_HIDDEN || /\s/.test(key)) {
    return '***';
  }
  return `${prefix}...${key.slice(-4)}`;
}
