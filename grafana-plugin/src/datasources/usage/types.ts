import type { RecordType } from '@tokentrail/records';
import type { DistinctField, SeriesField, SortField } from '@tokentrail/usage-store';
import type { DataQuery, DataSourceApi, DataSourceJsonData, QueryEditorProps } from '@grafana/data';
import type { OpenStores, StoreSettings } from '../../store/stores.ts';
import type { FigureName } from './figures.ts';

/** Plain settings, which viewers can read. */
export interface UsageOptions extends DataSourceJsonData, StoreSettings {}

/** Settings that only Grafana's server can read, by the field names of the store kinds. */
export type UsageSecrets = Partial<Record<string, string>>;

/**
 * `records`: one row per record. `totals`: figures of the whole range, one row for each value of `by`. `series`: figures over
 * time, one data frame for each value of `by`. `annotations`: the same records as annotations of a dashboard; only an annotation's query
 * has this type.
 */
export const QUERY_TYPES = ['records', 'totals', 'series', 'annotations'] as const;
export type QueryType = (typeof QUERY_TYPES)[number];

/** Query of a dashboard panel or Explore. Its `queryType` is one of `QUERY_TYPES`; default: `records`. */
export interface UsageQuery extends DataQuery {
  /** Search text with the syntax of the usage log's search box. It may contain variables. */
  search?: string;
  /** Record types, in dashboards from before `search` could name them. Absent or empty: all. */
  recordTypes?: RecordType[];
  /** Of records: maximum number of rows, 1 to 5,000. Default: 100. */
  limit?: number;
  /** Of records. Default: `time`, the newest first. */
  sort?: SortField;
  /** Of records: true for all fields. Default: the usual ones. */
  allFields?: boolean;
  /** Of totals and series; the highest values of the first one are shown. Default: cost. */
  figures?: FigureName[];
  /** Of totals and series: the field by whose values they are split. Null or absent: not split. */
  by?: SeriesField | null;
  /** Of totals and series: number of values with a row or series of their own, 1 to 100; the others are one. Default: 10. */
  top?: number;
  /** Of series: time between two points, in the zone of the dashboard. Default: `auto`, as many points as the panel can show. */
  step?: Step;
  /** Of series: their names, such as `{{request_model}} {{figure}}`. Default: the value, and the figure if there are several. */
  legend?: string;
}

export const STEPS = ['auto', 'hour', 'day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

export const DEFAULT_FIGURES: readonly FigureName[] = ['cost'];
export const DEFAULT_TOP = 10;

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
