import type { TraceReader, UsageLedger } from '@tokentrail/usage-store';

/** Store kind and database names of a data source. Viewers can read these settings. */
export interface StoreSettings {
  kind?: 'clickhouse' | 'tempo';
  /** Default: `tokentrail_ledger`. */
  ledgerDatabase?: string;
  /** Default: `tokentrail_traces`. */
  tracesDatabase?: string;
  /** Units of quota for one USD, a positive number. Default: the pages show no quota. */
  quotaPerUsd?: number;
}

/** Ledger and traces store of one data source. */
export interface Stores {
  ledger: UsageLedger;
  traces: TraceReader;
}
