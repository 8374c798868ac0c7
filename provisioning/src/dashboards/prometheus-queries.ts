import { gained } from '@tokentrail/usage-store';
import type { DataSourceRef } from './dashboard.ts';
import { sumBy } from '../alerts/promql.ts';

export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: '${metrics}' };

/** Matchers of the metrics of TokenTrail for the values of the variables. */
export const OWN = 'model=~"$model", group=~"$group", service_name=~"$service"';
/** The same of the metrics of the conventions, which have no group. */
export const CONVENTIONS = 'gen_ai_request_model=~"$model", service_name=~"$service"';

export const DURATION = 'gen_ai_client_operation_duration_seconds';
export const FIRST_CHUNK = 'gen_ai_client_operation_time_to_first_chunk_seconds';

/** What counters gained in each step of a graph. */
export function perStep(selector: string, by: readonly string[] = []): string {
  return sumBy(by, gained(selector, '$__interval'));
}

/** What counters gained in the range. */
export function inRange(selector: string, by: readonly string[] = []): string {
  return sumBy(by, gained(selector, '$__range'));
}

/** A quantile of a histogram over time, by these labels. A rate does for it, because its buckets are no exact counts. */
export function quantileOverTime(
  level: number,
  metric: string,
  by: readonly string[],
  matchers: string = CONVENTIONS,
): string {
  const rate = `rate(${metric}_bucket{${matchers}}[$__rate_interval])`;
  return `histogram_quantile(${level}, ${sumBy(['le', ...by], rate)})`;
}

/** The expression with a name for series without the label, as the usage data source has it. */
export function named(label: string, expr: string): string {
  return `label_replace(${expr}, "${label}", "not reported", "${label}", "")`;
}

/** A graph's query. */
export function overTime(refId: string, expr: string, legendFormat: string): object {
  return { refId, datasource: PROMETHEUS, expr, legendFormat, range: true, instant: false };
}

/** The query of a value at the end of the range. */
export function atEnd(refId: string, expr: string, legendFormat: string): object {
  return { refId, datasource: PROMETHEUS, expr, legendFormat, range: false, instant: true };
}
