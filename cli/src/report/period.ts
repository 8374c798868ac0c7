import {
  bucketsOfLength,
  previousRange,
  type BucketLength,
  type TimeBuckets,
  type TimeRange,
} from '@tokentrail/usage-store';
import { DateTime } from 'luxon';
import { UserError } from '../fail.ts';
import { timeBefore } from '../range.ts';
import { requiredZone, zoneCalendar } from './zone-calendar.ts';

export interface PeriodOptions {
  /** `2026-11`, `current` or `previous`. Default: `previous`, unless `from` is given. */
  month?: string;
  /** A time (`2026-11-01`, `2026-11-01T08:00`, with or without an offset), or a duration before now (`24h`, `7d`). */
  from?: string;
  /** As `from`; the end is not part of the period. Default: now. */
  to?: string;
  /** IANA name of the zone of days, months and hours. Default: UTC. */
  tz?: string;
}

/** What a report is about. Times are Unix ms. */
export interface Period {
  zone: string;
  /** The whole period; its end may lie in the future. */
  range: TimeRange;
  /** The period before. If the period has not ended, the same part of it. */
  previous: TimeRange;
  hasEnded: boolean;
  /** The buckets of both. */
  buckets: TimeBuckets;
  previousBuckets: TimeBuckets;
}

const DAY_MS = 86_400_000;
/** A ledger keeps 400 days by default. */
const MAX_DAYS = 3_660;

/**
 * The period of a report and the one before.
 *
 * @param nowMs Unix ms
 * @throws UserError if an option cannot be read, or the period is empty, longer than ten years or in the future.
 */
export function periodOf({ month, from, to, tz }: PeriodOptions, nowMs: number): Period {
  const zone = requiredZone(tz ?? 'UTC');
  if (month !== undefined && (from !== undefined || to !== undefined)) {
    throw new UserError('give --month, or --from and --to');
  }
  if (from === undefined && to !== undefined) {
    throw new UserError('--to needs --from');
  }
  const range =
    from === undefined
      ? monthRange(month ?? 'previous', zone, nowMs)
      : { fromMs: timeOf(from, zone, nowMs), toMs: to === undefined ? nowMs : timeOf(to, zone, nowMs) };
  checkRange(range, nowMs);
  const calendar = zoneCalendar(zone);
  const previous = previousRange(range, calendar, nowMs);
  const length = bucketLength(range);
  const read = { ...range, toMs: Math.min(range.toMs, nowMs) };
  return {
    zone,
    range,
    previous,
    hasEnded: range.toMs <= nowMs,
    buckets: bucketsOfLength(read, calendar, length),
    previousBuckets: bucketsOfLength(previous, calendar, length),
  };
}

function monthRange(text: string, zone: string, nowMs: number): TimeRange {
  const current = DateTime.fromMillis(nowMs, { zone }).startOf('month');
  const start =
    text === 'current'
      ? current
      : text === 'previous'
        ? current.minus({ month: 1 })
        : DateTime.fromFormat(text, 'yyyy-MM', { zone });
  if (!start.isValid) {
    throw new UserError(`${text} is no month: write 2026-11, current or previous`);
  }
  return { fromMs: start.toMillis(), toMs: start.plus({ month: 1 }).toMillis() };
}

function timeOf(text: string, zone: string, nowMs: number): number {
  const ms = timeBefore(nowMs, text) ?? DateTime.fromISO(text, { zone }).toMillis();
  if (!/^\d+[mhd]$|^\d{4}-/.test(text) || Number.isNaN(ms)) {
    throw new UserError(`${text} is no time: write 2026-11-01, 2026-11-01T08:00, 24h or 7d`);
  }
  return ms;
}

function checkRange({ fromMs, toMs }: TimeRange, nowMs: number): void {
  if (fromMs >= toMs) {
    throw new UserError('the period is empty: --from must be before --to');
  }
  if (fromMs >= nowMs) {
    throw new UserError('the period has not begun yet');
  }
  if (toMs - fromMs > MAX_DAYS * DAY_MS) {
    throw new UserError('the period is longer than ten years: give a later --from');
  }
}

/** The length of a bar: a report has room for about a hundred. */
function bucketLength({ fromMs, toMs }: TimeRange): BucketLength {
  const days = (toMs - fromMs) / DAY_MS;
  const unit = days <= 3 ? 'hour' : days <= 100 ? 'day' : days <= 700 ? 'week' : 'month';
  return { unit, count: 1 };
}
