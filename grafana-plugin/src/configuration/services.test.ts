import { PROCESS_FIELDS, PROCESS_RECORD_KEYS, type ProcessRecord } from '@tokentrail/records';
import { countOf, currentOf, priceAgeDays, servicesOf, variantsOf, warningsOf } from './services.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const MINUTE_MS = 60_000;

const SAMPLE = Object.fromEntries(
  PROCESS_RECORD_KEYS.map((key) => [key, PROCESS_FIELDS[key].sample]),
) as unknown as ProcessRecord;

/** A process without anything to warn of. */
function process(changes: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    ...SAMPLE,
    reportedAtMs: NOW - MINUTE_MS,
    priceDate: '2026-11-20',
    unsupportedSdks: [],
    droppedRecords: 0,
    ...changes,
  };
}

test('groups processes by service and environment, in the order of their names', () => {
  const services = servicesOf(
    [
      process({ serviceName: 'worker' }),
      process({ serviceName: 'gateway', deploymentEnvironment: 'staging' }),
      process({ serviceName: 'gateway', deploymentEnvironment: 'production' }),
      process({ serviceName: 'gateway', deploymentEnvironment: 'production' }),
    ],
    NOW,
  );
  expect(services.map(({ name, environment, running }) => [name, environment, running.length])).toEqual([
    ['gateway', 'production', 2],
    ['gateway', 'staging', 1],
    ['worker', 'production', 1],
  ]);
});

test('a process that has not reported for more than 70 minutes is not running', () => {
  const last = process({ sender: 'last', reportedAtMs: NOW - 70 * MINUTE_MS });
  const gone = process({ sender: 'gone', reportedAtMs: NOW - 71 * MINUTE_MS });
  const [service] = servicesOf([gone, last], NOW);
  expect(service?.running).toEqual([last]);
  expect(service?.silent).toEqual([gone]);
});

test('shows the settings of the running processes, or of the one that ran last', () => {
  const [running, older, oldest] = [1, 80, 90].map((minutes) => process({ reportedAtMs: NOW - minutes * MINUTE_MS }));
  const of = (processes: (ProcessRecord | undefined)[]) =>
    servicesOf(
      processes.filter((known) => known !== undefined),
      NOW,
    ).map(currentOf);
  expect(of([older, running])).toEqual([[running]]);
  expect(of([oldest, older])).toEqual([[older]]);
});

test('counts the processes of each value, the most frequent first', () => {
  const versions = ['0.1.0', '0.2.0', '0.2.0', null].map((packageVersion) =>
    process({ packageVersion } as Partial<ProcessRecord>),
  );
  expect(variantsOf(versions, ({ packageVersion }) => packageVersion)).toEqual([
    { value: '0.2.0', processes: 2 },
    { value: '0.1.0', processes: 1 },
    { value: null, processes: 1 },
  ]);
});

test.each([
  ['2026-11-30', 0],
  ['2026-10-01', 60],
  ['2026-12-01', 0],
  ['soon', null],
  [null, null],
])('the age of prices of %s is %s days', (priceDate, days) => {
  expect(priceAgeDays({ ...SAMPLE, priceDate } as ProcessRecord, NOW)).toBe(days);
});

const versionOf = ({ packageVersion }: ProcessRecord) => packageVersion;

test('a service without problems has no warnings', () => {
  expect(countOf(warningsOf([process(), process()], [versionOf], NOW))).toBe(0);
});

test.each<[string, Partial<ProcessRecord>, object]>([
  ['another version', { packageVersion: '9.9.9' }, { differs: true }],
  ['prices of 61 days', { priceDate: '2026-09-30' }, { priceAgeDays: 61 }],
  ['an unusable price file', { priceFile: 'unusable' } as Partial<ProcessRecord>, { priceFile: true }],
  ['a nearly full spool', { spoolBytes: 81, spoolMaxBytes: 100 }, { spool: true }],
  ['lost records', { droppedRecords: 7 }, { dropped: 7 }],
  ['an unsupported SDK', { unsupportedSdks: ['openai@5.23.2'] }, { unsupported: ['openai@5.23.2'] }],
])('warns of %s', (_, changes, expected) => {
  const warnings = warningsOf([process(), process(changes)], [versionOf], NOW);
  expect(warnings).toMatchObject(expected);
  expect(countOf(warnings)).toBe(1);
});
