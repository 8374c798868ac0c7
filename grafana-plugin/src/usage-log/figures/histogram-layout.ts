import { OUTCOMES, type Outcome } from '@tokentrail/records';
import type { Histogram, TimeRange } from '@tokentrail/usage-store';
import type { Span } from '../../charts/span.ts';

export type Counts = Readonly<Record<Outcome, number>>;

/** Outcomes from the bottom of a bar to its top: what went wrong stands on the base line, where lengths are comparable. */
export const STACK_ORDER: readonly Outcome[] = ['failed', 'lost', 'cancelled', 'running', 'success'];

/** Height of the drawing in units of its own. */
export const DRAWING_HEIGHT = 48;
/** One record among thousands remains visible. */
const MIN_SEGMENT = 1.5;
/** Free part of a bucket on each side of its bar. */
const GAP = 0.08;

export interface Segment {
  outcome: Outcome;
  /** Distances from the base line. */
  bottom: number;
  top: number;
}

/**
 * Segments of one bar. The bar's height is in proportion to its count; segments too small to see grow at the expense of the
 * largest one.
 *
 * @param max count of the highest bar
 */
export function segmentsOf(counts: Counts, max: number): Segment[] {
  const present = STACK_ORDER.filter((outcome) => counts[outcome] > 0);
  const total = totalOf(counts);
  if (present.length === 0) {
    return [];
  }
  const height = Math.max((total / max) * DRAWING_HEIGHT, MIN_SEGMENT * present.length);
  const largest = present.reduce((a, b) => (counts[b] > counts[a] ? b : a));
  const lengths = new Map(
    present.map((outcome) => [outcome, Math.max((counts[outcome] / total) * height, MIN_SEGMENT)] as const),
  );
  const others = [...lengths].reduce((sum, [outcome, length]) => sum + (outcome === largest ? 0 : length), 0);
  lengths.set(largest, Math.max(height - others, MIN_SEGMENT));
  let bottom = 0;
  return present.map((outcome) => {
    const segment = { outcome, bottom, top: bottom + (lengths.get(outcome) ?? 0) };
    bottom = segment.top;
    return segment;
  });
}

/** One SVG path for each outcome, in a drawing that is one unit wide for each bucket. */
export function pathsOf({ buckets }: Histogram): { outcome: Outcome; path: string }[] {
  const max = Math.max(...buckets.map(({ counts }) => totalOf(counts)), 1);
  const parts = new Map<Outcome, string[]>();
  buckets.forEach(({ counts }, index) => {
    for (const { outcome, bottom, top } of segmentsOf(counts, max)) {
      const left = index + GAP;
      const right = index + 1 - GAP;
      const [low, high] = [bottom, top].map((length) => round(DRAWING_HEIGHT - length));
      parts.set(outcome, [...(parts.get(outcome) ?? []), `M${left} ${low}V${high}H${right}V${low}Z`]);
    }
  });
  return [...parts].map(([outcome, path]) => ({ outcome, path: path.join('') }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function totalOf(counts: Counts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** Counts of all records in a span. */
export function countsIn({ buckets }: Histogram, { first, last }: Span): Counts {
  const sum = (outcome: Outcome) =>
    buckets.slice(first, last + 1).reduce((total, { counts }) => total + counts[outcome], 0);
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, sum(outcome)])) as Record<Outcome, number>;
}

/** The times of a span. Its end is not part of it; the last bucket may reach beyond the selection, the range does not. */
export function rangeOf({ buckets, bucketMs }: Histogram, { first, last }: Span, endMs: number): TimeRange {
  const start = buckets[first]?.startMs ?? 0;
  const end = (buckets[last]?.startMs ?? 0) + bucketMs;
  return { fromMs: start, toMs: Math.max(Math.min(end, endMs), start + 1) };
}
