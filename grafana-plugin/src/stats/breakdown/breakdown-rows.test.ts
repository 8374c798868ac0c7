import { resultOf } from '../../testing/series.ts';
import { breakdownOf } from './breakdown-rows.ts';

const usd = (amount: number) => ({ nanoUsd: String(amount * 1e9), unknown: 0 });

it('has a row for each value, with its share of the cost', () => {
  const { rows, rest, total } = breakdownOf(
    { current: resultOf({ shop: 3, '': 1 }), previous: resultOf({ shop: 2 }) },
    'group',
  );
  expect(rows.map(({ value, share }) => [value, share])).toEqual([
    ['shop', 0.75],
    ['', 0.25],
  ]);
  expect(rest).toBeNull();
  expect(total).toMatchObject({ kind: 'total', values: 2, share: 1 });
  expect(total.figures.charged).toEqual(usd(4));
});

it('compares each value with the period before', () => {
  const { rows, total } = breakdownOf(
    { current: resultOf({ shop: 3, ops: 1 }), previous: resultOf({ ops: 5, search: 2 }) },
    'group',
  );
  // A value that is not among all values of the period before had no cost.
  expect(rows.map(({ before }) => before)).toEqual([usd(0), usd(5)]);
  expect(total.before).toEqual(usd(7));
});

it('does not know the cost before of a value that may be among the others', () => {
  const previous = resultOf({ ops: 5 }, { usd: 3, values: 4 });
  const { rows, rest, total } = breakdownOf(
    { current: resultOf({ ops: 3, shop: 2 }, { usd: 1, values: 2 }), previous },
    'group',
  );
  expect(rows.map(({ before }) => before)).toEqual([usd(5), null]);
  expect(rest?.before).toBeNull();
  expect(total.before).toEqual(usd(8));
});

it('compares all other values with what is left of the period before', () => {
  const { rest } = breakdownOf(
    { current: resultOf({ ops: 3 }, { usd: 1, values: 2 }), previous: resultOf({ ops: 5 }, { usd: 3, values: 4 }) },
    'group',
  );
  expect(rest).toMatchObject({ kind: 'rest', values: 2, share: 0.25, before: usd(3) });
});

it('does not subtract tags from each other, because a call can have several', () => {
  const { rest } = breakdownOf(
    { current: resultOf({ 'a=1': 3 }, { usd: 1, values: 2 }), previous: resultOf({ 'a=1': 5 }, { usd: 5, values: 1 }) },
    'tag',
  );
  expect(rest?.before).toBeNull();
});

it('has no share of a cost of 0', () => {
  const { rows } = breakdownOf({ current: resultOf({ shop: 0 }), previous: resultOf({}) }, 'group');
  expect(rows[0]?.share).toBeNull();
});
