import type { SeriesField } from '@tokentrail/usage-store';
import { conditionsOfRow, type DimensionRow } from './dimension-row.ts';

const row = (kind: DimensionRow['kind'], value = ''): DimensionRow => ({ kind, value, values: 1 });

it('selects a value, and the records without one', () => {
  expect(conditionsOfRow(row('value', 'shop'), 'group', [])).toEqual([{ field: 'group', values: ['shop'] }]);
  expect(conditionsOfRow(row('value'), 'group', [])).toEqual([{ field: 'group', values: [''] }]);
});

it('selects everything for the total', () => {
  expect(conditionsOfRow(row('total'), 'group', ['shop'])).toEqual([]);
});

it('excludes the shown values for the others', () => {
  expect(conditionsOfRow(row('rest'), 'group', ['shop', ''])).toEqual([
    { field: 'group', values: ['shop'], exclude: true },
    { field: 'group', values: [''], exclude: true },
  ]);
});

it.each<[SeriesField, string[]]>([
  // A record with another tag can have this one too.
  ['tag', ['team=shop']],
  // A key needs two conditions.
  ['key', ['checkout']],
  ['user', Array.from({ length: 100 }, (_, index) => `a-user-with-a-name-too-long-for-many-of-them-in-a-url-${index}`)],
])('has no filter for the others of %s', (field, shown) => {
  expect(conditionsOfRow(row('rest'), field, shown)).toBeNull();
});
