import type { Outcome } from '@tokentrail/records';
import type { Histogram } from '@tokentrail/usage-store';
import { countsIn, DRAWING_HEIGHT, pathsOf, rangeOf, segmentsOf, type Counts } from './histogram-layout.ts';
import { spanBetween } from '../../charts/span.ts';

const NONE: Counts = { success: 0, failed: 0, cancelled: 0, running: 0, lost: 0 };
const counts = (some: Partial<Record<Outcome, number>>): Counts => ({ ...NONE, ...some });
const heights = (some: Partial<Record<Outcome, number>>, max: number) =>
  Object.fromEntries(segmentsOf(counts(some), max).map(({ outcome, bottom, top }) => [outcome, top - bottom]));

test('bars are in proportion to their counts, with failures on the base line', () => {
  expect(heights({ success: 50 }, 100)).toEqual({ success: DRAWING_HEIGHT / 2 });
  const segments = segmentsOf(counts({ success: 75, failed: 25 }), 100);
  expect(segments).toEqual([
    { outcome: 'failed', bottom: 0, top: DRAWING_HEIGHT / 4 },
    { outcome: 'success', bottom: DRAWING_HEIGHT / 4, top: DRAWING_HEIGHT },
  ]);
});

test('one failure among ten thousand calls is visible, and no bar is higher than the drawing', () => {
  const { failed = 0, success = 0, lost = 0 } = heights({ success: 10_000, failed: 1, lost: 1 }, 10_002);
  expect(failed).toBeGreaterThan(1);
  expect(lost).toBeGreaterThan(1);
  expect(failed + lost + success).toBeCloseTo(DRAWING_HEIGHT);
});

test('one record beside a very high bar is visible', () => {
  expect(heights({ success: 1 }, 1e9)['success']).toBeGreaterThan(1);
});

test('an empty bucket has no bar', () => {
  expect(segmentsOf(NONE, 10)).toEqual([]);
});

const HISTOGRAM: Histogram = {
  bucketMs: 1000,
  buckets: [
    { startMs: 10_000, counts: counts({ success: 2 }) },
    { startMs: 11_000, counts: NONE },
    { startMs: 12_000, counts: counts({ success: 1, failed: 1 }) },
  ],
};

test('each outcome is one path with a bar for each of its buckets', () => {
  const paths = pathsOf(HISTOGRAM);
  expect(paths.map(({ outcome, path }) => [outcome, path.split('M').length - 1])).toEqual([
    ['success', 2],
    ['failed', 1],
  ]);
});

test('a histogram without records has no paths', () => {
  expect(pathsOf({ bucketMs: 1, buckets: [] })).toEqual([]);
});

test('a span is the same in both directions, and sums its buckets', () => {
  expect(spanBetween(2, 1)).toEqual(spanBetween(1, 2));
  expect(countsIn(HISTOGRAM, { first: 0, last: 2 })).toEqual(counts({ success: 3, failed: 1 }));
  expect(countsIn(HISTOGRAM, { first: 1, last: 1 })).toEqual(NONE);
});

test('the range of a span ends with its last bucket, but not after the selection', () => {
  expect(rangeOf(HISTOGRAM, { first: 1, last: 1 }, 12_500)).toEqual({ fromMs: 11_000, toMs: 12_000 });
  expect(rangeOf(HISTOGRAM, { first: 1, last: 2 }, 12_500)).toEqual({ fromMs: 11_000, toMs: 12_500 });
});
