import type { Budget } from '@tokentrail/usage-store';
import { selectedBudgets } from './selected-budgets.ts';

const budget = (field: Budget['field'], value: string): Budget => ({
  name: `${field} ${value}`,
  field,
  value,
  monthlyNanoUsd: '1',
  comparedWith: 'charged',
});
const ALL = [budget('group', 'Search'), budget('group', 'shop'), budget('key', 'search'), budget('service', 'api')];
const names = (...conditions: Parameters<typeof selectedBudgets>[1]) =>
  selectedBudgets(ALL, conditions).map(({ name }) => name);

it('has all budgets if the filter chooses no group, key or service', () => {
  expect(names({ field: 'model', values: ['gpt-4o'] }, { field: 'group', values: ['shop'], exclude: true })).toEqual(
    ALL.map(({ name }) => name),
  );
});

it('has the budgets of the chosen ones, also in another case', () => {
  expect(names({ field: 'group', values: ['search', 'other'] })).toEqual(['group Search']);
  expect(names({ field: 'key', values: ['search'] })).toEqual(['key search']);
  expect(names({ field: 'key_name', values: ['search'] }, { field: 'service', values: ['api'] })).toEqual([
    'key search',
    'service api',
  ]);
});

it('has none if there is no budget of what is chosen', () => {
  expect(names({ field: 'service', values: ['shop'] })).toEqual([]);
});
