import { Dice, plain, SECRET_FIELDS, shaped, type Secret } from './made-up.ts';

/** One call of the plan. Every text may contain a secret. */
export interface PlannedCall {
  /** A client of the openai package, with a streamed or a single response, or a gateway that records a call. */
  by: 'openai' | 'openai-stream' | 'gateway';
  /** Headers of the client, or headers that the gateway forwards. */
  headers: Record<string, string | string[]>;
  prompt: string;
  /** Tool arguments: JSON within JSON. */
  toolArguments: string;
  response: string;
  body: Record<string, unknown>;
  errorMessage: string;
  errorBody: unknown;
  metadata: Record<string, unknown>;
  path: string;
  /** Model, user, session, group, key name and so on: short texts shown to every user. */
  names: string[];
  status: number;
}

export interface Plan {
  calls: PlannedCall[];
  secrets: Secret[];
  /** One harmless word per call, which must arrive. */
  harmless: string[];
}

type Wrap = (text: string) => string;

const WRAPS: readonly Wrap[] = [
  (text) => text,
  (text) => `Please use ${text} for it, thanks.`,
  (text) => `the key:\n${text}\nand more`,
  (text) => `\`\`\`\n${text}\n\`\`\``,
  (text) => `("${text}")`,
  (text) => JSON.stringify({ note: text }),
  (text) => JSON.stringify({ inner: JSON.stringify({ note: `a\n${text}` }) }),
  (text) => `https://host.example/login?then=${encodeURIComponent(text)}`,
  (text) => `${'Prose that goes before. '.repeat(40)}${text} ${'And prose that follows. '.repeat(40)}`,
];

/** Replaces characters that an HTTP header cannot contain. */
const inHeader: Wrap = (text) => text.replaceAll('\n', ' ').replaceAll(/[^\x20-\x7e]/g, '?');

/** At least `count` secrets of every family, in calls of every kind. Deterministic for a seed. */
export function planOf(count: number, seed: number): Plan {
  const dice = new Dice(seed);
  const plan: Plan = { calls: [], secrets: [], harmless: [] };
  const take = <S extends Secret>(secret: S): S => {
    plan.secrets.push(secret);
    return secret;
  };
  const bare = () => take(shaped(dice)).text;
  const wrapped = () => dice.pick(WRAPS)(bare());
  const field = () => {
    const name = dice.pick(SECRET_FIELDS);
    return { [name]: take(plain(dice, name)).text };
  };
  const value = (): unknown =>
    dice.pick([wrapped, () => [wrapped(), 1], () => ({ note: wrapped() }), field, () => [field()]])();
  while (plan.secrets.length < count) {
    const index = plan.calls.length;
    const harmless = `harmless-word-${dice.text(8, 'abcdefghijklmnopqrstuvwxyz')}-${index}`;
    plan.harmless.push(harmless);
    plan.calls.push({
      by: dice.pick(['openai', 'openai-stream', 'gateway', 'gateway'] as const),
      headers: {
        'x-note': inHeader(wrapped()),
        'x-two': [inHeader(bare()), inHeader(wrapped())],
        authorization: `Bearer ${take(plain(dice, 'authorization')).text}`,
        'x-db-password': take(plain(dice, 'header')).text,
      },
      prompt: `${wrapped()} ${harmless} ${JSON.stringify(field())}`,
      toolArguments: JSON.stringify({ command: wrapped(), env: field(), list: [value()] }),
      response: wrapped(),
      body: { note: wrapped(), deep: { er: [value(), value()] }, ...field() },
      errorMessage: wrapped(),
      errorBody: dice.pick([() => ({ error: { message: wrapped(), detail: value() } }), wrapped])(),
      metadata: { [`about ${bare()}`]: 1, note: value(), ...field() },
      path: `/v1/${encodeURIComponent(bare())}/chat?token=${take(plain(dice, 'token')).text}`,
      names: [bare(), bare(), bare(), bare()],
      status: dice.pick([200, 200, 200, 401, 500]),
    });
  }
  return plan;
}
