/**
 * PromQL over the counters of the instrumentation (docs/metrics.md), as alert rules and dashboards write it.
 */

/** How long before a window the last sample of a series may be: a Prometheus or a collector that was down has a gap. */
const GAP = '1h';

/**
 * PromQL for what counters gained within `window`, per series. The counters of a process never restart, because each process
 * has series of its own. `increase` would not do: it extrapolates, and misses what a new series has in its first sample.
 */
export function gained(selector: string, window: string): string {
  const last = `last_over_time(${selector}[${window}])`;
  return `(${last} - (${valueBefore(selector, window)} or ${last} * 0))`;
}

/** PromQL for the value that counters had before `window`. */
export function valueBefore(selector: string, window: string): string {
  return `last_over_time(${selector}[${GAP}] offset ${window})`;
}

/**
 * A text within quotes, for PromQL and for Go's templates. Grafana replaces `$` by variables, also in queries, and templates
 * begin with braces, so these characters are written by their code.
 */
export function goText(text: string): string {
  return JSON.stringify(text).replace(/[${}]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}
