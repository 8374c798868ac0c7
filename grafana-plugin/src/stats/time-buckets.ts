import { dateTimeForTimeZone, type TimeZone } from '@grafana/data';
import {
  bucketsOfLength as bucketsOfLengthIn,
  previousRange as previousRangeIn,
  timeBuckets as timeBucketsIn,
  type BucketLength,
  type TimeBuckets,
  type TimeRange,
  type ZoneCalendar,
} from '@tokentrail/usage-store';

export { isPartial, rangeOfBucket, type BucketLength, type TimeBuckets } from '@tokentrail/usage-store';

const MINUTE_MS = 60_000;

/** The calendar of a zone, by Grafana's dates. */
function calendarOf(timeZone: TimeZone): ZoneCalendar {
  const at = (ms: number) => dateTimeForTimeZone(timeZone, ms);
  return {
    startOf: (ms, unit) => at(ms).startOf(unit).valueOf(),
    add: (ms, count, unit) => at(ms).add(count, unit).valueOf(),
    between: (fromMs, toMs, unit) => at(toMs).diff(at(fromMs), unit, true),
    offsetMs: (ms) => at(ms).utcOffset() * MINUTE_MS,
    hourAt: (ms) => Number(at(ms).format('H')),
    atHour: (ms, hour) => {
      const day = at(ms).startOf('day');
      day.set('hour', hour);
      return day.valueOf();
    },
  };
}

/** `timeBuckets` of the usage store in the calendar of a zone. */
export function timeBuckets(range: TimeRange, timeZone: TimeZone, max: number): TimeBuckets {
  return timeBucketsIn(range, calendarOf(timeZone), max);
}

/** `bucketsOfLength` of the usage store in the calendar of a zone. */
export function bucketsOfLength(range: TimeRange, timeZone: TimeZone, length: BucketLength): TimeBuckets {
  return bucketsOfLengthIn(range, calendarOf(timeZone), length);
}

/** `previousRange` of the usage store in the calendar of a zone. */
export function previousRange(range: TimeRange, timeZone: TimeZone, nowMs: number): TimeRange {
  return previousRangeIn(range, calendarOf(timeZone), nowMs);
}
