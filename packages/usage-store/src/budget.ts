import { nanoToUsd } from '@tokentrail/records';
import type { FilterCondition } from './record-filter.ts';

/** What a budget can be for. Each is a label of the metrics of cost, so that alerts can count it. */
export const BUDGET_FIELDS = ['group', 'key', 'service'] as const;
export type BudgetField = (typeof BUDGET_FIELDS)[number];

/** What a budget is compared with: what callers are billed, or what the provider invoices. */
export const BUDGET_AMOUNTS = ['charged', 'paid'] as const;
export type BudgetAmount = (typeof BUDGET_AMOUNTS)[number];

/** What one group, key or service may cost in each month of UTC. */
export interface Budget {
  /** Unique among the budgets of a ledger. */
  name: string;
  field: BudgetField;
  /** The group, the name of the key, or the service; compared exactly. */
  value: string;
  /** Integer in decimal digits, 0 or more. */
  monthlyNanoUsd: string;
  comparedWith: BudgetAmount;
}

/** The records that a budget is about. */
export function conditionsOfBudget({ field, value }: Pick<Budget, 'field' | 'value'>): FilterCondition[] {
  return [{ field: field === 'key' ? 'key_name' : field, values: [value] }];
}

/** The budgets as the ledger keeps them, with the keys of the file that they come from. */
export function budgetsSetting(budgets: readonly Budget[]): object[] {
  return budgets.map(({ name, field, value, monthlyNanoUsd, comparedWith }) => ({
    name,
    [field]: value,
    monthly_usd: nanoToUsd(monthlyNanoUsd),
    compared_with: comparedWith,
  }));
}

/** Reads what `budgetsSetting` wrote. What is no budget is left out: anyone with the account may have written it. */
export function budgetsOf(value: unknown): Budget[] {
  return Array.isArray(value) ? value.flatMap((one: unknown) => budgetOf(one) ?? []) : [];
}

function budgetOf(value: unknown): Budget | null {
  const entry: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const { name, monthly_usd: usd, compared_with: amount } = entry;
  const field = BUDGET_FIELDS.find((one) => typeof entry[one] === 'string');
  const comparedWith = BUDGET_AMOUNTS.find((one) => one === amount);
  const monthlyNanoUsd = typeof usd === 'string' ? nanoOfUsd(usd) : null;
  return typeof name === 'string' && field !== undefined && comparedWith !== undefined && monthlyNanoUsd !== null
    ? { name, field, value: String(entry[field]), monthlyNanoUsd, comparedWith }
    : null;
}

/** Exact nano-USD of a decimal such as `12.50`: at most nine digits before and after the point. Null for any other text. */
export function nanoOfUsd(text: string): string | null {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  return whole === undefined ? null : String(BigInt(whole + fraction.padEnd(9, '0')));
}
