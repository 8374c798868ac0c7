import type { Series, SeriesResult } from '@tokentrail/usage-store';
import { figuresOf } from '../../testing/series.ts';
import { monthDaysAt } from './month-days.ts';
import { spendRows } from './spend-rows.ts';

// Noon of 5 November 2026: 31 days of October, and 5 of November.
const DAYS = monthDaysAt(Date.UTC(2026, 10, 5, 12), 'utc');

/** The same cost on each of the last days. */
function seriesOf(usd: number, lastDays: number): Series {
  const points = Array.from({ length: 36 }, (_, day) =>
    day >= 36 - lastDays ? figuresOf(usd) : figuresOf(0, { calls: 0 }),
  );
  return { total: figuresOf(usd * lastDays), points };
}

const RESULT: SeriesResult = {
  total: seriesOf(4, 36),
  values: [
    { value: 'search', ...seriesOf(1, 36) },
    { value: 'shop', ...seriesOf(2, 5) },
  ],
  rest: { values: 3, ...seriesOf(1, 2) },
};

const usd = (nanoUsd: string | undefined) => Number(nanoUsd) / 1e9;

it('orders values by what they spent this month', () => {
  const { rows } = spendRows(RESULT, DAYS);
  expect(rows.map(({ value, spent, previous }) => [value, usd(spent.nanoUsd), usd(previous.nanoUsd)])).toEqual([
    ['shop', 10, 0],
    ['search', 5, 31],
  ]);
});

it('projects each row from its own days', () => {
  const { rows, sums } = spendRows(RESULT, DAYS);
  // 25.5 days are left.
  expect(rows.map(({ projected }) => usd(projected?.nanoUsd))).toEqual([10 + 2 * 25.5, 5 + 25.5]);
  expect(sums.map(({ kind, values, projected }) => [kind, values, projected && usd(projected.nanoUsd)])).toEqual([
    ['rest', 3, null],
    ['total', 5, 20 + 4 * 25.5],
  ]);
});
