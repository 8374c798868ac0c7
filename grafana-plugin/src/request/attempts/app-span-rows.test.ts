import type { AppSpan } from '@tokentrail/usage-store';
import { appSpanRows } from './app-span-rows.ts';

const START = '1790000000000000000';
const span = (spanId: string, parentSpanId: string | null, startUnixNano = START): AppSpan => ({
  spanId,
  parentSpanId,
  name: 'GET /order',
  service: 'shop',
  startUnixNano,
  durationMs: 5,
  failed: false,
});

test('spans are in the order of their starts, each with its distance from the start of the record and its depth', () => {
  const child = span('b', 'a', '1790000000000250000');
  const parent = span('a', 'not read', '1789999999990000000');
  expect(appSpanRows([child, parent], START)).toEqual([
    { span: parent, offsetMs: -10, durationMs: 5, depth: 0 },
    { span: child, offsetMs: 0.25, durationMs: 5, depth: 1 },
  ]);
});

test('spans that are each other’s parents, or their own, end the search', () => {
  const rows = appSpanRows([span('a', 'b'), span('b', 'a'), span('c', 'c')], START);
  expect(rows.map(({ depth }) => depth).toSorted()).toEqual([0, 1, 1]);
});
