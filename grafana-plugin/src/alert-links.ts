import {
  gained,
  goText,
  isTextCondition,
  type FilterCondition,
  type StateCondition,
  type TextCondition,
  type TextField,
} from '@tokentrail/usage-store';
import { textOf, type LogFilter } from './filters/filters.ts';

/** A data source with the metrics of the instrumentation: its uid and its type. */
export interface MetricsDataSource {
  uid: string;
  type: string;
}

/** Types of data sources that evaluate PromQL. */
export const METRICS_TYPES: readonly string[] = [
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
];

/** The data source that `provisioning/datasources` creates. */
export const DEFAULT_METRICS_UID = 'tokentrail-metrics';

/** The label of the counters that has the value of a field (docs/metrics.md). */
const LABELS: { readonly [K in TextField]?: string } = {
  model: 'model',
  request_model: 'model',
  key: 'key_name',
  key_name: 'key_name',
  group: 'group',
  provider: 'provider',
  service: 'service_name',
};
/** States that the label `state` has. */
const STATES: readonly string[] = ['success', 'failed', 'cancelled'];

/** Matchers of the counters for a filter, or the conditions for which the counters have no label, as a search writes them. */
export type AlertFilter = { matchers: readonly string[] } | { inTheWay: readonly string[] };

/** Expresses a filter in labels of the counters. */
export function alertFilterOf({ conditions, terms }: LogFilter): AlertFilter {
  const read = conditions.map((condition) => ({ condition, matcher: matcherOf(condition) }));
  const inTheWay = [
    ...read.flatMap(({ condition, matcher }) =>
      matcher === null ? [textOf({ conditions: [condition], terms: [] })] : [],
    ),
    ...terms.map((term) => textOf({ conditions: [], terms: [term] })),
  ];
  return inTheWay.length > 0 ? { inTheWay } : { matchers: read.flatMap(({ matcher }) => matcher || []) };
}

/** Empty if all calls meet the condition; null if no label has its values. */
function matcherOf(condition: FilterCondition): string | null {
  if (condition.field === 'state') {
    return condition.values.every((value) => STATES.includes(value)) ? matcher('state', condition) : null;
  }
  if (!isTextCondition(condition)) {
    return null;
  }
  if (condition.field === 'type') {
    return condition.exclude !== true && condition.values.join() === 'usage' ? '' : null;
  }
  const label = LABELS[condition.field];
  return label === undefined ? null : matcher(label, condition);
}

/** A matcher for one of the values, which Prometheus compares with the whole value of the label. */
function matcher(label: string, condition: StateCondition | TextCondition): string {
  const pattern = condition.values.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const folded = 'folded' in condition && condition.folded === true;
  return `${label}${condition.exclude === true ? '!~' : '=~'}${goText(folded ? `(?i:${pattern})` : pattern)}`;
}

/** What an alert can watch. */
export type AlertSubject = 'calls' | 'failed' | 'cost';

interface Watched {
  expression: string;
  /** A first value for the form. */
  above: number;
}

const CALLS = 'tokentrail_calls_total';
const COST = 'tokentrail_cost_charged_total';

function watchedOf(subject: AlertSubject, matchers: readonly string[]): Watched {
  const sum = (metric: string, window: string, ...more: string[]) =>
    `sum(${gained(`${metric}{${[...matchers, ...more].join(', ')}}`, window)})`;
  switch (subject) {
    case 'calls':
      return { expression: sum(CALLS, '10m'), above: 1000 };
    case 'failed':
      return { expression: `${sum(CALLS, '10m', 'state="failed"')} / ${sum(CALLS, '10m')}`, above: 0.1 };
    case 'cost':
      return { expression: sum(COST, '1h'), above: 10 };
  }
}

export interface AlertForm {
  subject: AlertSubject;
  matchers: readonly string[];
  dataSource: MetricsDataSource;
  /** Name of the rule. */
  name: string;
  /** The usage log with the filter of the alert, without Grafana's sub path; also where the form returns to. */
  usageLog: string;
}

/** Id of Grafana's own expressions. */
const EXPRESSIONS = '__expr__';
/** Longer addresses are refused by servers: see `MAX_DOWNLOAD_LENGTH` in links.ts. */
const MAX_LENGTH = 8_000;

/**
 * Path of Grafana's form for a new alert rule with the query of a filter, without Grafana's sub path. Null if it would be too
 * long. `defaults` is what Grafana reads with `formValuesFromQueryParams`.
 */
export function newAlertPath({ subject, matchers, dataSource, name, usageLog }: AlertForm): string | null {
  const { expression, above } = watchedOf(subject, matchers);
  const defaults = {
    type: 'grafana',
    name,
    condition: 'C',
    // Without calls there is nothing to report.
    noDataState: 'OK',
    annotations: [{ key: 'usage_log', value: `{{ externalURL }}${usageLog.replace(/^\//, '')}` }],
    queries: [queryOf(expression, dataSource), thresholdOf(above)],
  };
  const search = new URLSearchParams({ defaults: JSON.stringify(defaults), returnTo: usageLog });
  const path = `/alerting/new?${search.toString()}`;
  return path.length > MAX_LENGTH ? null : path;
}

function queryOf(expr: string, { uid, type }: MetricsDataSource): object {
  return {
    refId: 'A',
    queryType: '',
    datasourceUid: uid,
    relativeTimeRange: { from: 600, to: 0 },
    model: { refId: 'A', datasource: { type, uid }, editorMode: 'code', expr, instant: true, range: false },
  };
}

function thresholdOf(above: number): object {
  const evaluator = { type: 'gt', params: [above] };
  const condition = {
    type: 'query',
    evaluator,
    operator: { type: 'and' },
    query: { params: ['C'] },
    reducer: { type: 'last', params: [] },
  };
  const datasource = { type: EXPRESSIONS, uid: EXPRESSIONS };
  const model = { refId: 'C', type: 'threshold', datasource, expression: 'A', conditions: [condition] };
  return { refId: 'C', queryType: '', datasourceUid: EXPRESSIONS, model };
}
