import { gained, valueBefore } from '@tokentrail/usage-store';

/** PromQL for what a counter of the collector gained. It starts at 0 again when the collector starts. */
export function gainedSinceStart(selector: string, window: string): string {
  const last = `last_over_time(${selector}[${window}])`;
  return `(${last} - ((${valueBefore(selector, window)} <= ${last}) or ${last} * 0))`;
}

/** Sum over all labels but `by`. */
export function sumBy(by: readonly string[], expression: string): string {
  return by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;
}

/** PromQL for a quantile of what a histogram gained. `metric` is its name without `_bucket`. */
export function quantile(level: number, metric: string, by: readonly string[], window: string): string {
  return `histogram_quantile(${level}, ${sumBy(['le', ...by], gained(`${metric}_bucket`, window))})`;
}

/** The text on one line, for expressions that are written on several. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
