import type { RecordType } from '@tokentrail/records';
import type { DataQuery, DataSourceJsonData } from '@grafana/data';
import type { StoreSettings } from '../../store/stores.ts';

/** Settings a viewer can read. */
export interface UsageOptions extends DataSourceJsonData, StoreSettings {}

/** Settings that Grafana's server alone can read back. The names stand in the routes of plugin.json. */
export const SECURE_FIELDS = [
  'ledgerUrl',
  'ledgerUser',
  'ledgerPassword',
  'attemptsUrl',
  'attemptsUser',
  'attemptsPassword',
  'tracesUrl',
  'tracesUser',
  'tracesPassword',
  'tempoLedgerUrl',
  'tempoLedgerUser',
  'tempoLedgerPassword',
  'tempoTracesUrl',
  'tempoTracesUser',
  'tempoTracesPassword',
] as const;
export type SecureField = (typeof SECURE_FIELDS)[number];
export type UsageSecrets = Partial<Record<SecureField, string>>;

/** What a dashboard panel or Explore asks for: the newest records that match. */
export interface UsageQuery extends DataQuery {
  /** As in the search box of the usage log. */
  search?: string;
  /** Rows at most, 1 to 5,000; default 100. */
  limit?: number;
  /** Absent or empty: every type. */
  recordTypes?: RecordType[];
}

export const DEFAULT_QUERY_LIMIT = 100;
export const MAX_QUERY_LIMIT = 5000;
