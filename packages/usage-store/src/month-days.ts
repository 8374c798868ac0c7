import type { TimeRange } from './record-selection.ts';

/** The days of the current month and of the one before, in a time zone. Times are Unix ms. */
export interface MonthDays {
  /** Start of each day from the start of the previous month to today, then the end of today. */
  bounds: readonly number[];
  /** Index of the day on which the current month starts. */
  firstDay: number;
  /** The current month as a whole, and the one before. */
  month: TimeRange;
  previous: TimeRange;
  /** Share of the month that has passed: 0 to 1. */
  passed: number;
  /** Days until the end of the month. What is left of today is a part of a day. */
  daysLeft: number;
}

const DAY_MS = 86_400_000;

/** The days of UTC, in which budgets count. */
export function utcMonthDaysAt(nowMs: number): MonthDays {
  const now = new Date(nowMs);
  const monthStart = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1);
  const [previousMs, startMs, endMs] = [monthStart(-1), monthStart(0), monthStart(1)];
  const days = Math.floor((nowMs - previousMs) / DAY_MS) + 1;
  return {
    bounds: Array.from({ length: days + 1 }, (_, day) => previousMs + day * DAY_MS),
    firstDay: (startMs - previousMs) / DAY_MS,
    month: { fromMs: startMs, toMs: endMs },
    previous: { fromMs: previousMs, toMs: startMs },
    passed: (nowMs - startMs) / (endMs - startMs),
    daysLeft: (endMs - nowMs) / DAY_MS,
  };
}
