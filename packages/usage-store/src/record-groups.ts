import type { AmountTotal } from './figures.ts';
import type { FilterCondition } from './record-filter.ts';
import type { RecordSelection } from './record-selection.ts';

/** The different reported values among some records. */
export interface DistinctSummary {
  /** Number of different values; 0 if none was reported. */
  count: number;
  /** One of the values: the first in the order of their bytes. Null if none was reported. */
  one: string | null;
}

/** Selected records that failed in the same way. */
export interface ErrorGroup {
  errorType: string | null;
  statusCode: number | null;
  /** As requested. */
  model: string | null;
  provider: string | null;
  count: number;
  /** Start of the first and the last of these records, unix nanoseconds in decimal digits. */
  firstStartUnixNano: string;
  lastStartUnixNano: string;
  /** Error codes of the provider or gateway. */
  codes: DistinctSummary;
}

export const ERROR_SORTS = ['count', 'time'] as const;
export type ErrorSort = (typeof ERROR_SORTS)[number];

export interface ErrorsRequest extends RecordSelection {
  /** `count`: the most frequent first; `time`: the one that was seen last first. */
  sort: ErrorSort;
  /** Maximum number of groups. */
  limit: number;
}

/**
 * Conditions for the records of an error group, for a list. Models and errors are filtered in all fields that hold one, so the
 * list may also have a record whose served model or error code is that text.
 */
export function conditionsOfError({ errorType, statusCode, model, provider }: ErrorGroup): FilterCondition[] {
  return [
    { field: 'state', values: ['failed'] },
    ...(errorType === null ? [] : [{ field: 'error' as const, values: [errorType] }]),
    ...(statusCode === null ? [] : [{ field: 'status' as const, values: [String(statusCode)] }]),
    ...(model === null ? [] : [{ field: 'model' as const, values: [model] }]),
    { field: 'provider', values: [provider ?? ''] },
  ];
}

/**
 * What records can be grouped by; each is also a field of filters. The records of a `trace` are those of one inbound request
 * with its calls.
 */
export const GROUP_FIELDS = ['session', 'conversation', 'trace'] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

/** Maximum number of groups of a page. */
export const MAX_GROUPS = 100;

/** The group after which the next page begins. */
export interface GroupCursor {
  id: string;
  lastStartUnixNano: string;
}

export interface GroupsRequest extends RecordSelection {
  by: GroupField;
  /** Maximum number of groups of a page; more than `MAX_GROUPS` are not returned. */
  limit: number;
  before?: GroupCursor;
}

/** Selected records that share a session, conversation or trace. Calls are records of type `usage`. */
export interface RecordGroup extends GroupCursor {
  firstStartUnixNano: string;
  /** Selected records of all types. */
  records: number;
  /** Ended calls. */
  calls: number;
  /** Ended calls that failed. */
  failed: number;
  /** Running calls, including lost ones. */
  running: number;
  inputTokens: number;
  outputTokens: number;
  /** Of ended calls. */
  charged: AmountTotal;
  users: DistinctSummary;
  /** Names of keys, or previews of keys without a name. */
  keys: DistinctSummary;
  /** As requested. */
  models: DistinctSummary;
  /** Method and endpoint, or the endpoint alone. */
  endpoints: DistinctSummary;
}

export interface GroupPage {
  /** The group whose newest record started last comes first. A record without the id is in no group. */
  groups: RecordGroup[];
  /** Pass as `before` to get the next page. Null on the last page. */
  next: GroupCursor | null;
}
