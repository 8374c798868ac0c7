import type { Attempt, ProcessRecord, RecordKey, RecordType, UsageRecord } from '@tokentrail/records';

/** Half-open range of record start times, unix milliseconds: from ≤ start < to. */
export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** Filters are values, never SQL text. An absent field filters nothing. */
export interface RecordFilter {
  /** Absent: all types. */
  recordTypes?: readonly RecordType[];
  /**
   * Split at spaces and `/`. All terms must occur in this order, case-insensitive, within one of endpoint, user, model,
   * key, error. The single word `error` means status ≥ 400 or failed.
   */
  search?: string;
}

export interface ListRequest {
  range: TimeRange;
  filter: RecordFilter;
  /** Maximum number of rows. */
  limit: number;
  /** Keyset paging: only rows older than this key. */
  before?: RecordKey;
  signal?: AbortSignal;
}

export interface RecordPage {
  /** Newest first. */
  records: UsageRecord[];
  /** Pass as `before` to get the next page. Null on the last page. */
  next: RecordKey | null;
}

export interface ProcessListRequest {
  /**
   * Processes that started before its end and whose newest report is not older than its start. A process reports at its
   * start and about once an hour: a range must reach back 70 minutes to include all that are running.
   */
  range: TimeRange;
  /** Maximum number of processes. */
  limit: number;
  signal?: AbortSignal;
}

/** A sum over the known amounts, with the count of unknown ones: "≥ $X, n unknown". */
export interface AmountTotal {
  /** Integer of nano-USD in decimal digits. */
  nanoUsd: string;
  /** Number of selected records with an unknown amount. */
  unknown: number;
}

/** Totals over the ended `usage` records of a selection. Running records are counted separately. */
export interface Totals {
  requests: number;
  failed: number;
  running: number;
  inputTokens: number;
  outputTokens: number;
  cost: { list: AmountTotal; paid: AmountTotal; charged: AmountTotal };
}

/**
 * What a store supports. A page hides what its store does not support, and the conformance suite tests the rest. A method
 * for something that is not supported rejects with a `StoreError`.
 */
export interface LedgerCapabilities {
  totals: boolean;
  /** Maximum range of a list, milliseconds; a longer one rejects with kind `limit`. Null: no limit. */
  maxRangeMs: number | null;
  /** A newer version of a record replaces older ones. False: the store gets only the ended version. */
  versions: boolean;
  /** Records of several senders that share all ids are kept apart. False: one of them is kept. */
  senders: boolean;
  priceEntries: boolean;
  /** Process records are kept. */
  processes: boolean;
}

/** Reads the ledger. Rejects with `StoreError`. */
export interface UsageLedger {
  readonly capabilities: LedgerCapabilities;
  list(request: ListRequest): Promise<RecordPage>;
  totals(request: Omit<ListRequest, 'limit' | 'before'>): Promise<Totals>;
  /** Resolves with the newest version of one record, or null if there is none. */
  record(key: RecordKey, signal?: AbortSignal): Promise<UsageRecord | null>;
  /** Needs the right to read attempts; otherwise rejects with a `StoreError` of kind `forbidden`. */
  attempts(key: RecordKey, signal?: AbortSignal): Promise<Attempt[]>;
  /**
   * The attempts of many records, in the order of `keys`, for callers that process a whole range. Needs the same right
   * as `attempts`.
   */
  attemptsOf(keys: readonly RecordKey[], signal?: AbortSignal): Promise<Attempt[][]>;
  /**
   * Resolves with the price entry whose hash is the record's `priceEntry`: canonical JSON with this sha256. Null if the
   * ledger has no such entry. Entries outlive records.
   */
  priceEntry(hash: string, signal?: AbortSignal): Promise<string | null>;
  /** The newest report of each process, in the order of these reports, newest first. Processes are no records. */
  processes(request: ProcessListRequest): Promise<ProcessRecord[]>;
  /**
   * Rejects with a `StoreError` of kind `schema`, whose message says what to run, if the store's schema is older or newer
   * than the one that this code reads.
   */
  checkSchema(signal?: AbortSignal): Promise<void>;
}
