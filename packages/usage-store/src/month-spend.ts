import type { AmountTotal } from './figures.ts';
import type { MonthDays } from './month-days.ts';

/** Calls of one day, and what callers are charged for them. */
export interface DaySpend {
  calls: number;
  charged: AmountTotal;
}

export interface MonthSpend {
  /** From the start of the month to now. */
  spent: AmountTotal;
  /** The whole month before. */
  previous: AmountTotal;
  /** Expected for the whole month; null before `MIN_COMPLETE_DAYS`. With unknown costs it is a lower bound. */
  projected: AmountTotal | null;
  /** Number of complete days that the projection is based on, or would be. */
  completeDays: number;
}

/** Fewer days do not show how much a day costs. */
export const MIN_COMPLETE_DAYS = 3;
/** A whole week, because working days differ from weekends. */
export const MAX_COMPLETE_DAYS = 7;

/**
 * The month so far, and its projection: what is spent, and for each day that is left the mean of the last complete days.
 *
 * @param days one for each day of the calendar from the start of the previous month to today
 */
export function monthSpend(
  days: readonly DaySpend[],
  { firstDay, daysLeft }: Pick<MonthDays, 'firstDay' | 'daysLeft'>,
): MonthSpend {
  const spent = sumOf(days.slice(firstDay));
  const firstComplete = firstCompleteDay(days);
  const complete = days.slice(firstComplete, -1);
  const spend = { spent, previous: sumOf(days.slice(0, firstDay)), completeDays: complete.length };
  if (complete.length < MIN_COMPLETE_DAYS) {
    return { ...spend, projected: null };
  }
  const { unknown } = sumOf(days.slice(Math.min(firstComplete, firstDay)));
  const nanoUsd = projectionOf(spent.nanoUsd, sumOf(complete).nanoUsd, complete.length, daysLeft);
  return { ...spend, projected: { nanoUsd, unknown } };
}

/**
 * Index of the first day that a projection is based on; the last day is today, which is not complete. The first day with calls is
 * not complete: they may have begun late.
 */
export function firstCompleteDay(days: readonly Pick<DaySpend, 'calls'>[]): number {
  const first = days.findIndex(({ calls }) => calls > 0);
  const today = days.length - 1;
  return first === -1 ? today : Math.min(Math.max(first + 1, today - MAX_COMPLETE_DAYS), today);
}

/** A day of the calendar is divided into this many parts, for sums in integers. */
const PARTS_OF_DAY = 1_000_000;

/** What is spent, and for each day that is left the mean of the complete days. Amounts are nano-USD. */
export function projectionOf(spent: string, complete: string, completeDays: number, daysLeft: number): string {
  const parts = BigInt(Math.round(daysLeft * PARTS_OF_DAY));
  return String(BigInt(spent) + (BigInt(complete) * parts) / BigInt(completeDays * PARTS_OF_DAY));
}

function sumOf(days: readonly DaySpend[]): AmountTotal {
  return {
    nanoUsd: days.reduce((sum, { charged }) => sum + BigInt(charged.nanoUsd), 0n).toString(),
    unknown: days.reduce((sum, { charged }) => sum + charged.unknown, 0),
  };
}
