import { figuresOf } from '../../testing/series.ts';
import type { BreakdownRow } from './breakdown-rows.ts';
import { sortRows, type BreakdownSort } from './sort-rows.ts';

const row = (value: string, usd: number, more: Partial<BreakdownRow['figures']>, beforeUsd: number): BreakdownRow => ({
  kind: 'value',
  value,
  values: 1,
  figures: figuresOf(usd, more),
  costs: [],
  share: null,
  before: { nanoUsd: String(beforeUsd * 1e9), unknown: 0 },
});

const ROWS = [
  row('b', 3, { calls: 1, failed: 1, inputTokens: 5, outputTokens: 5 }, 1),
  row('', 2, { calls: 0, inputTokens: 30 }, 0),
  row('a', 4, { calls: 10, failed: 1, cacheHits: 3, outputTokens: 20 }, 4),
];

it.each<[BreakdownSort, string[]]>([
  ['value', ['a', 'b', '']],
  ['calls', ['a', 'b', '']],
  ['failed', ['b', 'a', '']],
  ['tokens', ['', 'a', 'b']],
  ['cached', ['a', 'b', '']],
  ['cost', ['a', 'b', '']],
  ['change', ['b', 'a', '']],
])('sorts by %s, unknown figures last', (sort, values) => {
  expect(sortRows(ROWS, sort).map(({ value }) => value)).toEqual(values);
});
