import { foldText, type Budget, type BudgetField, type FilterCondition } from '@tokentrail/usage-store';

/** The filters that choose a budget. That on `key` compares the names and previews of keys. */
const CHOICES: Readonly<Record<BudgetField, readonly string[]>> = {
  group: ['group'],
  key: ['key', 'key_name'],
  service: ['service'],
};
const FIELDS = Object.values(CHOICES).flat();

/** The budgets of the groups, keys and services that a filter chooses; all if it chooses none of these. */
export function selectedBudgets(budgets: readonly Budget[], conditions: readonly FilterCondition[]): readonly Budget[] {
  const choices = conditions.filter(({ field, exclude }) => FIELDS.includes(field) && exclude !== true);
  return choices.length === 0 ? budgets : budgets.filter((budget) => choices.some((choice) => chooses(choice, budget)));
}

/** Filters ignore case. */
function chooses(condition: FilterCondition, { field, value }: Budget): boolean {
  return (
    'values' in condition &&
    CHOICES[field].includes(condition.field) &&
    condition.values.some((one) => foldText(one) === foldText(value))
  );
}
