import { dateTimeForTimeZone, type TimeZone } from '@grafana/data';
import type { MonthDays } from '@tokentrail/usage-store';

/** The current month and the one before, as ranges of a URL. */
export const THIS_MONTH = { from: 'now/M', to: 'now/M' } as const;
export const PREVIOUS_MONTH = { from: 'now-1M/M', to: 'now-1M/M' } as const;

/** Days are those of the calendar: one may be 23 or 25 hours long. */
export function monthDaysAt(nowMs: number, timeZone: TimeZone): MonthDays {
  const monthStart = (months: number) =>
    dateTimeForTimeZone(timeZone, nowMs).startOf('month').add(months, 'month').startOf('month').valueOf();
  const startMs = monthStart(0);
  const endMs = monthStart(1);
  const previousMs = monthStart(-1);
  const days = daysBetween(previousMs, endMs, timeZone);
  const today = days.findIndex((startOfDay, index) => startOfDay <= nowMs && nowMs < (days[index + 1] ?? endMs));
  const startOfToday = days[today] ?? startMs;
  const endOfToday = days[today + 1] ?? endMs;
  return {
    bounds: [...days.slice(0, today + 1), endOfToday],
    firstDay: days.indexOf(startMs),
    month: { fromMs: startMs, toMs: endMs },
    previous: { fromMs: previousMs, toMs: startMs },
    passed: (nowMs - startMs) / (endMs - startMs),
    daysLeft: days.length - today - 1 + (endOfToday - nowMs) / (endOfToday - startOfToday),
  };
}

/** The starts of the days of whole months. */
function daysBetween(startMs: number, endMs: number, timeZone: TimeZone): number[] {
  const starts: number[] = [];
  for (let ms = startMs; ms < endMs; ms = nextDay(ms, timeZone)) {
    starts.push(ms);
  }
  return starts;
}

function nextDay(ms: number, timeZone: TimeZone): number {
  return dateTimeForTimeZone(timeZone, ms).add(1, 'day').startOf('day').valueOf();
}
