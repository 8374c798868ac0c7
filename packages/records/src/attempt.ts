import { ATTEMPT_STATES, BILLED, type AttemptState, type Billed } from './vocabulary.ts';

/** Tokens of one try, as far as the provider reported them; the meanings of `gen_ai.usage.*`. */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  audioInputTokens?: number;
  audioOutputTokens?: number;
}

/**
 * One upstream try, or a candidate that was skipped or never reached. It travels as one JSON object with these field
 * names, an element of `tokentrail.attempts`. It holds no provider's words: those are content.
 */
export interface Attempt {
  /** Place in the order of candidates, from 0. */
  index: number;
  /** Repetition at the same candidate, from 0. */
  retry: number;
  /** It repeats nothing: it asks for more of the same answer, whose part a try before brought (a tool's result fed back). */
  continues?: boolean;
  state: AttemptState;
  /** Why a candidate was skipped: an identifier such as `capability_missing`, `model_not_allowed`, `circuit_open`. */
  skipReason?: string;
  provider?: string;
  /** Name of the configured endpoint (gateway), or the path that was called (SDK). */
  endpoint?: string;
  server?: string;
  model?: string;
  statusCode?: number;
  errorType?: string;
  errorCode?: string;
  /** Milliseconds from the start of the record to the start of this try. */
  offsetMs?: number;
  durationMs?: number;
  /** Milliseconds from the start of this try to its first chunk. */
  firstChunkMs?: number;
  keyName?: string;
  keyPreview?: string;
  /** HMAC of the key under TOKENTRAIL_HMAC_SECRET; absent without that secret. */
  keyFingerprint?: string;
  capabilitiesRequired?: string[];
  capabilitiesHeld?: string[];
  usage?: Usage;
  /** Integer of nano-USD in decimal digits. */
  paidNanoUsd?: string;
  billed?: Billed;
  /** The provider's id of this request. */
  requestId?: string;
  requestedTier?: string;
  servedTier?: string;
  /** The model the provider says answered. */
  responseModel?: string;
  /** The usage as prices count it, by meter, each with all that is in it: `input`, `cache_write:1h`, `output`, … */
  meters?: Record<string, number>;
  /** Counts that stand outside of the usage: `image`, `web_search`, `second`, … */
  units?: Record<string, number>;
  /** What else the price hangs on: `region`, `speed`, `batch`, `size`, … */
  conditions?: Record<string, string>;
  /** Where the price is from: snapshot, operator, or provider where that said itself what it cost. */
  priceSource?: string;
  /** Content address of the price entry: with it, this try can be priced again from what it says of itself. */
  priceEntry?: string;
  /** Label of the price row. */
  priceTier?: string;
  /** Factor of our contract on top of that price, a decimal. */
  contract?: string;
}

/**
 * The tries whose answers, taken together, are the call's: the last successful one, and those that it continues. `tries`
 * in the order of time.
 */
export function respondingAttempts<T>(
  sentAttempts: readonly T[],
  read: (attempt: T) => { state: AttemptState; continues?: boolean | undefined },
): T[] {
  let responding: T[] = [];
  let continuing = false;
  for (const attempt of sentAttempts) {
    const { state, continues } = read(attempt);
    continuing ||= continues === true;
    if (state !== 'success') continue;
    responding = continuing ? [...responding, attempt] : [attempt];
    continuing = false;
  }
  return responding;
}

export function encodeAttempt(attempt: Attempt): string {
  return JSON.stringify(attempt);
}

/** The attempt in `text`, or null where it is no attempt: a reader never throws over one bad row. */
export function decodeAttempt(text: string): Attempt | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const attempt = withReadableFields(value);
  return isAttempt(attempt) ? attempt : null;
}

function isAttempt(value: Partial<Attempt>): value is Attempt {
  return NEEDED.every((field) => value[field] !== undefined);
}

const NEEDED = ['index', 'retry', 'state'] as const satisfies readonly (keyof Attempt)[];

/** A field of another type than it has, or out of bounds, is left out: who reads it need not look again. */
function withReadableFields(value: unknown): Partial<Attempt> {
  if (!isObject(value)) {
    return {};
  }
  const fields = Object.entries(value).filter(([name, field]) => !isKnown(name) || IS_OF_TYPE[name](field));
  return Object.fromEntries(fields);
}

/** The bounds of the ledger's columns (clickhouse/README.md): what lies outside is no measurement. */
const LIMITS = { attempts: 10_000, milliseconds: 31_622_400_000, count: 1e12, costNanoUsd: 10n ** 16n } as const;

type Check = (value: unknown) => boolean;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Check = (value) => typeof value === 'string';
const upTo =
  (most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= 0 && value <= most;
const wholeUpTo =
  (most: number): Check =>
  (value) =>
    Number.isInteger(value) && upTo(most)(value);
const ordinal = wholeUpTo(LIMITS.attempts);
const milliseconds = upTo(LIMITS.milliseconds);
const status: Check = (value) => wholeUpTo(599)(value) && Number(value) >= 100;
const nano: Check = (value) =>
  typeof value === 'string' && /^\d{1,17}$/.test(value) && BigInt(value) <= LIMITS.costNanoUsd;
const decimal: Check = (value) => typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const every =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value);
const count = upTo(LIMITS.count);

const IS_OF_TYPE: Readonly<Record<keyof Attempt, Check>> = {
  index: ordinal,
  retry: ordinal,
  continues: (value) => typeof value === 'boolean',
  state: oneOf(ATTEMPT_STATES),
  skipReason: text,
  provider: text,
  endpoint: text,
  server: text,
  model: text,
  statusCode: status,
  errorType: text,
  errorCode: text,
  offsetMs: milliseconds,
  durationMs: milliseconds,
  firstChunkMs: milliseconds,
  keyName: text,
  keyPreview: text,
  keyFingerprint: text,
  capabilitiesRequired: texts,
  capabilitiesHeld: texts,
  usage: every(count),
  paidNanoUsd: nano,
  billed: oneOf(BILLED),
  requestId: text,
  requestedTier: text,
  servedTier: text,
  responseModel: text,
  meters: every(count),
  units: every(count),
  conditions: every(text),
  priceSource: text,
  priceEntry: text,
  priceTier: text,
  contract: decimal,
};

function isKnown(name: string): name is keyof Attempt {
  return Object.hasOwn(IS_OF_TYPE, name);
}
