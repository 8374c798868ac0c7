/** Public prices of LLM calls in the compact form that TokenTrail expands. Its major version is `schema`. */
export interface Snapshot {
  schema: 1;
  /** sha256 of all other fields except `date`. */
  version: string;
  /** UTC day on which the prices were compiled: `2026-11-30`. */
  date: string;
  /** Package and version of the source data. */
  from: string;
  /** By id: the hosts that a seller responds at. */
  sellers: Record<string, { hosts: readonly string[] }>;
  entries: readonly {
    seller: string;
    id: string;
    models: readonly string[];
    /** Prices in USD as exact decimals, by meter and unit. */
    rows: readonly { prices: Readonly<Record<string, string>> }[];
  }[];
  free: readonly { seller: string; models: readonly string[] }[];
}

export declare const snapshot: Snapshot;
