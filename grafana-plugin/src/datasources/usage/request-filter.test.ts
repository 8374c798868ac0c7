import { conditionsOfFilters, requestFilter } from './request-filter.ts';

const filter = (key: string, operator: string, value: string, values?: string[]) => ({
  key,
  operator,
  value,
  ...(values && { values }),
});

test('ad-hoc filters become conditions with their values as they are', () => {
  const filters = [
    filter('model', '=', 'a, "b"'),
    filter('user', '!=', 'x'),
    filter('group', '=|', 'one', ['one', 'two, three']),
    filter('state', '!=|', 'failed', ['failed', 'cancelled']),
    filter('duration', '>', '2s'),
    filter('user', '=', ''),
  ];
  expect(conditionsOfFilters(filters)).toEqual([
    { field: 'model', values: ['a, "b"'], folded: true },
    { field: 'user', values: ['x'], folded: true, exclude: true },
    { field: 'group', values: ['one', 'two, three'], folded: true },
    { field: 'state', values: ['failed', 'cancelled'], exclude: true },
    { field: 'duration', comparison: '>', value: '2000000000' },
    { field: 'user', values: [''], folded: true },
  ]);
});

test('a cell’s field names its filter', () => {
  expect(conditionsOfFilters([filter('status_code', '=', '502'), filter('outcome', '=', 'failed')])).toEqual([
    { field: 'status', values: ['502'] },
    { field: 'state', values: ['failed'] },
  ]);
});

test('a filter that was switched off selects everything', () => {
  expect(conditionsOfFilters([filter('model', '=~', '.*')])).toEqual([]);
});

test.each([
  [filter('model', '=~', 'gpt.*'), 'use = != =| !=|'],
  [filter('tokens', '=|', '5'), 'use = != < <= > >='],
  [filter('state', '=', 'broken'), 'a value that the field cannot have'],
  [filter('colour', '=', 'red'), 'records have no such field'],
])('a filter that the ledger does not have says what to do: %j', (unknown, message) => {
  expect(() => conditionsOfFilters([unknown])).toThrow(message);
});

test('record types of older dashboards still select', () => {
  const query = { refId: 'A', search: 'gpt', recordTypes: ['topup' as const, 'refund' as const] };
  expect(requestFilter(query, { scopedVars: {} })).toEqual({ search: 'gpt type:topup,refund' });
});
