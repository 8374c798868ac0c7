/** The closed sets of values in a record. See "One call = one span = one row" in the design. */

/** Kinds of records. Counts, rates and totals cover `usage` records unless a filter says otherwise. */
export const RECORD_TYPES = ['usage', 'request', 'system', 'manage', 'topup', 'refund', 'login'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** Whether records of this type say what happened in the app or gateway, and are no request. */
export function isEvent(type: RecordType): type is Exclude<RecordType, 'usage' | 'request'> {
  return type !== 'usage' && type !== 'request';
}

/**
 * What a ledger keeps for a time of its own: calls, inbound requests, events (`system`, `manage`, `login`), all other
 * records (top-ups and refunds), the attempts of all records, and process records.
 */
export const RETENTION_CLASSES = ['usage', 'request', 'event', 'other', 'attempts', 'processes'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** `pending` and `streaming` are running; the other states have ended. */
export const RECORD_STATES = ['pending', 'streaming', 'success', 'failed', 'cancelled'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

export function isRunning(state: RecordState): boolean {
  return state === 'pending' || state === 'streaming';
}

/** `available`: a candidate that was never reached. `skipped`: a candidate passed over for a reason. */
export const ATTEMPT_STATES = ['available', 'skipped', ...RECORD_STATES] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export const CALL_TYPES = [
  'chat',
  'embeddings',
  'image',
  'audio',
  'video',
  'rerank',
  'moderation',
  'search',
  'other',
] as const;
export type CallType = (typeof CALL_TYPES)[number];

export const SOURCES = ['api_key', 'playground', 'batch', 'internal'] as const;
export type Source = (typeof SOURCES)[number];

export const CAPTURE_LEVELS = ['basic', 'headers', 'full'] as const;
export type CaptureLevel = (typeof CAPTURE_LEVELS)[number];

/** An amount has a number only in the states `priced`, `not_billed` (0) and `free` (0). */
export const COST_STATES = ['priced', 'not_billed', 'free', 'unknown_price', 'unknown_usage'] as const;
export type CostState = (typeof COST_STATES)[number];

/** The state of a cost as it is read: `hidden` if the ledger hides it from this account. */
export type ReadCostState = CostState | 'hidden';

/** Who caused the error of a call. */
export const ERROR_ORIGINS = ['client', 'gateway', 'provider', 'network'] as const;
export type ErrorOrigin = (typeof ERROR_ORIGINS)[number];

/** Whether the provider bills an attempt; `possibly` if it was cancelled before its response was known. */
export const BILLED = ['yes', 'no', 'possibly'] as const;
export type Billed = (typeof BILLED)[number];

/**
 * The operation of a response that its provider produces in the background, apart from the requests that begin and fetch
 * it. Its record has ids that every process derives from the response, because any of them may fetch its end.
 */
export const BACKGROUND_RESPONSE = 'background_response';

/** The sender of a record that any process may report. */
export const ANY_PROCESS = 'any';

const CALL_TYPE_BY_OPERATION: Readonly<Record<string, CallType>> = {
  chat: 'chat',
  generate_content: 'chat',
  text_completion: 'chat',
  responses: 'chat',
  [BACKGROUND_RESPONSE]: 'chat',
  embeddings: 'embeddings',
  image_generation: 'image',
  image_edit: 'image',
  speech: 'audio',
  transcription: 'audio',
  translation: 'audio',
  video_generation: 'video',
  rerank: 'rerank',
  moderation: 'moderation',
  search: 'search',
};

/** The call type of a `gen_ai.operation.name`; `other` if it is unknown. */
export function callTypeOf(operation: string): CallType {
  return Object.hasOwn(CALL_TYPE_BY_OPERATION, operation) ? (CALL_TYPE_BY_OPERATION[operation] ?? 'other') : 'other';
}
