import type { TimeRange } from '@tokentrail/usage-store';

/** What a chart shows over time. */
export interface Chart {
  id: string;
  title: string;
  /** `bars` are stacked, in the order of the series from the base line. */
  kind: 'bars' | 'lines';
  series: readonly ChartSeries[];
  /** Label of a tick of the value axis. */
  formatTick: (value: number) => string;
}

export interface ChartSeries {
  id: string;
  /** Name in legend and tooltip. */
  label: string;
  color: string;
  /** One for each bucket; null if there is none. */
  values: readonly (number | null)[];
  /** The value of a bucket in words. */
  textOf: (bucket: number) => string;
}

/** The time axis: times in buckets. */
export interface ChartBuckets {
  /** Unix ms, ascending, at least 2: bucket i is [bounds[i], bounds[i + 1]). */
  bounds: readonly number[];
  /** The units that the first and the last bucket belong to begin and end here, Unix ms. */
  wholeUnits: TimeRange;
}

/** Where the buckets are drawn: each as wide as its whole unit, Unix ms. */
export interface BucketPositions {
  fromMs: number;
  toMs: number;
  /** Starts of the buckets' units, and the end of the last. */
  edges: readonly number[];
  /** Middle of each bucket. */
  middles: readonly number[];
}

export function positionsOf({ bounds, wholeUnits }: ChartBuckets): BucketPositions {
  const edges = [wholeUnits.fromMs, ...bounds.slice(1, -1), wholeUnits.toMs];
  const middles = edges.slice(1).map((end, index) => ((edges[index] ?? end) + end) / 2);
  return { ...wholeUnits, edges, middles };
}

/** The bucket that is drawn at a time. */
export function bucketAt({ edges }: BucketPositions, ms: number): number {
  const next = edges.findIndex((edge) => edge > ms);
  return next === -1 ? edges.length - 2 : Math.max(next - 1, 0);
}

/**
 * Values as they are drawn: of stacked bars the sums up to each series, otherwise the values themselves. The first one is
 * drawn last, above the others, because each bar begins at the base line.
 */
export function drawnValues({ kind, series }: Chart): (number | null)[][] {
  const drawn: (number | null)[][] = [];
  for (const { values } of series) {
    const below = kind === 'bars' ? drawn.at(-1) : undefined;
    drawn.push(values.map((value, bucket) => sumOf(below?.[bucket] ?? null, value)));
  }
  return drawn.reverse();
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0);
}

/**
 * The series that is drawn at a value of a bucket. Null if there is none: above the bar, or not near a line.
 *
 * @param tolerance distance from a line that still counts, in the unit of the values
 */
export function seriesAt(chart: Chart, bucket: number, value: number, tolerance: number): ChartSeries | null {
  const drawn = drawnValues(chart).reverse();
  if (chart.kind === 'bars') {
    return chart.series.find((_, index) => value <= (drawn[index]?.[bucket] ?? -1)) ?? null;
  }
  const distances = drawn.map((values) => Math.abs((values[bucket] ?? Infinity) - value));
  const nearest = distances.indexOf(Math.min(...distances));
  return (distances[nearest] ?? Infinity) <= tolerance ? (chart.series[nearest] ?? null) : null;
}
