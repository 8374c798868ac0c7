import { createTheme } from '@grafana/data';
import { resultOf } from '../../testing/series.ts';
import { partsOf } from './series-parts.ts';
import { colorsOf } from './value-colors.ts';

const theme = createTheme();
const costs = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, count - index]));

test('the eight highest values have a series of their own, the others are one', () => {
  const parts = partsOf(resultOf(costs(10), { usd: 4, values: 3 }), 'request_model', theme, false);
  expect(parts.map(({ label }) => label)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'Other']);
  expect(parts.at(-1)?.points).toMatchObject([{ calls: 3, charged: { nanoUsd: '7000000000' } }]);
});

test('the others are selected by excluding the values that are shown', () => {
  const others = partsOf(resultOf({ a: 2, '': 1 }, { usd: 1, values: 1 }), 'group', theme, false).at(-1);
  expect(others?.conditions).toEqual([
    { field: 'group', values: ['a'], exclude: true },
    { field: 'group', values: [''], exclude: true },
  ]);
});

test('no filter selects the keys that are not shown, because a key is a name or a preview', () => {
  const [key, others] = partsOf(resultOf({ a: 2 }, { usd: 1, values: 1 }), 'key', theme, false);
  expect(key?.conditions).toHaveLength(2);
  expect(others?.conditions).toBeNull();
});

test('there are no others if all values are shown', () => {
  expect(partsOf(resultOf({ a: 2, b: 1 }), 'group', theme, false)).toHaveLength(2);
});

test('names of people and teams can be hidden, those of models are not', () => {
  const labels = (field: 'group' | 'request_model') =>
    partsOf(resultOf({ acme: 2, '': 1 }), field, theme, true).map(({ label }) => label);
  expect(labels('group')).toEqual(['••••••', 'Not reported']);
  expect(labels('request_model')).toEqual(['acme', 'Not reported']);
});

describe('the colour of a value', () => {
  test('does not depend on its rank, nor on values after it', () => {
    const [color] = colorsOf(['gpt-4o'], theme);
    expect(colorsOf(['gpt-4o', 'o3', 'claude'], theme)[0]).toBe(color);
    expect(colorsOf(['', 'gpt-4o'], theme)[1]).toBe(color);
  });

  test('is its own among those of a chart', () => {
    const values = Array.from({ length: 12 }, (_, index) => `value ${index}`);
    expect(new Set(colorsOf(values, theme)).size).toBe(12);
    expect(colorsOf([...values, 'one more'], theme)).toHaveLength(13);
  });
});
