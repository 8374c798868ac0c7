import { describeAttempts, describeSenders } from './describe-attempts.ts';
import { describeLists, describeRandomHistories } from './describe-lists.ts';
import { describeProcess, describeProcesses } from './describe-processes.ts';
import { describeRecords, describeStates } from './describe-records.ts';
import { TestLedger, type LedgerUnderTest } from './test-ledger.ts';

/** Declares the tests of the contract of `UsageLedger` for one engine. Call it once in a test file. */
export function describeLedger(engine: string, start: () => Promise<LedgerUnderTest>): void {
  describe(`the ledger on ${engine}`, () => {
    const store = new TestLedger();

    beforeAll(() => store.start(start), 60_000);
    afterAll(() => store.stop());

    describeRecords(store);
    describeStates(store);
    describeAttempts(store);
    describeSenders(store);
    describeProcess(store);
    describeProcesses(store);
    describeLists(store);
    describeRandomHistories(store);
  });
}
