import { dateTimeForTimeZone, type TimeZone } from '@grafana/data';
import type { TimeRange } from '@tokentrail/usage-store';

/** An hour of the week. `weekday`: 1 is Monday, 7 is Sunday. */
export interface HourOfWeek {
  weekday: number;
  /** 0 to 23. */
  hour: number;
}

/** Days of the week, the first one by Grafana's setting: 0 is Sunday. */
export function weekdaysFrom(firstDay: number): number[] {
  return Array.from({ length: 7 }, (_, index) => ((firstDay + 6 + index) % 7) + 1);
}

/**
 * The times of a range that belong to an hour of the week, the newest first. An hour that the clock repeats is one span of two
 * hours, and one that it skips is none.
 */
export function spansOfHour(range: TimeRange, timeZone: TimeZone, { weekday, hour }: HourOfWeek): TimeRange[] {
  const spans: TimeRange[] = [];
  const day = dateTimeForTimeZone(timeZone, range.fromMs).startOf('day');
  const daysUntil = (weekday - Number(day.isoWeekday()) + 7) % 7;
  for (day.add(daysUntil, 'day').startOf('day'); day.valueOf() < range.toMs; day.add(7, 'day').startOf('day')) {
    const fromMs = Math.max(startOfHour(day.valueOf(), hour, timeZone), range.fromMs);
    const toMs = Math.min(startOfHour(day.valueOf(), hour + 1, timeZone), range.toMs);
    if (fromMs < toMs) {
      spans.push({ fromMs, toMs });
    }
  }
  return spans.reverse();
}

const HOUR_MS = 3_600_000;
/** Clocks change by multiples of it. */
const STEP_MS = HOUR_MS / 4;
/** Clocks change by at most so many hours. */
const MAX_CHANGE = 2;

/** The first time of a day at which the clock shows an hour, or a later one if it skips that hour. 24 is the next day. */
function startOfHour(dayMs: number, hour: number, timeZone: TimeZone): number {
  const nextDayMs = dateTimeForTimeZone(timeZone, dayMs).add(1, 'day').startOf('day').valueOf();
  if (hour === 24) {
    return nextDayMs;
  }
  let ms = dayMs + Math.max(hour - MAX_CHANGE, 0) * HOUR_MS;
  while (ms < nextDayMs && Number(dateTimeForTimeZone(timeZone, ms).format('H')) < hour) {
    ms += STEP_MS;
  }
  return Math.min(ms, nextDayMs);
}
