import { BUDGET_FIELDS, conditionsOfBudget, type Budget, type BudgetField } from './budget.ts';
import type { AmountTotal } from './figures.ts';
import { utcMonthDaysAt, type MonthDays } from './month-days.ts';
import { firstCompleteDay, MIN_COMPLETE_DAYS, monthSpend, projectionOf, type MonthSpend } from './month-spend.ts';
import type { RecordFilter } from './record-filter.ts';
import { StoreError } from './store-error.ts';
import { MAX_SERIES_VALUES } from './series.ts';
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

/**
 * What each of several budgets has spent, in their order, with few queries. Null for a budget that is compared with what is paid if
 * the ledger hides that.
 */
export async function budgetSpends(
  ledger: UsageLedger,
  budgets: readonly Budget[],
  nowMs: number,
  signal?: AbortSignal,
): Promise<(BudgetSpend | null)[]> {
  const spends = new Map<string, BudgetSpend>();
  const chargedIn = (field: BudgetField) =>
    budgets.filter((budget) => budget.field === field && budget.comparedWith === 'charged').map(({ value }) => value);
  for (const field of BUDGET_FIELDS) {
    const values = [...new Set(chargedIn(field))];
    for (let first = 0; first < values.length; first += MAX_SERIES_VALUES) {
      const some = values.slice(first, first + MAX_SERIES_VALUES);
      const found = await chargedSpends(ledger, { field, values: some, nowMs, signal });
      some.forEach((value, index) => spends.set(`${field} ${value}`, found[index]!));
    }
  }
  const results: (BudgetSpend | null)[] = [];
  for (const budget of budgets) {
    const charged = budget.comparedWith === 'charged' ? spends.get(`${budget.field} ${budget.value}`) : undefined;
    const paid = async () => (ledger.capabilities.margin ? budgetSpend(ledger, budget, nowMs, signal) : null);
    results.push(charged ?? (await paid()));
  }
  return results;
}

interface ChargedRequest {
  field: BudgetField;
  /** At most `MAX_SERIES_VALUES`. */
  values: readonly string[];
  nowMs: number;
  signal: AbortSignal | undefined;
}

async function chargedSpends(
  ledger: UsageLedger,
  { field, values, nowMs, signal }: ChargedRequest,
): Promise<BudgetSpend[]> {
  const days = utcMonthDaysAt(nowMs);
  const result = await ledger.series({
    filter: { conditions: [{ field: field === 'key' ? 'key_name' : field, values }] },
    bounds: days.bounds,
    by: field,
    limit: MAX_SERIES_VALUES,
    rank: 'cost',
    ...(signal && { signal }),
  });
  const none = days.bounds.slice(1).map(() => ({ calls: 0, charged: { nanoUsd: '0', unknown: 0 } }));
  return values.map((value) => monthSpend(result.values.find((one) => one.value === value)?.points ?? none, days));
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
