import { idOf } from '../record-id.ts';
import { MAX_SORTED_ROWS } from '../usage-ledger.ts';
import { version, type TestLedger } from './test-ledger.ts';

const DAY_MS = 86_400_000;

/** Tests ranges and cancelled searches. */
export function describeLists(store: TestLedger): void {
  describe('lists', () => {
    test('includes the start of a range and excludes its end, to the nanosecond', async () => {
      const range = store.nextWindow();
      const at = (startUnixNano: bigint, index: number) => ({
        ...version(range.fromMs, index),
        key: { ...version(range.fromMs, index).key, startUnixNano: String(startUnixNano) },
      });
      const [from, to] = [BigInt(range.fromMs) * 1_000_000n, BigInt(range.toMs) * 1_000_000n];
      const inside = [at(to - 1n, 1), at(from, 2)];
      await store.insert([...inside, at(from - 1n, 3), at(to, 4)]);
      expect(await store.page({ range, filter: {}, limit: 10 })).toEqual(inside.map(({ key }) => idOf(key)));
      if (store.capabilities.totals) {
        await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({ requests: 2 });
      }
    });

    const { maxRangeMs } = store.capabilities;
    if (maxRangeMs !== null) {
      test('rejects a range over its maximum as a limit', async () => {
        const { toMs } = store.nextWindow();
        const request = { range: { fromMs: toMs - maxRangeMs - 1, toMs }, filter: {}, limit: 1 };
        await expect(store.ledger.list(request)).rejects.toMatchObject({ name: 'StoreError', kind: 'limit' });
      });
    }

    if (maxRangeMs === null) {
      test('a filtered list over months has all its records on each page, whether they are old or new', async () => {
        const { toMs } = store.nextWindow();
        const range = { fromMs: toMs - 100 * DAY_MS, toMs };
        const at = (days: number, index: number, userId: string) =>
          version(toMs - days * DAY_MS - 5000, index, { userId: `months ${userId}` });
        const gaps = [0, 0, 3, 7.9, 8, 8.1, 20, 60, 99].map((days, index) => at(days, index, 'gaps'));
        const old = [30, 31, 90].map((days, index) => at(days, 20 + index, 'old'));
        await store.insert([...gaps, ...old, at(2, 40, 'new')]);
        for (const [user, sent] of [
          ['gaps', gaps],
          ['old', old],
        ] as const) {
          const filter = { conditions: [{ field: 'user' as const, values: [`months ${user}`] }] };
          const expected = sent.map(({ key }) => idOf(key)).sort((x, y) => (x < y ? 1 : -1));
          for (const limit of [1, 2, 3, 100]) {
            expect((await store.everyPage({ range, filter, limit })).map(idOf)).toEqual(expected);
          }
        }
      }, 60_000);
    }

    test('rejects an aborted search as cancelled', async () => {
      const aborted = new AbortController();
      aborted.abort();
      const request = { range: store.nextWindow(), filter: {}, limit: 10, signal: aborted.signal };
      await expect(store.ledger.list(request)).rejects.toMatchObject({ name: 'StoreError', kind: 'cancelled' });
    });
  });
}

/** Tests lists that are sorted by another field than time. */
export function describeSorts(store: TestLedger): void {
  describe('sorted lists', () => {
    test('sorts the highest values first, unknown ones last and the newest first among equal ones, over all pages', async () => {
      const range = store.nextWindow();
      const costs = [5, undefined, 7, 5, 0, undefined, 9_007_199_254_740_993n, 5];
      await store.insert(
        costs.map((costCharged, index) =>
          version(range.fromMs, index, costCharged === undefined ? {} : { costCharged }),
        ),
      );
      for (const limit of [1, 3, 100]) {
        const listed = await store.everyPage({ range, filter: {}, sort: 'cost', limit });
        expect(listed.map(({ spanId }) => Number(spanId) - 1)).toEqual([6, 2, 7, 3, 0, 4, 5, 1]);
      }
    });

    test('a record is sorted by its newest version, though an older one had a higher value', async () => {
      const range = store.nextWindow();
      const cost = (index: number, costCharged: number, versionUnixMs: number) =>
        version(range.fromMs, index, { costCharged, versionUnixMs });
      const many = Array.from({ length: 400 }, (_, index) => cost(index, 1000 + index, range.fromMs));
      await store.insert([...many, cost(500, 3, range.fromMs), cost(501, 2, range.fromMs)]);
      await store.insert(many.map(({ key }, index) => ({ ...cost(index, 1, range.toMs), key })));
      const listed = await store.ledger.list({ range, filter: {}, sort: 'cost', limit: 3 });
      expect(listed.records.map((record) => record.cost.charged.nanoUsd)).toEqual(['3', '2', '1']);
    });

    test('ends after the maximum of rows', async () => {
      const range = store.nextWindow();
      await store.insert([0, 1, 2].map((index) => version(range.fromMs, index, { costCharged: index })));
      const page = await store.ledger.list({ range, filter: {}, sort: 'cost', limit: 1 });
      const before = { ...page.next!, rows: MAX_SORTED_ROWS - 1 };
      const last = await store.ledger.list({ range, filter: {}, sort: 'cost', limit: 1, before });
      expect(last.records).toHaveLength(1);
      expect(last.next).toBeNull();
    });

    test('rejects the cursor of a list with another order', async () => {
      const range = store.nextWindow();
      const before = version(range.fromMs, 1).key;
      const list = store.ledger.list({ range, filter: {}, sort: 'cost', limit: 1, before });
      await expect(list).rejects.toMatchObject({ name: 'StoreError' });
    });
  });
}
