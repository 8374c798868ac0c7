import { SYMBOLS, type SecretShape } from './secret-shape.ts';
import { PREFIXED_SHAPES } from './prefixed-shapes.ts';

export type { SecretShape };

const raw = String.raw;
/** Label of a PEM private key, as plain text and URL-encoded. */
const PEM_LABEL = raw`(?:[A-Z]{1,16}(?: |\+|%20)){0,3}PRIVATE(?: |\+|%20)KEY(?:(?: |\+|%20)BLOCK)?`;

/**
 * Shapes of secrets that must not leave the process and must not be stored. This table is the only source for the
 * redaction of the instrumentation and of the collector. To add a shape, add an entry here, then run `npm run
 * generate`.
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    issuer: 'OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse, …',
    prefixes: ['sk-'],
    rest: `${SYMBOLS}{12,}`,
    // Requires a long run without a hyphen: `task-summarizer-production` is not a key.
    collectorPattern: 'sk[-_](?:[A-Za-z0-9_]{1,12}-){0,6}[A-Za-z0-9_]{16,}[A-Za-z0-9_-]*',
    example: 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8t',
  },
  {
    issuer: 'Stripe',
    prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    rest: '[A-Za-z0-9]{10,}',
    collectorPattern: 'rk_(?:live|test)_[A-Za-z0-9]{16,}',
    example: 'rk_live_Ab3dEf6hIj9kLm2nOp5q',
  },
  { issuer: 'ElevenLabs', prefixes: ['sk_'], rest: '[a-f0-9]{32,}', example: `sk_${'0123456789abcdef'.repeat(3)}` },
  {
    issuer: 'Google',
    prefixes: ['AIza'],
    trigger: 'A',
    rest: `${SYMBOLS}{30,}`,
    collectorPattern: 'AIza[0-9A-Za-z_-]{35}',
    example: 'AIzaSyA0123456789abcdefghijklmnopqrstuv',
  },
  {
    issuer: 'Google, newer',
    prefixes: ['AQ.'],
    trigger: 'Q',
    rest: `${SYMBOLS}{20,}`,
    collectorPattern: raw`AQ\.[A-Za-z0-9_-]{30,}`,
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
    trigger: '9.',
    rest: '[A-Za-z0-9_.-]{20,}',
    collectorPattern: raw`ya29\.[A-Za-z0-9_.-]{20,}`,
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
    collectorPattern: 'gh[pousr]_[A-Za-z0-9]{30,}',
    example: 'ghp_0123456789abcdefghijABCDEFGHIJ0123',
  },
  {
    issuer: 'GitHub, fine-grained',
    prefixes: ['github_pat_'],
    rest: '[A-Za-z0-9_]{20,}',
    collectorPattern: 'github_pat_[A-Za-z0-9_]{20,}',
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
  {
    issuer: 'Langfuse and Helicone, public halves; Braintrust, Square',
    prefixes: ['pk-lf-', 'pk-helicone-', 'bt-st-', 'sq0atp-', 'sq0csp-'],
    rest: '[A-Za-z0-9][A-Za-z0-9-]{15,}[A-Za-z0-9_-]*',
    example: 'pk-lf-01234567-89ab-4cde-8f01-23456789abcd',
  },
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
    trigger: 'xox',
    rest: '[A-Za-z0-9%-]{10,}',
    collectorPattern: 'xox[abcdeoprs]-[A-Za-z0-9-]{10,}',
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
    collectorPattern: raw`SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,}`,
    example: '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',
  },
  symbols('PyPI', 'pypi-'),
  {
    issuer: 'Databricks',
    prefixes: ['dapi'],
    trigger: 'pi',
    rest: '[a-f0-9]{32,}(?:-[0-9]+)?',
    collectorPattern: 'dapi[a-f0-9]{32,}',
    example: `dapi${'0123456789abcdef'.repeat(2)}-2`,
  },
  {
    issuer: 'HashiCorp Vault',
    prefixes: ['hvs.', 'hvb.'],
    trigger: ['vs.', 'vb.'],
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
  ...PREFIXED_SHAPES,
  aws('AKIA'),
  aws('ASIA'),
  {
    issuer: 'Bedrock',
    prefixes: ['ABSK'],
    trigger: 'A',
    rest: '[A-Za-z0-9+/]{16,}={0,2}',
    collectorPattern: 'ABSK[A-Za-z0-9+/]{30,}={0,2}',
    example: 'ABSKQmVkcm9ja0FQSUtleS0wMTIzNDU2Nzg5OmFiY2Q=',
  },
  {
    issuer: 'Bedrock, short-lived',
    prefixes: ['bedrock-api-key-'],
    rest: '[A-Za-z0-9+/=_-]{16,}',
    collectorPattern: 'bedrock-api-key-[A-Za-z0-9+/=_-]{16,}',
    example: 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24',
  },
  twilio('SK', 'K'),
  twilio('AC', 'A'),
  {
    issuer: 'Telegram',
    prefixes: [':AA'],
    trigger: 'AA',
    rest: `${SYMBOLS}{33}(?![A-Za-z0-9_-])`,
    collectorPattern: ':AA[A-Za-z0-9_-]{33}',
    example: `:AA${'Ab3dEf6hIj9'.repeat(3)}`,
  },
  {
    issuer: 'Azure, applications',
    prefixes: ['8Q~'],
    trigger: '~',
    inWord: true,
    rest: '[A-Za-z0-9_.~-]{30,40}',
    collectorPattern: '8Q~[A-Za-z0-9_.~-]{30,40}',
    example: `8Q~${'Ab3dEf6hIj9'.repeat(3)}`,
  },
  {
    issuer: 'Azure, services',
    prefixes: ['JQQJ99'],
    trigger: 'Q',
    inWord: true,
    rest: '[A-Za-z0-9]{17,}',
    collectorPattern: 'JQQJ99[A-Za-z0-9]{17,}',
    example: 'JQQJ99BAACYeBjFXJ3w3AAABACOGabcd',
  },
  doppler('pt'),
  doppler('st'),
  {
    issuer: 'JSON Web Tokens',
    prefixes: ['eyJ'],
    trigger: 'J',
    // Stops at the next possible token, so that `eyJ-eyJ-eyJ-…` is not read again from each `eyJ`.
    rest: raw`(?:[A-Za-z0-9]|[-_](?!eyJ)){8,1000}\.${SYMBOLS}{8,}(?:\.${SYMBOLS}*){0,3}`,
    collectorPattern: raw`eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`,
    example: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
  },
  {
    issuer: 'private keys in PEM, up to their end or as far as one can be',
    prefixes: ['-----BEGIN ', '-----BEGIN+', '-----BEGIN%20'],
    trigger: '-',
    rest: `${PEM_LABEL}-----(?:(?:[^-]|-(?!----)){0,20000}-----END(?: |\\+|%20)${PEM_LABEL}-----|[^-]*)`,
    collectorPattern: raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\s\\-]*`,
    example: '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0123456789\n-----END RSA PRIVATE KEY-----',
  },
];

function prefixed(issuer: string, prefix: string, of = '[A-Za-z0-9]'): SecretShape {
  const collectorPattern = `${prefix}[A-Za-z0-9]{20,}`;
  return {
    issuer,
    prefixes: [prefix],
    rest: `${of}{16,}`,
    collectorPattern,
    example: `${prefix}Ab3dEf6hIj9kLm2nOp5qRs8tUv1w`,
  };
}

function symbols(issuer: string, prefix: string): SecretShape {
  const collectorPattern = `${prefix}[A-Za-z0-9_-]{20,}`;
  return {
    issuer,
    prefixes: [prefix],
    rest: `${SYMBOLS}{16,}`,
    collectorPattern,
    example: `${prefix}Ab3dEf6hIj9k-m2nOp5qRs8tUv1w`,
  };
}

/** The id of an access key, and the secret that follows it. */
function aws(prefix: string): SecretShape {
  return {
    issuer: 'AWS',
    prefixes: [prefix],
    trigger: 'A',
    rest: raw`[A-Z0-9]{12,}(?:(?:[\s"'\\,;:/=|]|%3A|%2C){1,8}(?:[A-Za-z0-9/+]|%2[BF]){40})?`,
    collectorPattern: `${prefix}[0-9A-Z]{16}`,
    example: `${prefix}BCDEFGHIJKLMNOPQ`,
  };
}

/** The id of an account or of an API key. */
function twilio(prefix: string, trigger: string): SecretShape {
  const example = `${prefix}${'0123456789abcdef'.repeat(2)}`;
  return {
    issuer: 'Twilio',
    prefixes: [prefix],
    trigger,
    rest: '[a-f0-9]{32}(?![A-Za-z0-9])',
    collectorPattern: `${prefix}[a-f0-9]{32}`,
    example,
  };
}

function doppler(kind: string): SecretShape {
  const prefix = `dp.${kind}.`;
  return {
    issuer: 'Doppler',
    prefixes: [prefix],
    trigger: `.${kind}.`,
    rest: '[A-Za-z0-9._]{20,}',
    example: `${prefix}Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z`,
  };
}
