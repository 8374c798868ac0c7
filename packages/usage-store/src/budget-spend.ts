import { conditionsOfBudget, type Budget } from './budget.ts';
import type { AmountTotal } from './figures.ts';
import { utcMonthDaysAt, type MonthDays } from './month-days.ts';
import { firstCompleteDay, MIN_COMPLETE_DAYS, monthSpend, projectionOf, type MonthSpend } from './month-spend.ts';
import type { RecordFilter } from './record-filter.ts';
import { StoreError } from './store-error.ts';
import type { UsageLedger } from './usage-ledger.ts';

export type BudgetSpend = Pick<MonthSpend, 'spent' | 'projected' | 'completeDays'>;

/**
 * What a budget's group, key or service has spent in the current month of UTC, and its projection.
 *
 * @throws StoreError if the budget is compared with what is paid, which this account may not read.
 */
export async function budgetSpend(
  ledger: UsageLedger,
  budget: Budget,
  nowMs: number,
  signal?: AbortSignal,
): Promise<BudgetSpend> {
  const days = utcMonthDaysAt(nowMs);
  const filter: RecordFilter = { conditions: conditionsOfBudget(budget) };
  const request = { filter, bounds: days.bounds, by: null, limit: 1, rank: 'cost' } as const;
  const { points } = (await ledger.series({ ...request, ...(signal && { signal }) })).total;
  return budget.comparedWith === 'charged'
    ? monthSpend(points, days)
    : paidSpend(points, days, async (fromDay, toDay) => {
        const range = { fromMs: days.bounds[fromDay] ?? nowMs, toMs: days.bounds[toDay] ?? nowMs };
        return paidOf((await ledger.totals({ range, filter, ...(signal && { signal }) })).cost.paid);
      });
}

/** @param paid Reads what was paid from the start of one day to the start of another. */
async function paidSpend(
  days: readonly { calls: number }[],
  { firstDay, daysLeft }: MonthDays,
  paid: (fromDay: number, toDay: number) => Promise<AmountTotal>,
): Promise<BudgetSpend> {
  const today = days.length - 1;
  const first = firstCompleteDay(days);
  const completeDays = today - first;
  const spent = await paid(firstDay, days.length);
  if (completeDays < MIN_COMPLETE_DAYS) {
    return { spent, projected: null, completeDays };
  }
  const complete = await paid(first, today);
  const { unknown } = first < firstDay ? await paid(first, days.length) : spent;
  const nanoUsd = projectionOf(spent.nanoUsd, complete.nanoUsd, completeDays, daysLeft);
  return { spent, projected: { nanoUsd, unknown }, completeDays };
}

function paidOf(paid: AmountTotal | null): AmountTotal {
  if (paid === null) {
    throw new StoreError('forbidden', 'This account may not read what is paid, because the ledger hides margins.');
  }
  return paid;
}

/** How much of a budget an amount is: 1 is all of it. Infinite for a cost without any budget. */
export function shareOfBudget({ nanoUsd }: AmountTotal, { monthlyNanoUsd }: Pick<Budget, 'monthlyNanoUsd'>): number {
  const [amount, budget] = [Number(nanoUsd), Number(monthlyNanoUsd)];
  return amount === 0 ? 0 : amount / budget;
}

/** True if the amount exceeds the budget. */
export function isOverBudget({ nanoUsd }: AmountTotal, { monthlyNanoUsd }: Pick<Budget, 'monthlyNanoUsd'>): boolean {
  return BigInt(nanoUsd) > BigInt(monthlyNanoUsd);
}
