/** Made-up secrets of every family: random like real ones, from a fixed seed. */

/** mulberry32: small, with the same results on every platform. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet.charAt(this.below(alphabet.length))).join('');
  }
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const ALNUM = UPPER + LOWER + DIGITS;
const HEX = `${DIGITS}abcdef`;
const BASE64 = `${ALNUM}+/`;
const BASE64URL = `${ALNUM}-_`;

export interface Secret {
  family: string;
  /** The secret as a user would paste it. */
  text: string;
  /** The secret parts, without public parts. No ten consecutive characters of them may be found. */
  hidden: string[];
}

type Make = (dice: Dice) => Omit<Secret, 'family'>;

const key =
  (prefix: string, length: number, alphabet = ALNUM): Make =>
  (dice) => {
    const hidden = dice.text(length, alphabet);
    return { text: prefix + hidden, hidden: [hidden] };
  };
const between =
  (before: string, length: number, after = '', alphabet = ALNUM): Make =>
  (dice) => {
    const hidden = dice.text(length, alphabet);
    return { text: before + hidden + after, hidden: [hidden] };
  };
/** Starts and ends with letters or digits, because the search needs boundaries around a secret. */
const words = (dice: Dice, ...lengths: number[]) => lengths.map((length) => dice.text(length, ALNUM));

/** Secrets that may occur anywhere: their shape, or the text before them, identifies them. */
export const SHAPED: Readonly<Record<string, Make>> = {
  'OpenAI project key': key('sk-proj-', 48, BASE64URL),
  'OpenAI key': key('sk-', 48),
  'OpenAI service account': key('sk-svcacct-', 60, BASE64URL),
  Anthropic: key('sk-ant-api03-', 93, BASE64URL),
  OpenRouter: key('sk-or-v1-', 64, HEX),
  Google: key('AIza', 35, BASE64URL),
  'Google OAuth': key('ya29.', 60, BASE64URL),
  Groq: key('gsk_', 52),
  xAI: key('xai-', 80),
  Replicate: key('r8_', 37),
  'Hugging Face': key('hf_', 34),
  Fireworks: key('fw_', 24),
  Perplexity: key('pplx-', 48),
  NVIDIA: key('nvapi-', 64, BASE64URL),
  GitHub: key('ghp_', 36),
  'GitHub, fine-grained': key('github_pat_', 82),
  GitLab: key('glpat-', 20, BASE64URL),
  Slack: key('xoxb-', 40),
  Stripe: key('sk_live_', 24),
  'AWS id': key('AKIA', 16, UPPER + DIGITS),
  'AWS temporary id': key('ASIA', 16, UPPER + DIGITS),
  'AWS id and secret': (dice) => {
    const hidden = [dice.text(16, UPPER + DIGITS), dice.text(40, BASE64)] as const;
    return { text: `AKIA${hidden[0]}:${hidden[1]}`, hidden: [...hidden] };
  },
  'JSON Web Token': (dice) => {
    const hidden = [dice.text(60, BASE64URL), dice.text(43, BASE64URL)] as const;
    return { text: `eyJhbGciOiJIUzI1NiJ9.eyJ${hidden[0]}.${hidden[1]}`, hidden: [...hidden] };
  },
  Bearer: between('Bearer ', 40, '', BASE64URL),
  Basic: (dice) => {
    const hidden = Buffer.from(`user:${dice.text(20, ALNUM)}`).toString('base64');
    return { text: `Basic ${hidden}`, hidden: [hidden.slice(8).replace(/=+$/, '')] };
  },
  'private key': (dice) => {
    const lines = Array.from({ length: 6 }, () => dice.text(64, BASE64));
    return {
      text: `-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}\n-----END RSA PRIVATE KEY-----`,
      hidden: lines,
    };
  },
  'password in a URL': between('postgres://app:', 18, '@db.internal:5432/app'),
  'user info of a URL': between('https://', 32, '@sentry.example/1'),
  'key in a query': between('https://api.example/v1/models?alt=sse&key=', 32),
  'api_key in a query': between('https://api.example/v1?api_key=', 32, '&model=m'),
  'access token in a query': between('https://api.example/v1?access_token=', 40, '#top'),
  'signature of a link': between('https://blob.example/a.png?sv=2024-11-04&sig=', 44, '&se=2026', ALNUM),
  'signature of AWS': between('https://s3.example/b?X-Amz-Date=20261125&X-Amz-Signature=', 64, '', HEX),
  'password of a connection string': between('Server=db;User Id=app;Password=', 18, ';Encrypt=true'),
  'account key': between('DefaultEndpointsProtocol=https;AccountKey=', 86, '==;EndpointSuffix=core', BASE64),
  'variable of an environment': between('export MISTRAL_API_KEY=', 32),
};

/** Fields whose name alone identifies a secret. */
export const SECRET_FIELDS = [
  'password',
  'secret',
  'token',
  'api_key',
  'apiKey',
  'client_secret',
  'aws_secret_access_key',
  'refreshToken',
  'private_key',
  'DB_PASSWORD',
  'passphrase',
  'authorization',
];

export function shaped(dice: Dice): Secret {
  const family = dice.pick(Object.keys(SHAPED));
  const make = SHAPED[family];
  if (make === undefined) throw new Error(family);
  return { family, ...make(dice) };
}

/** A value without any shape, for a field whose name identifies it. */
export function plain(dice: Dice, field: string): Secret {
  const [hidden = ''] = words(dice, 24);
  return { family: `field ${field}`, text: hidden, hidden: [hidden] };
}
