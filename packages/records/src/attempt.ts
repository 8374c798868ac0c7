import { ATTEMPT_STATES, BILLED, type AttemptState, type Billed } from './vocabulary.ts';

/** Tokens of one attempt, as far as the provider reported them; the meanings are those of `gen_ai.usage.*`. */
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
 * One upstream attempt, or a candidate that was skipped or never reached. It is encoded as one JSON object with these
 * field names, an element of `tokentrail.attempts`. It contains no text of the provider, because that is content.
 */
export interface Attempt {
  /** Position of the candidate, from 0. */
  index: number;
  /** Number of the retry at the same candidate, from 0. */
  retry: number;
  /**
   * Set if the attempt is not a retry but continues the response: an earlier attempt returned a part of it (a tool's
   * result is fed back).
   */
  continues?: boolean;
  state: AttemptState;
  /** Why a candidate was skipped: an identifier such as `capability_missing`, `model_not_allowed`, `circuit_open`. */
  skipReason?: string;
  provider?: string;
  /** Name of the configured endpoint (gateway), or the path of the request (SDK). */
  endpoint?: string;
  server?: string;
  model?: string;
  /** The wire format of the request: openai.chat, anthropic.messages, … */
  apiFormat?: string;
  statusCode?: number;
  errorType?: string;
  errorCode?: string;
  /** Milliseconds from the start of the record to the start of this attempt. */
  offsetMs?: number;
  durationMs?: number;
  /** Milliseconds from the start of this attempt to its first chunk. */
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
  /** The account that the provider bills and its project, as the provider names them in its response. */
  organization?: string;
  project?: string;
  requestedTier?: string;
  servedTier?: string;
  /** The model that responded, as the provider reports it. */
  responseModel?: string;
  /** The usage by meter, each including its parts: `input`, `cache_write:1h`, `output`, … */
  meters?: Record<string, number>;
  /** Counts outside the usage: `image`, `web_search`, `second`, … */
  units?: Record<string, number>;
  /** Other conditions of the price: `region`, `speed`, `batch`, `size`, … */
  conditions?: Record<string, string>;
  /** Source of the price: snapshot, operator, or provider if the provider reported the cost. */
  priceSource?: string;
  /** Content address of the price entry: with it, the attempt can be priced again from its own fields. */
  priceEntry?: string;
  /** Label of the price row. */
  priceTier?: string;
  /** Factor of our contract on that price, a decimal. */
  contract?: string;
}

/**
 * The attempts whose responses together form the response of the call: the last successful one, and those it continues.
 * `sentAttempts` is in order of time.
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

/** Decodes an attempt; null if `text` is not one. Never throws, so one bad row does not fail a reader. */
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
  return REQUIRED_FIELDS.every((field) => value[field] !== undefined);
}

const REQUIRED_FIELDS = ['index', 'retry', 'state'] as const satisfies readonly (keyof Attempt)[];

/** Removes fields with a wrong type or out of bounds, so that readers need no further checks. */
function withReadableFields(value: unknown): Partial<Attempt> {
  if (!isObject(value)) {
    return {};
  }
  const fields = Object.entries(value).filter(([name, field]) => !isKnown(name) || IS_OF_TYPE[name](field));
  return Object.fromEntries(fields);
}

/** The bounds of the ledger's columns (clickhouse/README.md); values outside are not measurements. */
const LIMITS = { attempts: 10_000, milliseconds: 31_622_400_000, count: 1e12, costNanoUsd: 10n ** 16n } as const;

type Check = (value: unknown) => boolean;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Check = (value) => typeof value === 'string';
const numberUpTo =
  (max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= 0 && value <= max;
const integerUpTo =
  (max: number): Check =>
  (value) =>
    Number.isInteger(value) && numberUpTo(max)(value);
const ordinal = integerUpTo(LIMITS.attempts);
const milliseconds = numberUpTo(LIMITS.milliseconds);
const status: Check = (value) => integerUpTo(599)(value) && Number(value) >= 100;
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
const count = numberUpTo(LIMITS.count);

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
  apiFormat: text,
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
  organization: text,
  project: text,
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
