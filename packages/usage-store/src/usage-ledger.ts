import type { Attempt, RecordKey, RecordType, UsageRecord } from '@tokentrail/records';

/** Half-open range of record start times, unix milliseconds: from ≤ start < to. */
export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** Filters are values, never SQL text. Absent is no filter. */
export interface RecordFilter {
  /** Absent: every type. */
  recordTypes?: readonly RecordType[];
  /**
   * Split at spaces and `/`; all terms must occur in this order, case-insensitive, within one of endpoint, user, model,
   * key, error. The single word `error` means status ≥ 400 or failed.
   */
  search?: string;
}

export interface ListRequest {
  range: TimeRange;
  filter: RecordFilter;
  /** Rows at most. */
  limit: number;
  /** Keyset paging: rows older than this one. */
  before?: RecordKey;
  signal?: AbortSignal;
}

export interface RecordPage {
  /** Newest first. */
  records: UsageRecord[];
  /** Pass as `before` for the next page; null at the end. */
  next: RecordKey | null;
}

/** A sum that leaves unknown amounts out and counts them: "≥ $X, n unknown". */
export interface AmountTotal {
  /** Integer of nano-USD in decimal digits. */
  nanoUsd: string;
  /** Records of the selection whose amount is unknown. */
  unknown: number;
}

/** Over the ended `usage` records of a selection; running ones are counted apart. */
export interface Totals {
  requests: number;
  failed: number;
  running: number;
  inputTokens: number;
  outputTokens: number;
  cost: { list: AmountTotal; paid: AmountTotal; charged: AmountTotal };
}

/** What a store can do; a page hides what its store cannot. */
export interface LedgerCapabilities {
  totals: boolean;
  /** Longest range a list may cover, milliseconds; null is no limit. */
  maxRangeMs: number | null;
}

/** Reads the ledger. Rejects with `StoreError`. */
export interface UsageLedger {
  readonly capabilities: LedgerCapabilities;
  list(request: ListRequest): Promise<RecordPage>;
  totals(request: Omit<ListRequest, 'limit' | 'before'>): Promise<Totals>;
  /** The newest version of one record, null where there is none. */
  record(key: RecordKey, signal?: AbortSignal): Promise<UsageRecord | null>;
  /** Needs the attempts reader's right: a viewer gets a `StoreError` of kind `forbidden`. */
  attempts(key: RecordKey, signal?: AbortSignal): Promise<Attempt[]>;
  /** The attempts of many records, in the order of `keys`; for who goes through a range. Right as for `attempts`. */
  attemptsOf(keys: readonly RecordKey[], signal?: AbortSignal): Promise<Attempt[][]>;
  /**
   * What the `priceEntry` of a record stands for: canonical JSON whose sha256 it is; null where the ledger has none. Entries
   * outlive records.
   */
  priceEntry(hash: string, signal?: AbortSignal): Promise<string | null>;
}
