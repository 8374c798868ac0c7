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

/**
 * What may be shown of a key: its known public prefix and its last four characters, `sk-proj-...wxyz`. A key shorter than
 * 20 characters is `***`, since what is left hidden would be too little.
 */
export function previewOfKey(key: string): string {
  if (key.length < SHORTEST_SHOWN) {
    return '***';
  }
  const prefix = PUBLIC_PREFIXES.find((known) => key.startsWith(known)) ?? '';
  return `${prefix}...${key.slice(-4)}`;
}
