import type { TimeRange, TraceReader, UsageLedger } from '@tokentrail/usage-store';

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

/** An annotation of Grafana: of the organisation or of a dashboard. */
export interface Annotation {
  id: number;
  /** Unix ms. Both times are equal if it is not a region. */
  fromMs: number;
  toMs: number;
  /** As its author wrote it, without interpretation. */
  text: string;
}

/** The annotations in a range. Without any if the user may not read them, or Grafana does not respond. */
export type ReadAnnotations = (range: TimeRange, signal: AbortSignal) => Promise<Annotation[]>;

/** The stores, and the annotations of Grafana, whose requests count as those to the stores. */
export interface OpenStores extends Stores {
  annotations: ReadAnnotations;
}
