import { isPartial, type TimeBuckets } from '../time-buckets.ts';

/** How far the buckets of a chart have passed when their values were read. */
export interface TimeAxis {
  /** Number of buckets that have begun. Later ones have no values. */
  begun: number;
  /** Whether each bucket is only a part of its unit, or has not ended. */
  partial: readonly boolean[];
}

/** @param readAtMs Unix ms */
export function timeAxisOf(buckets: TimeBuckets, readAtMs: number): TimeAxis {
  const starts = buckets.bounds.slice(0, -1);
  return {
    begun: starts.filter((ms) => ms <= readAtMs).length,
    partial: starts.map((_, bucket) => isPartial(buckets, bucket, readAtMs)),
  };
}
