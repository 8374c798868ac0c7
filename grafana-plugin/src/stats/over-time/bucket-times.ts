import type { TimeZone } from '@grafana/data';
import { formatDay, formatMonth, formatTimeSpan } from '../../format.ts';
import { rangeOfBucket, type TimeBuckets } from '../time-buckets.ts';

/** Times of a bucket in words: "Nov 22" for a whole day, "November 2026" for a whole month, otherwise its start and end. */
export function bucketTimes(buckets: TimeBuckets, bucket: number, timeZone: TimeZone): string {
  const { length, bounds, wholeUnits } = buckets;
  const { fromMs, toMs } = rangeOfBucket(buckets, bucket);
  const isWhole =
    (bucket > 0 || fromMs === wholeUnits.fromMs) && (bucket < bounds.length - 2 || toMs === wholeUnits.toMs);
  if (isWhole && length.unit === 'day') {
    return formatDay(`${fromMs}000000`, timeZone);
  }
  return isWhole && length.unit === 'month' ? formatMonth(fromMs, timeZone) : formatTimeSpan(fromMs, toMs, timeZone);
}
