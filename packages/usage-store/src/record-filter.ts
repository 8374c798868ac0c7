import type { Outcome, RecordFieldKey, RecordType } from '@tokentrail/records';

/**
 * Fields that are compared as texts, by their name in conditions, searches and addresses, each with the fields of a
 * record that hold it. A record has a value if one of these is equal to it.
 */
export const TEXT_FIELDS = {
  type: ['recordType'],
  model: ['requestModel', 'targetModel', 'responseModel'],
  request_model: ['requestModel'],
  response_model: ['responseModel'],
  key: ['keyName', 'keyPreview'],
  key_name: ['keyName'],
  group: ['group'],
  user: ['userId'],
  provider: ['provider'],
  call_type: ['callType'],
  source: ['source'],
  service: ['serviceName'],
  environment: ['deploymentEnvironment'],
  /** A path or route, or a method, a space and a path. */
  endpoint: ['endpoint'],
  /** `name=value`. */
  tag: ['tags'],
  agent: ['userAgent'],
  error: ['errorType', 'errorCode'],
  session: ['sessionId'],
  conversation: ['conversationId'],
  ip: ['clientAddress'],
  request: ['requestId'],
  trace: ['traceId'],
  response: ['responseId'],
} as const satisfies Record<string, readonly RecordFieldKey[]>;

export type TextField = keyof typeof TEXT_FIELDS;

/**
 * Fields that are compared as numbers: `duration` and `first_chunk` in nanoseconds, `cost` (what the caller is billed) in
 * nano-USD, `tokens` as the sum of those input and output tokens that were reported.
 */
export const NUMBER_FIELDS = ['duration', 'first_chunk', 'cost', 'tokens'] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

export const COMPARISONS = ['>', '>=', '<', '<=', '='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Marks of a call with more than one attempt; `routingOf` of packages/records defines them. */
export const MARKS = ['retried', 'changed_key', 'fell_back'] as const;
export type Mark = (typeof MARKS)[number];

interface Excludable {
  /** True: selects exactly the records that the condition without it does not select. */
  exclude?: boolean;
}

/** One of the values is the record's. An empty value means: not reported. */
export interface TextCondition extends Excludable {
  field: TextField;
  values: readonly string[];
  /** True: case and normal form do not matter, as in a search. Ids are always compared exactly. */
  folded?: boolean;
}

export interface StateCondition extends Excludable {
  field: 'state';
  values: readonly (Outcome | Mark)[];
}

/** HTTP statuses: one, such as `404`, or a class, such as `4xx`. */
export interface StatusCondition extends Excludable {
  field: 'status';
  values: readonly string[];
}

export interface StreamCondition extends Excludable {
  field: 'stream';
  value: boolean;
}

/** A record whose number is unknown does not meet a comparison. */
export interface NumberCondition extends Excludable {
  field: NumberField;
  comparison: Comparison;
  /** Integer in decimal digits, in the unit of the field. */
  value: string;
}

export type FilterCondition = TextCondition | StateCondition | StatusCondition | StreamCondition | NumberCondition;

/** Filters are values, never SQL text. An absent field filters nothing. */
export interface RecordFilter {
  /** Absent: all types. */
  recordTypes?: readonly RecordType[];
  /** A record meets all conditions, and one of the values of each. */
  conditions?: readonly FilterCondition[];
  /** The text of a search: see `parseSearch`. A text that cannot be read rejects with a `StoreError` of kind `search`. */
  search?: string;
}

export function isTextCondition(condition: FilterCondition): condition is TextCondition {
  return Object.hasOwn(TEXT_FIELDS, condition.field);
}

/** Ids, which are found by their whole text only. */
export const ID_FIELDS = [
  'session',
  'conversation',
  'request',
  'trace',
  'response',
] as const satisfies readonly TextField[];
export type IdField = (typeof ID_FIELDS)[number];

export function isIdField(field: string): field is IdField {
  return (ID_FIELDS as readonly string[]).includes(field);
}

/** A status class or an HTTP status. */
export const STATUS_PATTERN = /^[1-5](?:xx|\d\d)$/;
