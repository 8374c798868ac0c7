import fc from 'fast-check';
import { idOf } from '../record-id.ts';
import type { RecordFilter } from '../record-filter.ts';
import { SORT_FIELDS } from '../usage-ledger.ts';
import { arbitraryScenario, inWindow } from './arbitrary-records.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { PROPERTY_RUNS, type TestLedger } from './test-ledger.ts';

/** Compares lists and figures over random histories with the reference ledger. */
export function describeRandomHistories(store: TestLedger): void {
  describe('random histories', () => {
    test('lists and figures equal the reference ledger for random versions, replays, searches and pages', async () => {
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
            expect(listed.map(idOf)).toEqual(expected.map(idOf));
            expect(listed.map(withoutArrival)).toEqual(expected.map(withoutArrival));
            await expectSameFigures(store, naive, { range, filter });
          }
          await expectSameOrders(store, naive, { range, filter: {} }, limit);
        }),
        { numRuns: PROPERTY_RUNS },
      );
    }, 300_000);
  });
}

/** The store sets the time of arrival. An amount without a state gets one in some stores. */
function withoutArrival({ receivedAtMs: _, cost, ...record }: ReturnType<NaiveLedger['list']>[number]) {
  return { ...record, cost: Object.values(cost).map(({ nanoUsd }: { nanoUsd: string | null }) => nanoUsd) };
}

async function expectSameFigures(
  store: TestLedger,
  naive: NaiveLedger,
  selection: Parameters<NaiveLedger['totals']>[0],
): Promise<void> {
  if (store.capabilities.totals) {
    expect(await store.ledger.totals(selection)).toEqual(naive.totals(selection));
  }
  if (store.capabilities.histogram) {
    const request = { ...selection, buckets: 7 };
    expect(await store.ledger.histogram(request)).toEqual(naive.histogram(request));
  }
}

async function expectSameOrders(
  store: TestLedger,
  naive: NaiveLedger,
  selection: Parameters<NaiveLedger['totals']>[0],
  limit: number,
): Promise<void> {
  for (const sort of SORT_FIELDS.filter((one) => store.capabilities.sorts.includes(one))) {
    const listed = await store.everyPage({ ...selection, sort, limit });
    expect(listed.map(idOf)).toEqual(naive.list(selection, sort).map(idOf));
  }
}
