import fc from 'fast-check';
import { heightOf, offsetOf, renderedRows, rowAt, visibleRows, type RowSizes } from './row-window.ts';

const sizes = fc
  .record({
    count: fc.integer({ min: 1, max: 60 }),
    rowHeight: fc.integer({ min: 1, max: 60 }),
    heights: fc.dictionary(fc.integer({ min: 0, max: 59 }).map(String), fc.integer({ min: 0, max: 500 })),
  })
  .map(({ count, rowHeight, heights }): RowSizes => ({
    count,
    rowHeight,
    unfolded: Object.entries(heights)
      .map(([index, height]) => ({ index: Number(index), height }))
      .filter(({ index }) => index < count)
      .sort((a, b) => a.index - b.index),
  }));

test('offsets are the sums of the heights before', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      let sum = 0;
      for (let index = 0; index < list.count; index += 1) {
        expect(offsetOf(index, list)).toBe(sum);
        sum += list.rowHeight + (list.unfolded.find((row) => row.index === index)?.height ?? 0);
      }
      expect(heightOf(list)).toBe(sum);
    }),
  );
});

test('each offset of the list belongs to the row that covers it', () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, part) => {
      const offset = Math.floor(part * heightOf(list));
      const row = rowAt(offset, list);
      expect(offsetOf(row, list)).toBeLessThanOrEqual(offset);
      expect(offsetOf(row + 1, list)).toBeGreaterThan(offset);
    }),
  );
});

test('an offset beyond the list is its first or last row', () => {
  const list = { count: 3, rowHeight: 10, unfolded: [{ index: 2, height: 50 }] };
  expect(rowAt(-5, list)).toBe(0);
  expect(rowAt(1000, list)).toBe(2);
});

test('a row is visible if a part of it or of what it shows below is', () => {
  const list = { count: 10, rowHeight: 10, unfolded: [{ index: 1, height: 100 }] };
  expect(visibleRows(50, 60, list)).toEqual({ first: 1, end: 2 });
  expect(visibleRows(119, 131, list)).toEqual({ first: 1, end: 4 });
  expect(visibleRows(0, 500, { ...list, count: 0, unfolded: [] })).toEqual({ first: 0, end: 0 });
});

test('the rendered rows move in blocks, within the list', () => {
  expect(renderedRows({ first: 20, end: 40 }, 100, 6, 4)).toEqual({ first: 12, end: 48 });
  expect(renderedRows({ first: 21, end: 41 }, 100, 6, 4)).toEqual({ first: 12, end: 48 });
  expect(renderedRows({ first: 0, end: 20 }, 23, 6, 4)).toEqual({ first: 0, end: 23 });
});
