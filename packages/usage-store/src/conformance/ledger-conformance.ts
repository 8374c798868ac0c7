import type { LedgerCapabilities } from '../usage-ledger.ts';
import { describeAttempts, describeSenders } from './describe-attempts.ts';
import { describeExports } from './describe-exports.ts';
import { describeFigures, describeTotals } from './describe-figures.ts';
import { describeFilters } from './describe-filters.ts';
import { describeLists, describeSorts } from './describe-lists.ts';
import { describeRandomHistories } from './describe-random-histories.ts';
import { describeProcess, describeProcesses } from './describe-processes.ts';
import { describePriceEntries, describeRecords, describeVersions } from './describe-records.ts';
import { TestLedger, type LedgerUnderTest } from './test-ledger.ts';

/**
 * Declares the tests of the contract of `UsageLedger` for one engine, as far as its ledger declares to support it. Call it
 * once in a test file.
 */
export function describeLedger(
  engine: string,
  capabilities: LedgerCapabilities,
  start: () => Promise<LedgerUnderTest>,
): void {
  describe(`the ledger on ${engine}`, () => {
    const store = new TestLedger(capabilities);

    beforeAll(() => store.start(start), 60_000);
    afterAll(() => store.stop());

    test('declares what it supports', () => {
      expect(store.ledger.capabilities).toEqual(capabilities);
    });

    describeRecords(store);
    describeAttempts(store);
    describeLists(store);
    describeFilters(store);
    describeExports(store);
    describeRandomHistories(store);
    if (capabilities.sorts.length > 1) {
      describeSorts(store);
    }
    if (capabilities.percentiles) {
      describeFigures(store);
    }
    if (capabilities.versions) {
      describeVersions(store);
    }
    if (capabilities.senders) {
      describeSenders(store);
    }
    if (capabilities.priceEntries) {
      describePriceEntries(store);
    } else {
      test('rejects price entries', async () => {
        await expect(store.ledger.priceEntry('0'.repeat(64))).rejects.toMatchObject({ name: 'StoreError' });
      });
    }
    if (capabilities.processes) {
      describeProcess(store);
      describeProcesses(store);
    } else {
      test('rejects processes', async () => {
        const processes = store.ledger.processes({ range: store.nextWindow(), limit: 1 });
        await expect(processes).rejects.toMatchObject({ name: 'StoreError' });
      });
    }
    if (capabilities.totals) {
      describeTotals(store);
    } else {
      test('rejects totals', async () => {
        const totals = store.ledger.totals({ range: store.nextWindow(), filter: {} });
        await expect(totals).rejects.toMatchObject({ name: 'StoreError' });
      });
    }
  });
}
