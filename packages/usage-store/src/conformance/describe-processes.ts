import { PROCESS_FIELDS, PROCESS_RECORD_KEYS, type ProcessRecord } from '@tokentrail/records';
import { sentAttributes } from './full-record.ts';
import type { RecordAttributes, RecordVersion } from './record-version.ts';
import { version, type TestLedger } from './test-ledger.ts';

const HOUR_MS = 3_600_000;

/** A report of the process `instance`, `index` milliseconds after `fromMs`. */
function report(fromMs: number, index: number, instance: string, attributes: RecordAttributes = {}): RecordVersion {
  const { key } = version(fromMs, index);
  return {
    key,
    durationNs: 0n,
    attributes: {
      recordType: 'process',
      serviceInstanceId: instance,
      processStartUnixMs: fromMs - HOUR_MS,
      ...attributes,
    },
  };
}

/** Tests what the ledger returns about one process. */
export function describeProcess(store: TestLedger): void {
  describe('a process', () => {
    test('returns every field of a process record as it was sent, and null for what was not sent', async () => {
      const range = store.nextWindow();
      const startedAtMs = range.fromMs - HOUR_MS;
      const full = sentAttributes(Object.values(PROCESS_FIELDS));
      await store.insert([
        report(range.fromMs, 1, 'gateway-1', { ...full, processStartUnixMs: startedAtMs }),
        report(range.fromMs, 0, 'empty'),
      ]);
      const samples = Object.fromEntries(PROCESS_RECORD_KEYS.map((key) => [key, PROCESS_FIELDS[key].sample]));
      const times = { startedAtMs, receivedAtMs: expect.any(Number) as number };
      const unset = Object.fromEntries(Object.keys(samples).map((key) => [key, null]));
      const known = { sender: 'empty', serviceName: 'conformance', sdks: [], unsupportedSdks: [] };
      await expect(store.ledger.processes({ range, limit: 10 })).resolves.toEqual([
        { ...samples, ...times, reportedAtMs: range.fromMs + 1 },
        { ...unset, ...known, ...times, reportedAtMs: range.fromMs },
      ]);
    });

    test('returns one row for a process, its newest report, in any order of arrival', async () => {
      const range = store.nextWindow();
      for (const droppedRecords of [5, 9, 7, 9]) {
        await store.insert([
          report(range.fromMs, droppedRecords, 'reporting', { processDroppedRecords: droppedRecords }),
        ]);
      }
      await expect(store.ledger.processes({ range, limit: 10 })).resolves.toMatchObject([
        { sender: 'reporting', droppedRecords: 9, reportedAtMs: range.fromMs + 9 },
      ]);
    });

    test('returns one row for a process whose start could not be read', async () => {
      const range = store.nextWindow();
      await store.insert([1, 2, 3].map((index) => report(range.fromMs, index, 'no-clock', { processStartUnixMs: 0 })));
      await expect(store.ledger.processes({ range, limit: 10 })).resolves.toMatchObject([
        { sender: 'no-clock', startedAtMs: range.fromMs + 3, reportedAtMs: range.fromMs + 3 },
      ]);
    });
  });
}

/** Tests which processes the ledger lists, and that they are no records. */
export function describeProcesses(store: TestLedger): void {
  describe('processes', () => {
    const senders = (found: readonly ProcessRecord[]) => found.map(({ sender }) => sender);

    test('returns the processes that ran in a range, with the newest reports first, up to a limit', async () => {
      const { fromMs, toMs } = store.nextWindow();
      await store.insert([
        report(fromMs, 1, 'ended-before'),
        report(fromMs, 5, 'ends-inside'),
        report(fromMs, 9_000, 'ends-later'),
        report(fromMs, 9_500, 'starts-later', { processStartUnixMs: fromMs + 9_000 }),
      ]);
      const range = { fromMs: fromMs + 5, toMs: fromMs + 9_000 };
      await expect(store.ledger.processes({ range, limit: 10 }).then(senders)).resolves.toEqual([
        'ends-later',
        'ends-inside',
      ]);
      await expect(store.ledger.processes({ range: { fromMs, toMs }, limit: 2 }).then(senders)).resolves.toEqual([
        'starts-later',
        'ends-later',
      ]);
      await expect(store.ledger.processes({ range, sender: 'ends-inside', limit: 1 }).then(senders)).resolves.toEqual([
        'ends-inside',
      ]);
      await expect(store.ledger.processes({ range, sender: 'ended-before', limit: 1 })).resolves.toEqual([]);
    });

    test('a process is in no list and no total, and is no record', async () => {
      const range = store.nextWindow();
      const sent = report(range.fromMs, 2, 'silent', { state: 'success', attempts: ['{"index":0,"retry":0}'] });
      await store.insert([version(range.fromMs, 1), sent]);
      const { records } = await store.ledger.list({ range, filter: {}, limit: 10 });
      expect(records.map(({ recordType }) => recordType)).toEqual(['usage']);
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({ requests: 1, running: 0 });
      await expect(store.ledger.record(sent.key)).resolves.toBeNull();
      await expect(store.ledger.attempts(sent.key)).resolves.toEqual([]);
      await expect(store.ledger.processes({ range, limit: 10 }).then(senders)).resolves.toEqual(['silent']);
    });
  });
}
