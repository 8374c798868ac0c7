import { barOf, timeAxis, type Times } from './time-axis.ts';

const first: Times = { offsetMs: 0, durationMs: 100 };
const last: Times = { offsetMs: 250, durationMs: 750, firstChunkMs: 75 };

test('attempts are to scale on an axis as long as the record, with round times', () => {
  const axis = timeAxis([first, last], 1000);
  expect(axis).toEqual({ totalMs: 1000, ticks: [0, 500, 1000] });
  expect(barOf(first, axis)).toEqual({ start: 0, length: 0.1, untilFirstChunk: null, cut: false });
  expect(barOf(last, axis)).toEqual({ start: 0.25, length: 0.75, untilFirstChunk: 0.1, cut: false });
});

test('an attempt that ends a little after its record stretches the axis', () => {
  expect(timeAxis([{ offsetMs: 0, durationMs: 1040 }], 1000).totalMs).toBe(1040);
});

test.each([
  ['starts after days', { offsetMs: 9e8, durationMs: 10 }, { start: 1, length: 0 }],
  ['lasts for days', { offsetMs: 100, durationMs: 9e8 }, { start: 0.1, length: 0.9 }],
  ['starts before the record', { offsetMs: -500, durationMs: 700 }, { start: 0, length: 0.2 }],
  ['lasts endlessly after the end', { offsetMs: 5000 }, { start: 1, length: 0 }],
])('an attempt that %s is cut off and leaves the others to scale', (_, odd, bar) => {
  const axis = timeAxis([first, last, odd], 1000);
  expect(axis.totalMs).toBe(1000);
  expect(barOf(odd, axis)).toMatchObject({ ...bar, cut: true });
  expect(barOf(first, axis)).toMatchObject({ start: 0, length: 0.1, cut: false });
});

test.each([[null], [0], [1], [Number.NaN], [-5]])(
  'if the duration of the record is %s, the attempts decide, except for outliers',
  (recordMs) => {
    expect(timeAxis([first, last, { offsetMs: 0, durationMs: 9e8 }], recordMs).totalMs).toBe(1000);
  },
);

test('an attempt that lasts extends to the end of the axis', () => {
  expect(barOf({ offsetMs: 400 }, timeAxis([{ offsetMs: 400 }], 1000))).toMatchObject({ start: 0.4, length: 0.6 });
});

test('there is no bar without a start or without any time; one without length keeps its place', () => {
  const axis = timeAxis([first], 1000);
  expect(barOf({ durationMs: 5 }, axis)).toBeNull();
  expect(barOf({ offsetMs: Number.NaN, durationMs: 5 }, axis)).toBeNull();
  expect(barOf({ offsetMs: 0 }, timeAxis([{ offsetMs: 0 }], null))).toBeNull();
  expect(barOf({ offsetMs: 200, durationMs: 0 }, axis)).toMatchObject({ start: 0.2, length: 0, cut: false });
});

test.each([[0.3], [7], [99], [2410], [86_400_000], [31_622_400_000]])('%s ms have at most five ticks', (totalMs) => {
  const { ticks } = timeAxis([], totalMs);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks.length).toBeLessThanOrEqual(5);
  expect(ticks.at(-1)).toBeLessThanOrEqual(totalMs);
});
