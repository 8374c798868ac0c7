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
  servedTier?: string;
}

/**
 * The tries whose answers, taken together, are the call's: the last successful one, and those that it continues. `tries`
 * in the order of time.
 */
export function answeringTries<T>(
  tries: readonly T[],
  read: (attempt: T) => { state: AttemptState; continues?: boolean | undefined },
): T[] {
  let answering: T[] = [];
  let continuing = false;
  for (const attempt of tries) {
    const { state, continues } = read(attempt);
    continuing ||= continues === true;
    if (state !== 'success') continue;
    answering = continuing ? [...answering, attempt] : [attempt];
    continuing = false;
  }
  return answering;
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
  return isAttempt(value) ? value : null;
}

function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { index, retry, state, billed } = value as Partial<Record<keyof Attempt, unknown>>;
  return (
    Number.isInteger(index) &&
    Number.isInteger(retry) &&
    ATTEMPT_STATES.some((known) => known === state) &&
    (billed === undefined || BILLED.some((known) => known === billed))
  );
}
