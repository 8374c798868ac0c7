import type { LedgerCapabilities, UsageLedger } from '../usage-ledger.ts';
import { describeAttempts, describeSenders } from './describe-attempts.ts';
import { describeExports } from './describe-exports.ts';
import { describeFigures, describeTotals } from './describe-figures.ts';
import { describeFilters } from './describe-filters.ts';
import { describeGroups } from './describe-groups.ts';
import { describeLists, describeSorts } from './describe-lists.ts';
import { describeRandomHistories } from './describe-random-histories.ts';
import { describeProcess, describeProcesses } from './describe-processes.ts';
import { describeSettings } from './describe-settings.ts';
import { describeHoursOfWeek } from './describe-hours-of-week.ts';
import { describeLatency } from './describe-latency.ts';
import { describeAttemptProviders } from './describe-attempt-providers.ts';
import { describeSeries } from './describe-series.ts';
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
    if (capabilities.groups) {
      describeGroups(store);
    }
    if (capabilities.series) {
      describeSeries(store);
      describeLatency(store);
      describeHoursOfWeek(store);
      describeAttemptProviders(store);
    }
    if (capabilities.versions) {
      describeVersions(store);
    }
    if (capabilities.senders) {
      describeSenders(store);
    }
    if (capabilities.priceEntries) {
      describePriceEntries(store);
    }
    if (capabilities.processes) {
      describeProcess(store);
      describeProcesses(store);
    }
    if (capabilities.settings) {
      describeSettings(store);
    }
    if (capabilities.totals) {
      describeTotals(store);
    }
    describeRejections(store);
  });
}

const BUCKET = { filter: {}, bounds: [0, 1] };

/** Tests that a method for something that is not supported rejects. */
function describeRejections(store: TestLedger): void {
  const selection = { range: { fromMs: 0, toMs: 1 }, filter: {} };
  const methods: readonly [keyof LedgerCapabilities, string, (ledger: UsageLedger) => Promise<unknown>][] = [
    ['priceEntries', 'price entries', (ledger) => ledger.priceEntry('0'.repeat(64))],
    [
      'attemptIds',
      'ids of attempts',
      (ledger) => ledger.keysOfAttempt({ range: selection.range, requestId: 'req_1', limit: 1 }),
    ],
    ['processes', 'processes', (ledger) => ledger.processes({ range: selection.range, limit: 1 })],
    ['settings', 'settings', (ledger) => ledger.settings()],
    ['totals', 'totals', (ledger) => ledger.totals(selection)],
    ['groups', 'groups', (ledger) => ledger.groups({ ...selection, by: 'trace', limit: 1 })],
    ['series', 'series', (ledger) => ledger.series({ ...BUCKET, by: null, limit: 1, rank: 'cost' })],
    ['series', 'latency', (ledger) => ledger.latency({ ...BUCKET, by: null, values: [] })],
    ['series', 'hours of the week', (ledger) => ledger.hoursOfWeek({ ...selection, timeZone: 'UTC' })],
    ['series', 'providers of attempts', (ledger) => ledger.attemptProviders({ ...BUCKET, limit: 1 })],
    ['groups', 'errors', (ledger) => ledger.errors({ ...selection, sort: 'time', limit: 1 })],
  ];
  for (const [capability, name, call] of methods.filter(([one]) => store.capabilities[one] === false)) {
    test(`rejects ${name}, since \`${capability}\` is not supported`, async () => {
      await expect(call(store.ledger)).rejects.toMatchObject({ name: 'StoreError' });
    });
  }
}
