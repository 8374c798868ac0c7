/**
 * Shapes of secrets that may leave no process and enter no store. This table is the one source of the instrumentation's
 * redaction and of the collector's fence; add a line here, then `npm run generate -w collector-config`.
 */
export interface SecretShape {
  /** Whose keys these are. */
  readonly issuer: string;
  /** How they begin, literally. Each ends in `-` or `_`, or names in `trigger` a letter that is seldom met. */
  readonly prefixes: readonly string[];
  /** JavaScript: what follows. At most linear in what it passes over, wherever it begins. */
  readonly rest: string;
  /** A character or two of every prefix that prose seldom holds, by which the instrumentation finds them. Default: the last. */
  readonly trigger?: string;
  /**
   * RE2, the whole of it, for the collector; absent where it does not look. It begins with a literal, so that candidates
   * are found by plain search: an alternation or a leading `\b` costs a hundred times as much on a body of some hundred
   * kilobytes. What stands before is not seen there, so it asks for more than `rest` where a word might end like a prefix.
   */
  readonly fence?: string;
  /** Made up; each must be found by both. */
  readonly example: string;
}

const SYMBOLS = '[A-Za-z0-9_-]';
const raw = String.raw;
/** As it is, and as it stands in a URL. */
const PEM_LABEL = raw`(?:[A-Z]{1,16}(?: |\+|%20)){0,3}PRIVATE(?: |\+|%20)KEY(?:(?: |\+|%20)BLOCK)?`;

