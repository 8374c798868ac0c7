import type { Attempt, ProcessRecord, RecordDetail, RecordKey, UsageRecord } from '@tokentrail/records';
import type { Histogram, HistogramRequest, Percentiles, Totals } from './figures.ts';
import type { LedgerSettings } from './ledger-settings.ts';
import type { ErrorGroup, ErrorsRequest, GroupPage, GroupsRequest } from './record-groups.ts';
import type { TextField } from './record-filter.ts';
import type {
  AttemptProvider,
  AttemptProvidersRequest,
  HoursOfWeek,
  LatencyRequest,
  LatencyResult,
  SeriesRequest,
  SeriesResult,
} from './series.ts';
import type { RecordSelection, TimeRange } from './record-selection.ts';

export type { RecordSelection, TimeRange } from './record-selection.ts';

/** `cost`: what the caller is billed; `tokens`: those input and output tokens that were reported. */
export const SORT_FIELDS = ['time', 'cost', 'duration', 'tokens'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** Maximum number of rows, over all pages, of a list that is not sorted by time. */
export const MAX_SORTED_ROWS = 10_000;

/** A row of a list, from which the next page continues. In a list sorted by time it is a key. */
export interface RecordCursor extends RecordKey {
  /** The value that the list is sorted by: an integer in decimal digits, or null if it is unknown. Not for time. */
  value?: string | null;
  /** Number of rows up to this one. Not for time. */
  rows?: number;
}

export interface ListRequest extends RecordSelection {
  /**
   * Highest value first, unknown values last; the newest first among equal ones. Every page of a list sorted by time costs
   * the same; one of another list costs a scan of the selection. Default: `time`.
   */
  sort?: SortField;
  /** Maximum number of rows. */
  limit: number;
  /** Only rows after this one in the order of the list. */
  before?: RecordCursor;
}

export interface RecordPage {
  /** In the order of the request. */
  records: UsageRecord[];
  /** Pass as `before` to get the next page. Null on the last page, and after `MAX_SORTED_ROWS`. */
  next: RecordCursor | null;
}

/** Fields whose values are suggested. Ids that differ in each record are not. */
export type DistinctField = Exclude<TextField, 'request' | 'trace' | 'response'>;

export interface DistinctRequest extends RecordSelection {
  field: DistinctField;
  /** Only values that begin with it; case and normal form do not matter. Empty: all. */
  prefix: string;
  /** Maximum number of values. */
  limit: number;
}

/** A value as `TextCondition` compares it. */
export interface DistinctValue {
  value: string;
  /** Number of selected records that have it. */
  count: number;
}

/** A record with what lists leave out, all of one version. */
export interface WholeRecord {
  record: UsageRecord;
  detail: RecordDetail;
  version: RecordVersion;
}

/** The attempts of a record with the version that they belong to. */
export interface VersionedAttempts {
  attempts: Attempt[];
  version: RecordVersion;
}

/** Identifies a version of a record. Null if the store keeps one version only. Compare with `isSameVersion`. */
export type RecordVersion = string | null;

/** Looks for the records with an attempt of this id. */
export interface AttemptIdRequest {
  /** The id that the provider gave the request: `req_…`. */
  requestId: string;
  /** Of the records' starts. */
  range: TimeRange;
  /** Maximum number of records. */
  limit: number;
  signal?: AbortSignal;
}

export interface ProcessListRequest {
  /**
   * Processes that started before its end and whose newest report is not older than its start. A process reports at its
   * start and about once an hour: a range must reach back 70 minutes to include all that are running.
   */
  range: TimeRange;
  /** Only the process that sends its records under this name. Default: all. */
  sender?: string;
  /** Maximum number of processes. */
  limit: number;
  signal?: AbortSignal;
}

/**
 * What a store supports. A page hides what its store does not support, and the conformance suite tests the rest. A method
 * for something that is not supported rejects with a `StoreError`.
 */
export interface LedgerCapabilities {
  totals: boolean;
  percentiles: boolean;
  histogram: boolean;
  distinct: boolean;
  /** `errors` and `groups`. */
  groups: boolean;
  /** `series`, `latency`, `hoursOfWeek` and `attemptProviders`. */
  series: boolean;
  /** What a list can be sorted by. */
  sorts: readonly SortField[];
  /** Maximum range of a list, milliseconds; a longer one rejects with kind `limit`. Null: no limit. */
  maxRangeMs: number | null;
  /** A newer version of a record replaces older ones. False: the store gets only the ended version. */
  versions: boolean;
  /** Records of several senders that share all ids are kept apart. False: one of them is kept. */
  senders: boolean;
  /**
   * False: the ledger hides what the operator pays. Records and totals have no list and paid cost, records no cost lines, formula
   * and price entry, and there are no price entries.
   */
  margin: boolean;
  priceEntries: boolean;
  /** `keysOfAttempt`. */
  attemptIds: boolean;
  /** Process records are kept. */
  processes: boolean;
  settings: boolean;
}

/** Reads the ledger. Rejects with `StoreError`. */
export interface UsageLedger {
  readonly capabilities: LedgerCapabilities;
  list(request: ListRequest): Promise<RecordPage>;
  totals(selection: RecordSelection): Promise<Totals>;
  percentiles(selection: RecordSelection): Promise<Percentiles>;
  histogram(request: HistogramRequest): Promise<Histogram>;
  /** The values of a field, the most frequent first. */
  distinct(request: DistinctRequest): Promise<DistinctValue[]>;
  /** The failed records, grouped by error type, status, model and provider. */
  errors(request: ErrorsRequest): Promise<ErrorGroup[]>;
  /** The groups of records that share an id. */
  groups(request: GroupsRequest): Promise<GroupPage>;
  /** The figures of ended calls over time, divided by the values of a field. */
  series(request: SeriesRequest): Promise<SeriesResult>;
  /** Percentiles of ended calls over time. */
  latency(request: LatencyRequest): Promise<LatencyResult>;
  /** @param selection `timeZone`: IANA name of the zone of the hours. */
  hoursOfWeek(selection: RecordSelection & { timeZone: string }): Promise<HoursOfWeek>;
  /**
   * The providers of the attempts of ended calls, the most attempts first. The calls are filtered, so a filter on the provider selects
   * calls to which it responded. Needs the same right as `attempts`.
   */
  attemptProviders(request: AttemptProvidersRequest): Promise<AttemptProvider[]>;
  /** Resolves with the newest version of one record, or null if there is none. */
  record(key: RecordKey, signal?: AbortSignal): Promise<UsageRecord | null>;
  /**
   * The newest versions of several records, in the order of `keys`: for running records on a page. Null for a key without a
   * record.
   */
  records(keys: readonly RecordKey[], signal?: AbortSignal): Promise<(UsageRecord | null)[]>;
  /** The newest version of one record, with what lists leave out to stay fast. Null if there is no such record. */
  whole(key: RecordKey, signal?: AbortSignal): Promise<WholeRecord | null>;
  /** Needs the right to read attempts; otherwise rejects with a `StoreError` of kind `forbidden`. */
  attempts(key: RecordKey, signal?: AbortSignal): Promise<Attempt[]>;
  /** The same with their version: a store may receive a record and its attempts one after the other. */
  versionedAttempts(key: RecordKey, signal?: AbortSignal): Promise<VersionedAttempts>;
  /**
   * The attempts of many records, in the order of `keys`, for callers that process a whole range. Needs the same right
   * as `attempts`.
   */
  attemptsOf(keys: readonly RecordKey[], signal?: AbortSignal): Promise<Attempt[][]>;
  /**
   * The newest records with an attempt that the provider gave this id. In a gateway only the attempts have it; lists find the
   * id that the caller got. Reads all attempts of the range. Needs the same right as `attempts`.
   */
  keysOfAttempt(request: AttemptIdRequest): Promise<RecordKey[]>;
  /**
   * Resolves with the price entry whose hash is the record's `priceEntry`: canonical JSON with this sha256. Null if the
   * ledger has no such entry. Entries outlive records.
   */
  priceEntry(hash: string, signal?: AbortSignal): Promise<string | null>;
  /** The newest report of each process, in the order of these reports, newest first. Processes are no records. */
  processes(request: ProcessListRequest): Promise<ProcessRecord[]>;
  /** What the operator set for the whole ledger. */
  settings(signal?: AbortSignal): Promise<LedgerSettings>;
  /**
   * Rejects with a `StoreError` of kind `schema`, whose message says what to run, if the store's schema is older or newer
   * than the one that this code reads.
   */
  checkSchema(signal?: AbortSignal): Promise<void>;
}
