import type { TraceReader, UsageLedger } from '@tokentrail/usage-store';

/** Store kind and database names of a data source. Viewers can read these settings. */
export interface StoreSettings {
  kind?: 'clickhouse' | 'tempo';
  /** Default: `tokentrail_ledger`. */
  ledgerDatabase?: string;
  /** Default: `tokentrail_traces`. */
  tracesDatabase?: string;
  /** `1`: the ledger hides from viewers what the operator pays. Any other text: it does not. */
  hideMargin?: string;
}

/** Ledger and traces store of one data source. */
export interface Stores {
  ledger: UsageLedger;
  /** What viewers read, if it is less than what this user reads. */
  viewersLedger?: UsageLedger;
  traces: TraceReader;
}
