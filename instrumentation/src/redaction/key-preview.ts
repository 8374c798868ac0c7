/**
 * Public prefixes of key formats: they name the issuer and nothing secret. Longest first, so that `sk-proj-` is found
 * before `sk-`.
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
  'AIza',
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

const SHORTEST_SHOWN = 20;
/** Behind a long prefix a key of that length would be all but shown. */
const LEAST_HIDDEN = 8;

/**
 * What may be shown of a key: its known public prefix and its last four characters, `sk-proj-...wxyz`. A key shorter than
 * 20 characters, or of which less than eight would stay hidden, is `***`; so is what holds a space (`Basic …`): its end is
 * that of a password.
 */
export function previewOfKey(key: string): string {
  const prefix = PUBLIC_PREFIXES.find((known) => key.startsWith(known)) ?? '';
  if (key.length < SHORTEST_SHOWN || key.length - prefix.length - 4 < LEAST_HIDDEN || /\s/.test(key)) {
    return '***';
  }
  return `${prefix}...${key.slice(-4)}`;
}
