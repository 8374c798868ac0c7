import type { RecordType } from '@tokentrail/records';
import type { DataQuery, DataSourceJsonData } from '@grafana/data';
import type { StoreSettings } from '../../store/stores.ts';

/** Plain settings, which viewers can read. */
export interface UsageOptions extends DataSourceJsonData, StoreSettings {}

/** Settings that only Grafana's server can read, by the field names of the store kinds. */
export type UsageSecrets = Partial<Record<string, string>>;

/** Query of a dashboard panel or Explore for the newest matching records. */
export interface UsageQuery extends DataQuery {
  /** Search text with the syntax of the usage log's search box. */
  search?: string;
  /** Maximum number of rows, 1 to 5,000. Default: 100. */
  limit?: number;
  /** Record types to return. Absent or empty returns all types. */
  recordTypes?: RecordType[];
}

export const DEFAULT_QUERY_LIMIT = 100;
export const MAX_QUERY_LIMIT = 5000;
