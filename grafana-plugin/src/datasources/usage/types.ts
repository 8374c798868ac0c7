import type { RecordType } from '@tokentrail/records';
import type { DistinctField, SortField } from '@tokentrail/usage-store';
import type { DataQuery, DataSourceApi, DataSourceJsonData, QueryEditorProps } from '@grafana/data';
import type { OpenStores, StoreSettings } from '../../store/stores.ts';

/** Plain settings, which viewers can read. */
export interface UsageOptions extends DataSourceJsonData, StoreSettings {}

/** Settings that only Grafana's server can read, by the field names of the store kinds. */
export type UsageSecrets = Partial<Record<string, string>>;

/**
 * `records`: one row per record. `annotations`: the same records as annotations of a dashboard; only an annotation's query
 * has this type.
 */
export const QUERY_TYPES = ['records', 'annotations'] as const;
export type QueryType = (typeof QUERY_TYPES)[number];

/** Query of a dashboard panel or Explore. Its `queryType` is one of `QUERY_TYPES`; default: `records`. */
export interface UsageQuery extends DataQuery {
  /** Search text with the syntax of the usage log's search box. It may contain variables. */
  search?: string;
  /** Record types, in dashboards from before `search` could name them. Absent or empty: all. */
  recordTypes?: RecordType[];
  /** Maximum number of rows, 1 to 5,000. Default: 100. */
  limit?: number;
  /** Default: `time`, the newest first. */
  sort?: SortField;
  /** True: all fields of a record. Default: the usual ones. */
  allFields?: boolean;
}

export function queryTypeOf({ queryType }: UsageQuery): QueryType {
  return QUERY_TYPES.find((type) => type === queryType) ?? 'records';
}

export const DEFAULT_QUERY_LIMIT = 100;
export const MAX_QUERY_LIMIT = 5000;

/** Query of a dashboard variable: the values of a field, the most frequent first. */
export interface UsageVariableQuery extends UsageQuery {
  field: DistinctField;
  /** Only values that begin with it. It may contain variables. Default: all. */
  prefix?: string;
}

/** Maximum number of values of a variable. */
export const MAX_VARIABLE_VALUES = 500;

/** The query with record types in its search, as queries have them today. */
export function currentQuery<Q extends UsageQuery>({ recordTypes = [], ...query }: Q): Omit<Q, 'recordTypes'> {
  const types = recordTypes.length === 0 ? [] : [`type:${recordTypes.join(',')}`];
  return { ...query, search: [...(query.search ? [query.search] : []), ...types].join(' ') };
}

/** What editors need of the data source. */
export interface UsageDataSourceApi extends DataSourceApi<UsageQuery, UsageOptions> {
  /** Opens the stores on first use. Rejects with `StoreError`. */
  stores(): Promise<OpenStores>;
}

/** What Grafana passes to the editor of a query, also of an annotation's. */
export type EditorProps = QueryEditorProps<UsageDataSourceApi, UsageQuery, UsageOptions>;
export type VariableEditorProps = QueryEditorProps<UsageDataSourceApi, UsageQuery, UsageOptions, UsageVariableQuery>;
