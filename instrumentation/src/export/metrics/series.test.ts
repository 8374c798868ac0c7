import { MAX_SERIES, SeriesBudget, SeriesTree, type AttributeName } from './series.ts';

const NAMES: readonly AttributeName[] = [
  { name: 'model', inRest: 'other' },
  { name: 'port', inRest: 'absent' },
  { name: 'state', inRest: 'value' },
];

const tree = (budget = new SeriesBudget()) => new SeriesTree(NAMES, budget, (attributes) => ({ attributes }));

test('equal values give the same series; an undefined value has no attribute', () => {
  const series = tree();
  expect(series.of(['m', 1, 'success'])).toBe(series.of(['m', 1, 'success']));
  expect(series.of(['m', 1, 'success'])).not.toBe(series.of(['m', 1, 'failed']));
  expect(series.of([undefined, undefined, 'failed']).attributes).toEqual({ state: 'failed' });
  expect(series.all).toHaveLength(3);
});

test('beyond the limit, series of all metrics together share those of the rest, which keep the state', () => {
  const budget = new SeriesBudget();
  const [first, second] = [tree(budget), tree(budget)];
  for (let n = 0; n < MAX_SERIES; n++) first.of([`model-${n}`, 1, 'success']);
  for (let n = 0; n < MAX_SERIES; n++) second.of([`model-${n}`, 1, n % 2 === 0 ? 'success' : 'failed']);
  expect(first.of(['model-0', 1, 'success']).attributes).toEqual({ model: 'model-0', port: 1, state: 'success' });
  expect(first.of(['model-1999', 1, 'success']).attributes).toEqual({ model: 'other', state: 'success' });
  expect(second.all.map(({ attributes }) => attributes)).toEqual([
    { model: 'other', state: 'success' },
    { model: 'other', state: 'failed' },
  ]);
  expect(first.all.length + second.all.length).toBeLessThanOrEqual(MAX_SERIES);
});

test('removed series are no longer there, and others may take their room', () => {
  const budget = new SeriesBudget();
  const series = tree(budget);
  for (let n = 0; n < MAX_SERIES; n++) series.of([`model-${n}`, 1, n % 2 === 0 ? 'success' : 'failed']);
  series.remove(({ state }) => state === 'failed');
  expect(new Set(series.all.map(({ attributes }) => attributes.state))).toEqual(new Set(['success']));
  expect(series.of(['new', 1, 'failed']).attributes).toEqual({ model: 'new', port: 1, state: 'failed' });
  expect(series.of(['model-1', 1, 'failed']).attributes).toEqual({ model: 'model-1', port: 1, state: 'failed' });
});
