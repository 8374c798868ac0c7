import { cpus, loadavg } from 'node:os';

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
}

/** The value that `share` of the values do not exceed, from 0 to 1, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(Math.ceil(share * values.length) - 1, 0)] ?? NaN;
}

/** Median and range of milliseconds. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map((ms) => ms.toFixed(0));
  return `${middle} (${low}–${high})`;
}

/** What the figures of a run depend on. */
export function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`;
}
