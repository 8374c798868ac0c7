import type { TimeRange } from './record-selection.ts';

export type CalendarUnit = 'day' | 'week' | 'month' | 'year';

/** The calendar and the clock of a time zone. Times are Unix ms. */
export interface ZoneCalendar {
  /** The start of the unit that contains a time. */
  startOf(ms: number, unit: CalendarUnit): number;
  /** A time that is `count` units later in the calendar, before `ms` if it is negative. */
  add(ms: number, count: number, unit: CalendarUnit): number;
  /** Number of units from one time to a later one, with fractions. */
  between(fromMs: number, toMs: number, unit: 'day' | 'month'): number;
  /** What the clock is ahead of UTC, ms. */
  offsetMs(ms: number): number;
  /** The hour that the clock shows, 0 to 23. */
  hourAt(ms: number): number;
  /** The time at which the clock shows an hour, 0 to 23, on the day of `ms`. */
  atHour(ms: number, hour: number): number;
}

/** Length of a bucket, on the clock and in the calendar of a time zone. */
export interface BucketLength {
  unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
  count: number;
}

/** A range in buckets that begin at whole units of a time zone. The first and the last one may be parts of a unit. */
export interface TimeBuckets {
  length: BucketLength;
  /** Unix ms, ascending, at least 2: bucket i is [bounds[i], bounds[i + 1]). The first and the last are the ends of the range. */
  bounds: readonly number[];
  /** The units that the first and the last bucket belong to begin and end here, Unix ms. */
  wholeUnits: TimeRange;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The shortest first. `minMs` is the least time that one takes. */
const LENGTHS: readonly (BucketLength & { minMs: number })[] = [
  { unit: 'minute', count: 1, minMs: MINUTE_MS },
  { unit: 'minute', count: 5, minMs: 5 * MINUTE_MS },
  { unit: 'minute', count: 15, minMs: 15 * MINUTE_MS },
  { unit: 'minute', count: 30, minMs: 30 * MINUTE_MS },
  { unit: 'hour', count: 1, minMs: HOUR_MS },
  { unit: 'hour', count: 3, minMs: 3 * HOUR_MS },
  { unit: 'hour', count: 6, minMs: 6 * HOUR_MS },
  { unit: 'day', count: 1, minMs: DAY_MS },
  { unit: 'week', count: 1, minMs: 7 * DAY_MS },
  { unit: 'month', count: 1, minMs: 28 * DAY_MS },
];
const LONGEST: BucketLength = { unit: 'year', count: 1 };

/**
 * Divides a range into the shortest units of which it is at most `max` long. Units cut by its ends, and hours around a change of the
 * clock, may add a few buckets. A range of more than `max` months has years. A range without length has one bucket of 1 ms.
 */
export function timeBuckets(range: TimeRange, calendar: ZoneCalendar, max: number): TimeBuckets {
  const { unit, count } = LENGTHS.find(({ minMs }) => (range.toMs - range.fromMs) / minMs <= max) ?? LONGEST;
  return bucketsOfLength(range, calendar, { unit, count });
}

/** Divides a range into units of a length, however many they are. A range without length has one bucket of 1 ms. */
export function bucketsOfLength(
  { fromMs, toMs }: TimeRange,
  calendar: ZoneCalendar,
  length: BucketLength,
): TimeBuckets {
  const endMs = Math.max(toMs, fromMs + 1);
  const firstMs = startOfUnit(fromMs, length, calendar);
  const starts: number[] = [];
  let nextMs = nextUnit(firstMs, length, calendar);
  while (nextMs < endMs) {
    starts.push(nextMs);
    nextMs = nextUnit(nextMs, length, calendar);
  }
  return { length, bounds: [fromMs, ...starts, endMs], wholeUnits: { fromMs: firstMs, toMs: nextMs } };
}

/** The times of a bucket. */
export function rangeOfBucket({ bounds }: TimeBuckets, bucket: number): TimeRange {
  return { fromMs: bounds[bucket] ?? 0, toMs: bounds[bucket + 1] ?? 0 };
}

/** Whether only a part of a bucket's unit belongs to the range, or has passed. */
export function isPartial(buckets: TimeBuckets, bucket: number, nowMs: number): boolean {
  const { fromMs, toMs } = rangeOfBucket(buckets, bucket);
  const { bounds, wholeUnits } = buckets;
  const startsWithin = bucket === 0 && fromMs > wholeUnits.fromMs;
  const endsWithin = bucket === bounds.length - 2 && toMs < wholeUnits.toMs;
  return startsWithin || endsWithin || (fromMs < nowMs && nowMs < toMs);
}

/**
 * The period before a range, of the same length: as many calendar months if the range is whole months of the zone, as many
 * calendar days if it is whole days. If the range has not ended, only the same part of the period before, so that both
 * are compared over the same time.
 */
export function previousRange({ fromMs, toMs }: TimeRange, calendar: ZoneCalendar, nowMs: number): TimeRange {
  const startMs = previousStart({ fromMs, toMs }, calendar);
  const passedMs = nowMs > fromMs && nowMs < toMs ? nowMs - fromMs : toMs - fromMs;
  return { fromMs: startMs, toMs: nowMs > fromMs && nowMs < toMs ? Math.min(startMs + passedMs, fromMs) : fromMs };
}

function previousStart({ fromMs, toMs }: TimeRange, calendar: ZoneCalendar): number {
  const isWhole = (unit: 'day' | 'month') => [fromMs, toMs].every((ms) => calendar.startOf(ms, unit) === ms);
  if (toMs <= fromMs || !isWhole('day')) {
    return fromMs - (toMs - fromMs);
  }
  const unit = isWhole('month') ? 'month' : 'day';
  // A day with a change of the clock is shorter or longer than the others.
  const count = Math.round(calendar.between(fromMs, toMs, unit));
  return calendar.startOf(calendar.add(fromMs, -count, unit), unit);
}

/** The start of the unit that contains a time. */
function startOfUnit(ms: number, { unit, count }: BucketLength, calendar: ZoneCalendar): number {
  switch (unit) {
    case 'minute':
      return alignedToClock(ms, count * MINUTE_MS, calendar);
    case 'hour': {
      const hour = calendar.hourAt(ms);
      return count === 1 ? alignedToClock(ms, HOUR_MS, calendar) : atHour(ms, hour - (hour % count), calendar);
    }
    default:
      return calendar.startOf(ms, unit);
  }
}

function nextUnit(ms: number, { unit, count }: BucketLength, calendar: ZoneCalendar): number {
  if (unit === 'minute' || (unit === 'hour' && count === 1)) {
    const lengthMs = count * (unit === 'hour' ? HOUR_MS : MINUTE_MS);
    const next = alignedToClock(ms + lengthMs, lengthMs, calendar);
    return next > ms ? next : next + lengthMs;
  }
  if (unit === 'hour') {
    const hour = calendar.hourAt(ms);
    const next = atHour(ms, hour - (hour % count) + count, calendar);
    // The clock skips the hour at which the next unit would begin.
    return next > ms ? next : atHour(ms, hour - (hour % count) + 2 * count, calendar);
  }
  return calendar.startOf(calendar.add(ms, count, unit), unit);
}

/** The last time at or before `ms` at which the clock shows a multiple of a length of up to an hour. */
function alignedToClock(ms: number, lengthMs: number, calendar: ZoneCalendar): number {
  const clockMs = ms + calendar.offsetMs(ms);
  return ms - (((clockMs % lengthMs) + lengthMs) % lengthMs);
}

/** The time at which the clock shows an hour on the day of `ms`; the hours from 24 are those of the next day. */
function atHour(ms: number, hour: number, calendar: ZoneCalendar): number {
  return hour < 24 ? calendar.atHour(ms, hour) : calendar.startOf(calendar.add(ms, 1, 'day'), 'day');
}
