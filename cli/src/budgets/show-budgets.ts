import { nanoToUsd } from '@tokentrail/records';
import {
  budgetSpends,
  isOverBudget,
  shareOfBudget,
  utcMonthDaysAt,
  type AmountTotal,
  type Budget,
  type BudgetSpend,
  type UsageLedger,
} from '@tokentrail/usage-store';
import { printable } from '../printable.ts';

export interface ShownBudgets {
  lines: string[];
  anyOver: boolean;
}

/** What each budget of the ledger has spent this month, exactly, and its projection. */
export async function showBudgets(ledger: UsageLedger, nowMs: number, json: boolean): Promise<ShownBudgets> {
  const { budgets } = await ledger.settings();
  const all = budgets?.value ?? [];
  const spends = await budgetSpends(ledger, all, nowMs);
  const rows = all.flatMap((budget, index) => {
    const spend = spends[index];
    return spend ? [{ budget, spend }] : [];
  });
  const anyOver = rows.some(({ budget, spend }) => isOverBudget(spend.spent, budget));
  return { lines: json ? [jsonOf(rows, nowMs)] : textOf(rows, nowMs), anyOver };
}

interface Row {
  budget: Budget;
  spend: BudgetSpend;
}

function monthOf(nowMs: number): string {
  return new Date(utcMonthDaysAt(nowMs).month.fromMs).toISOString().slice(0, 7);
}

function jsonOf(rows: readonly Row[], nowMs: number): string {
  const budgets = rows.map(({ budget, spend: { spent, projected } }) => ({
    name: budget.name,
    [budget.field]: budget.value,
    compared_with: budget.comparedWith,
    monthly_usd: nanoToUsd(budget.monthlyNanoUsd),
    spent_usd: nanoToUsd(spent.nanoUsd),
    spent_unknown_calls: spent.unknown,
    projected_usd: projected && nanoToUsd(projected.nanoUsd),
    over: isOverBudget(spent, budget),
  }));
  return JSON.stringify({ month: monthOf(nowMs), zone: 'UTC', budgets }, null, 2);
}

function textOf(rows: readonly Row[], nowMs: number): string[] {
  if (rows.length === 0) {
    return ['this ledger has no budgets: write budgets.yaml and run tokentrail budgets apply (docs/budgets.md)'];
  }
  const passed = Math.round(utcMonthDaysAt(nowMs).passed * 100);
  return [`${monthOf(nowMs)} (UTC), ${passed} % of the month has passed`, ...rows.map(lineOf)];
}

function lineOf({ budget, spend: { spent, projected, completeDays } }: Row): string {
  const { name, field, value, comparedWith, monthlyNanoUsd } = budget;
  const share = shareOfBudget(spent, budget);
  const percent = Number.isFinite(share) ? `, ${(share * 100).toFixed(1)} %` : '';
  const end = projected === null ? `none (${completeDays} complete days)` : amountOf(projected);
  return (
    `${printable(name)} (${field} ${printable(value)}): ${amountOf(spent)} ${comparedWith} of $${nanoToUsd(monthlyNanoUsd)}${percent}` +
    `${isOverBudget(spent, budget) ? ', OVER' : ''}; projection ${end}`
  );
}

function amountOf({ nanoUsd, unknown }: AmountTotal): string {
  return unknown === 0 ? `$${nanoToUsd(nanoUsd)}` : `≥ $${nanoToUsd(nanoUsd)} (${unknown} unknown)`;
}
