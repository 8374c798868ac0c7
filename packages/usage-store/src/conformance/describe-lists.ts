import fc from 'fast-check';
import { idOf } from '../record-id.ts';
import type { RecordFilter } from '../usage-ledger.ts';
import { arbitraryScenario, inWindow } from './arbitrary-records.ts';
import { seen, sent } from './compared-fields.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { version, type TestLedger } from './test-ledger.ts';

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

    test('rejects an aborted search as cancelled', async () => {
      const aborted = new AbortController();
      aborted.abort();
      const request = { range: store.nextWindow(), filter: {}, limit: 10, signal: aborted.signal };
      await expect(store.ledger.list(request)).rejects.toMatchObject({ name: 'StoreError', kind: 'cancelled' });
    });
  });
}

/** Tests sums beyond the numbers of a double. */
export function describeTotals(store: TestLedger): void {
  describe('totals', () => {
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
  });
}

/** Compares lists and totals over random histories with the reference ledger. */
export function describeRandomHistories(store: TestLedger): void {
  describe('random histories', () => {
    test('lists and totals equal the reference ledger for random versions, replays and pages', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryScenario(store.capabilities), async ({ batches, searches, recordTypes, limit }) => {
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
            if (store.capabilities.totals) {
              expect(await store.ledger.totals({ range, filter })).toEqual(naive.totals({ range, filter }));
            }
          }
        }),
        { numRuns: 12 },
      );
    }, 300_000);
  });
}
