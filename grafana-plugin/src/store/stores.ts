import type { ExportRequest, TimeRange, TraceReader, UsageLedger } from '@tokentrail/usage-store';

/** Store kind and database names of a data source. Viewers can read these settings. */
export interface StoreSettings {
  kind?: 'clickhouse' | 'tempo';
  /** Default: `tokentrail_ledger`. */
  ledgerDatabase?: string;
  /** Default: `tokentrail_traces`. */
  tracesDatabase?: string;
  /** Units of quota for one USD, a positive number. Default: the pages show no quota. */
  quotaPerUsd?: number;
  /** `1`: the ledger hides from viewers what the operator pays. Any other text: it does not. */
  hideMargin?: string;
}

/** Ledger and traces store of one data source. */
export interface Stores {
  ledger: UsageLedger;
  /** What viewers read, if it is less than what this user reads. */
  viewersLedger?: UsageLedger;
  traces: TraceReader;
  /**
   * Address of a file with the selected records, which the browser downloads. Null if it would be too long for a link.
   * Rejects with `StoreError`.
   */
  exportLink(request: ExportRequest): Promise<string | null>;
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
