import type { UsageRecord } from '@tokentrail/records';
import * as fc from 'fast-check';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { firstRows, refreshed, withNextPage, withOffer, withVersions, type Rows } from './record-rows.ts';

/** The record that started at second `at`. */
const record = (at: number, change: Partial<UsageRecord> = {}): UsageRecord => ({
  ...EXAMPLE_RECORD,
  startUnixNano: `${at}000000000`,
  spanId: at.toString(16).padStart(16, '0'),
  ...change,
});

const startsOf = (records: readonly UsageRecord[]) => records.map(({ startUnixNano }) => Number(startUnixNano) / 1e9);

/** A ledger that holds the records of these seconds, and reads pages as the store does. */
function pageOf(seconds: readonly number[], limit: number, before = Infinity) {
  const found = seconds.filter((at) => at < before).sort((a, b) => b - a);
  const records = found.slice(0, limit).map((at) => record(at));
  return { records, next: found.length > limit ? (records.at(-1) ?? null) : null };
}

test('a refresh updates rows in place and offers new ones', () => {
  const rows = firstRows({ records: [record(3, { state: 'streaming' }), record(1)], next: null });
  const after = refreshed(rows, { records: [record(4), record(3), record(2), record(1)], next: null });
  expect(startsOf(after.records)).toEqual([3, 1]);
  expect(after.records[0]?.state).toBe('success');
  expect(after.offer).toMatchObject({ count: 2, isMore: false });
  expect(startsOf(withOffer(after).records)).toEqual([4, 3, 2, 1]);
});

test('newer versions replace rows in their places, also in an offer', () => {
  const rows = refreshed(firstRows({ records: [record(3, { state: 'streaming' }), record(1)], next: null }), {
    records: [record(4), record(3, { state: 'streaming' }), record(1)],
    next: null,
  });
  const after = withVersions(rows, [record(3), record(9)]);
  expect(startsOf(after.records)).toEqual([3, 1]);
  expect(after.records.map(({ state }) => state)).toEqual(['success', 'success']);
  expect(withOffer(after).records.map(({ state }) => state)).toEqual(['success', 'success', 'success']);
});

test('keeps all rows of several pages, although a refresh reads only the newest', () => {
  const all = Array.from({ length: 1000 }, (_, index) => index + 1);
  const rows = firstRows(pageOf(all, 1000));
  const after = refreshed(rows, pageOf([...all, 1001], 500));
  expect(after.records).toHaveLength(1000);
  expect(withOffer(after).records).toHaveLength(1001);
});

test('says that there are more new rows than a refresh reads, and then continues after them', () => {
  const rows = firstRows(pageOf([1, 2, 3], 10));
  const all = Array.from({ length: 30 }, (_, index) => index + 1);
  const after = refreshed(rows, pageOf(all, 10));
  expect(after.offer).toMatchObject({ count: 10, isMore: true });
  expect(startsOf(after.records)).toEqual([3, 2, 1]);
  const shown = withOffer(after);
  expect(shown.next).not.toBeNull();
  expect(startsOf(withNextPage(shown, pageOf(all, 20, 21)).records)).toEqual([...all].reverse());
});

test('shows the first rows of an empty list at once', () => {
  expect(refreshed(firstRows({ records: [], next: null }), pageOf([2, 1], 10)).offer).toBeNull();
});

test('orders records of the same time by their ids', () => {
  const [a, b, c] = ['1', '2', '3'].map((digit) => record(5, { spanId: digit.padStart(16, '0') }));
  const rows = firstRows({ records: [c, a] as UsageRecord[], next: null });
  const after = withOffer(refreshed(rows, { records: [c, b, a] as UsageRecord[], next: null }));
  expect(after.records).toEqual([c, b, a]);
});

/** What happens while the page is open. */
const event = fc.oneof(
  fc.record({ kind: fc.constant('arrives' as const), at: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant('refresh' as const) }),
  fc.record({ kind: fc.constant('next page' as const) }),
  fc.record({ kind: fc.constant('show offer' as const) }),
);
const LIMIT = 5;

test('no row is lost, moved or shown twice in any order of events', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 100 })), fc.array(event), (stored, events) => {
      const ledger = new Set(stored);
      let rows: Rows = firstRows(pageOf([...ledger], LIMIT));
      for (const { kind, ...rest } of events) {
        const before = startsOf(rows.records);
        if (kind === 'arrives' && 'at' in rest) {
          ledger.add(rest.at as number);
        } else if (kind === 'refresh') {
          rows = refreshed(rows, pageOf([...ledger], Math.max(LIMIT, rows.records.length)));
          expect(before.length === 0 ? [] : startsOf(rows.records)).toEqual(before);
        } else if (kind === 'next page' && rows.next !== null) {
          rows = withNextPage(rows, pageOf([...ledger], LIMIT, Number(rows.next.startUnixNano) / 1e9));
          expect(startsOf(rows.records).slice(0, before.length)).toEqual(before);
        } else if (kind === 'show offer') {
          const isMore = rows.offer?.isMore === true;
          rows = withOffer(rows);
          expect(isMore || before.every((at) => startsOf(rows.records).includes(at))).toBe(true);
        }
        const shown = startsOf(rows.records);
        expect(shown).toEqual([...new Set(shown)].sort((a, b) => b - a));
      }
    }),
  );
});
