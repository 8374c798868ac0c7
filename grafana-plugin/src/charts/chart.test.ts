import { bucketAt, drawnValues, positionsOf, seriesAt, type Chart } from './chart.ts';

const DAY = 86_400_000;
/** Two days and a half, of which the first begins at noon. */
const buckets = { bounds: [DAY / 2, DAY, 2 * DAY, 2.5 * DAY], wholeUnits: { fromMs: 0, toMs: 3 * DAY } };

const chartOf = (kind: Chart['kind'], values: Record<string, (number | null)[]>): Chart => ({
  id: 'calls',
  title: 'Calls',
  kind,
  formatTick: String,
  series: Object.entries(values).map(([id, of]) => ({ id, label: id, color: 'red', values: of, textOf: () => '' })),
});

test('a bucket is drawn as wide as its whole unit, also if only a part of it is selected', () => {
  const positions = positionsOf(buckets);
  expect(positions.edges).toEqual([0, DAY, 2 * DAY, 3 * DAY]);
  expect(positions.middles).toEqual([DAY / 2, 1.5 * DAY, 2.5 * DAY]);
});

test.each([
  [-1, 0],
  [0, 0],
  [DAY - 1, 0],
  [DAY, 1],
  [2.9 * DAY, 2],
  [5 * DAY, 2],
])('at %d ms is bucket %d', (ms, bucket) => {
  expect(bucketAt(positionsOf(buckets), ms)).toBe(bucket);
});

test('bars are stacked: the first series is drawn last, and begins at the base line', () => {
  expect(drawnValues(chartOf('bars', { failed: [1, 2], success: [10, 20] }))).toEqual([
    [11, 22],
    [1, 2],
  ]);
});

test('a bucket without values has no bar, and a series without one leaves the others in place', () => {
  expect(drawnValues(chartOf('bars', { a: [null, 1, null], b: [null, null, 2] }))).toEqual([
    [null, 1, 2],
    [null, 1, null],
  ]);
});

test('lines are drawn at their values', () => {
  expect(drawnValues(chartOf('lines', { p50: [1, null], p95: [4, 5] }))).toEqual([
    [4, 5],
    [1, null],
  ]);
});

test.each([
  [0.5, 'failed'],
  [5, 'success'],
  [11.5, undefined],
])('in a stacked bar, the value %d belongs to the series %s', (value, id) => {
  const chart = chartOf('bars', { failed: [1], cancelled: [0], success: [10] });
  expect(seriesAt(chart, 0, value, 0.1)?.id).toBe(id);
});

test.each([
  [1.1, 'p50'],
  [3.9, 'p95'],
  [2.5, undefined],
])('near the value %d is the line %s', (value, id) => {
  expect(seriesAt(chartOf('lines', { p50: [1], p95: [4], p99: [null] }), 0, value, 0.5)?.id).toBe(id);
});