export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    issuer: 'OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse, …',
    prefixes: ['sk-'],
    rest: `${SYMBOLS}{12,}`,
    // A long run without a hyphen: `task-summarizer-production` is no key.
    fence: 'sk[-_](?:[A-Za-z0-9_]{1,12}-){0,6}[A-Za-z0-9_]{16,}[A-Za-z0-9_-]*',
    example: 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  {
    issuer: 'Stripe',
    prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    rest: '[A-Za-z0-9]{10,}',
    fence: 'rk_(?:live|test)_[A-Za-z0-9]{16,}',
    example: 'rk_live_Ab3dEf6hIj9kLm2nOp5q',
  },
  { issuer: 'ElevenLabs', prefixes: ['sk_'], rest: '[a-f0-9]{32,}', example: `sk_${'0123456789abcdef'.repeat(3)}` },
  {
    issuer: 'Google',
    prefixes: ['AIza'],
    trigger: 'A',
    rest: `${SYMBOLS}{30,}`,
    fence: 'AIza[0-9A-Za-z_-]{35}',
    example: 'AIzaSyA0123456789abcdefghijklmnopqrstuv',
  },
  {
    issuer: 'Google, newer',
    prefixes: ['AQ.'],
    trigger: 'Q',
    rest: `${SYMBOLS}{20,}`,
    fence: raw`AQ\.[A-Za-z0-9_-]{30,}`,
    example: 'AQ.Ab8RN6Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z',
  },
  {
    issuer: 'Google OAuth, refresh',
    prefixes: ['1//0'],
    trigger: '/',
    rest: `${SYMBOLS}{40,}`,
    example: `1//0g${'Ab3dEf6hIj'.repeat(5)}`,
  },
  {
    issuer: 'Google OAuth',
    prefixes: ['ya29.'],
    trigger: '9',
    rest: '[A-Za-z0-9_.-]{20,}',
    fence: raw`ya29\.[A-Za-z0-9_.-]{20,}`,
    example: 'ya29.a0Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  {
    issuer: 'Google OAuth clients',
    prefixes: ['GOCSPX-'],
    rest: `${SYMBOLS}{20,}`,
    example: 'GOCSPX-Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  prefixed('Groq', 'gsk_'),
  prefixed('Fireworks', 'fw_'),
  prefixed('Hugging Face', 'hf_'),
  prefixed('Replicate', 'r8_'),
  {
    issuer: 'GitHub',
    prefixes: ['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_'],
    rest: '[A-Za-z0-9]{16,}',
    fence: 'gh[pousr]_[A-Za-z0-9]{30,}',
    example: 'ghp_0123456789abcdefghijABCDEFGHIJ0123',
  },
  {
    issuer: 'GitHub, fine-grained',
    prefixes: ['github_pat_'],
    rest: '[A-Za-z0-9_]{20,}',
    fence: 'github_pat_[A-Za-z0-9_]{20,}',
    example: 'github_pat_11ABCDEFG0abcdefghij_klm',
  },
  symbols('GitLab', 'glpat-'),
  prefixed('xAI', 'xai-', SYMBOLS),
  prefixed('Perplexity', 'pplx-', SYMBOLS),
  symbols('NVIDIA', 'nvapi-'),
  symbols('Cerebras', 'csk-'),
  {
    issuer: 'Together',
    prefixes: ['tgp_v1_', 'tgp_v1-'],
    rest: `${SYMBOLS}{16,}`,
    example: 'tgp_v1_Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  symbols('Tavily', 'tvly-'),
  { issuer: 'Voyage', prefixes: ['pa-'], rest: `${SYMBOLS}{40,}`, example: `pa-${'Ab3dEf6hIj'.repeat(5)}` },
  prefixed('Jina', 'jina_', SYMBOLS),
  {
    issuer: 'LangSmith',
    prefixes: ['lsv2_'],
    rest: '[A-Za-z0-9_]{20,}',
    example: 'lsv2_pt_0123456789abcdef0123456789abcdef_0123456789',
  },
  prefixed('npm', 'npm_'),
  {
    issuer: 'Slack',
    prefixes: ['xoxa-', 'xoxb-', 'xoxc-', 'xoxd-', 'xoxe-', 'xoxe.', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'],
    trigger: 'x',
    rest: '[A-Za-z0-9%-]{10,}',
    fence: 'xox[abcdeoprs]-[A-Za-z0-9-]{10,}',
    example: 'xoxb-123456789012-abcdefghij',
  },
  {
    issuer: 'webhooks of Slack and Discord',
    prefixes: ['hooks.slack.com/services/', 'discord.com/api/webhooks/'],
    rest: '[A-Za-z0-9/_-]{20,}',
    example: 'hooks.slack.com/services/T00000000/B00000000/Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  {
    issuer: 'SendGrid',
    prefixes: ['SG.'],
    trigger: 'G',
    rest: raw`${SYMBOLS}{16,64}\.${SYMBOLS}{16,}`,
    fence: raw`SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,}`,
    example: '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',
  },
  symbols('PyPI', 'pypi-'),
  {
    issuer: 'Databricks',
    prefixes: ['dapi'],
    trigger: 'pi',
    rest: '[a-f0-9]{32,}(?:-[0-9]+)?',
    fence: 'dapi[a-f0-9]{32,}',
    example: `dapi${'0123456789abcdef'.repeat(2)}-2`,
  },
  {
    issuer: 'HashiCorp Vault',
    prefixes: ['hvs.', 'hvb.'],
    trigger: 'v',
    rest: `${SYMBOLS}{20,}`,
    example: 'hvs.Ab3dEf6hIj9kLm2nOp5qRs8tUv1w',
  },
  {
    issuer: 'Atlassian',
    prefixes: ['ATATT3'],
    trigger: 'A',
    rest: '[A-Za-z0-9_=-]{20,}',
    example: 'ATATT3xFfGF0Ab3dEf6hIj9kLm2nOp5qRs8tUv1w',
  },
  {
    issuer:
      'Shopify, Pinecone, Grafana, Linear, Notion, Supabase, DigitalOcean, Stripe, Sentry, E2B, Anyscale, GitLab, OpenAI sessions',
    prefixes: [
      ...[
        'shpat_',
        'shpca_',
        'shppa_',
        'shpss_',
        'pcsk_',
        'glsa_',
        'glc_',
        'lin_api_',
        'ntn_',
        'sbp_',
        'dop_v1_',
        'doo_v1_',
      ],
      ...[
        'whsec_',
        'sntrys_',
        'sntryu_',
        'e2b_',
        'esecret_',
        'gldt-',
        'glrt-',
        'glptt-',
        'gloas-',
        'glcbt-',
        'sess-',
        'NRAK-',
      ],
      ...['AGE-SECRET-KEY-'],
    ],
    // Without a hyphen for so long: no name of a thing is.
    rest: '[A-Za-z0-9_=+/]{16,}[A-Za-z0-9_=-]*',
    example: 'pcsk_6abcd_Ab3dEf6hIj9kLm2nOp5qRs8tUv1w',
  },
  aws('AKIA'),
  aws('ASIA'),
  {
    issuer: 'Bedrock',
    prefixes: ['ABSK'],
    trigger: 'A',
    rest: '[A-Za-z0-9+/]{16,}={0,2}',
    fence: 'ABSK[A-Za-z0-9+/]{30,}={0,2}',
    example: 'ABSKQmVkcm9ja0FQSUtleS0wMTIzNDU2Nzg5OmFiY2Q=',
  },
  {
    issuer: 'JSON Web Tokens',
    prefixes: ['eyJ'],
    trigger: 'J',
    // Up to the next that may be one: `eyJ-eyJ-eyJ-…` must not be read again from each.
    rest: raw`(?:[A-Za-z0-9]|[-_](?!eyJ)){8,1000}\.${SYMBOLS}{8,}(?:\.${SYMBOLS}*){0,3}`,
    fence: raw`eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`,
    example: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
  },
  {
    issuer: 'private keys in PEM, up to their end or as far as one can be',
    prefixes: ['-----BEGIN ', '-----BEGIN+', '-----BEGIN%20'],
    trigger: '-',
    rest: `${PEM_LABEL}-----(?:(?:[^-]|-(?!----)){0,20000}-----END(?: |\\+|%20)${PEM_LABEL}-----|[^-]*)`,
    fence: raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\s\\-]*`,
    example: '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0123456789\n-----END RSA PRIVATE KEY-----',
  },
];

function prefixed(issuer: string, prefix: string, of = '[A-Za-z0-9]'): SecretShape {
  const fence = `${prefix}[A-Za-z0-9]{20,}`;
  return { issuer, prefixes: [prefix], rest: `${of}{16,}`, fence, example: `${prefix}Ab3dEf6hIj9kLm2nOp5qRs8tUv1w` };
}

function symbols(issuer: string, prefix: string): SecretShape {
  const fence = `${prefix}[A-Za-z0-9_-]{20,}`;
  return {
    issuer,
    prefixes: [prefix],
    rest: `${SYMBOLS}{16,}`,
    fence,
    example: `${prefix}Ab3dEf6hIj9k-m2nOp5qRs8tUv1w`,
  };
}

/** An id of an access key, and the secret that follows it. */
function aws(prefix: string): SecretShape {
  return {
    issuer: 'AWS',
    prefixes: [prefix],
    trigger: 'A',
    rest: raw`[A-Z0-9]{12,}(?:(?:[\s"'\\,;:/=|]|%3A|%2C){1,8}(?:[A-Za-z0-9/+]|%2[BF]){40})?`,
    fence: `${prefix}[0-9A-Z]{16}`,
    example: `${prefix}BCDEFGHIJKLMNOPQ`,
  };
}
