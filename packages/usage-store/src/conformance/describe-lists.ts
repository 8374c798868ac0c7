import fc from 'fast-check';
import { idOf } from '../record-id.ts';
import type { RecordFilter } from '../usage-ledger.ts';
import { arbitraryScenario, inWindow } from './arbitrary-records.ts';
import { seen, sent } from './compared-fields.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { version, type TestLedger } from './test-ledger.ts';

/** Tests ranges, pages, totals and cancelled searches. */
export function describeLists(store: TestLedger): void {
  describe('lists and totals', () => {
    test('sums the largest amounts and counts exactly', async () => {
      const range = store.nextWindow();
      const maxAmount = 10n ** 16n;
      const largest = { costList: maxAmount, costPaid: maxAmount, costCharged: maxAmount, inputTokens: 10 ** 12 };
      await store.insert(Array.from({ length: 1000 }, (_, index) => version(range.fromMs, index, largest)));
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({
        inputTokens: 1e15,
        cost: {
          charged: { nanoUsd: String(1000n * maxAmount), unknown: 0 },
          paid: { nanoUsd: String(1000n * maxAmount) },
        },
      });
    });

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
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({ requests: 2 });
    });

    test('fills a page although the matching versions of other records were replaced', async () => {
      const range = store.nextWindow();
      const kept = Array.from({ length: 5 }, (_, i) => version(range.fromMs, i, { userId: 'kept' }));
      const moved = Array.from({ length: 400 }, (_, i) => version(range.fromMs, 100 + i, { userId: 'kept' }));
      await store.insert([...kept, ...moved]);
      await store.insert(
        moved.map((old) => ({ ...old, attributes: { ...old.attributes, userId: 'left', versionUnixMs: range.toMs } })),
      );
      const newestFirst = kept.map(({ key }) => idOf(key)).reverse();
      expect(await store.page({ range, filter: { search: 'kept' }, limit: 3 })).toEqual(newestFirst.slice(0, 3));
      expect(await store.page({ range, filter: { search: 'kept' }, limit: 50 })).toEqual(newestFirst);
    });

    test('rejects an aborted search as cancelled', async () => {
      const aborted = new AbortController();
      aborted.abort();
      const request = { range: store.nextWindow(), filter: {}, limit: 10, signal: aborted.signal };
      await expect(store.ledger.list(request)).rejects.toMatchObject({ name: 'StoreError', kind: 'cancelled' });
    });
  });
}

/** Compares lists and totals over random histories with the reference ledger. */
export function describeRandomHistories(store: TestLedger): void {
  describe('random histories', () => {
    test('lists and totals equal the reference ledger for random versions, replays and pages', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryScenario(), async ({ batches, searches, recordTypes, limit }) => {
          const range = store.nextWindow();
          const naive = new NaiveLedger();
          for (const batch of batches.map((versions) => versions.map((version) => inWindow(version, range.fromMs)))) {
            naive.insert(batch);
            await store.insert(batch);
          }
          for (const search of ['', ...searches]) {
            const filter: RecordFilter = { search, ...(recordTypes && { recordTypes }) };
            const expected = naive.list({ range, filter });
            const listed = await store.everyPage({ range, filter, limit });
            expect(listed.map(idOf)).toEqual(expected.map(({ key }) => idOf(key)));
            expect(listed.map(seen)).toEqual(expected.map(({ attributes }) => sent(attributes)));
            expect(await store.ledger.totals({ range, filter })).toEqual(naive.totals({ range, filter }));
          }
        }),
        { numRuns: 12 },
      );
    }, 300_000);
  });
}
