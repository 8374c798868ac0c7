import { ProcessRecords } from './process-records.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Counts reports, and notes when each was sent, ms after the start. */
function started(unasked = true) {
  const startMs = Date.now();
  const reportedAfterMs: number[] = [];
  const processes = new ProcessRecords(() => void reportedAfterMs.push(Date.now() - startMs), { unasked });
  return { processes, reportedAfterMs };
}

test('a process that records nothing reports 5 to 10 seconds after its start, and then about hourly', () => {
  const { processes, reportedAfterMs } = started();
  jest.advanceTimersByTime(4_999);
  expect(reportedAfterMs).toEqual([]);
  jest.advanceTimersByTime(5_001);
  expect(reportedAfterMs).toHaveLength(1);
  jest.advanceTimersByTime(24 * HOUR_MS);
  const waits = reportedAfterMs.slice(1).map((ms, index) => ms - reportedAfterMs[index]!);
  expect(waits.length).toBeGreaterThanOrEqual(21);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(0.9 * HOUR_MS);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1.1 * HOUR_MS);
  expect(processes.sent).toBe(reportedAfterMs.length);
});

test('the processes of a fleet do not report together', () => {
  const fleet = Array.from({ length: 50 }, () => started().reportedAfterMs);
  jest.advanceTimersByTime(2 * HOUR_MS);
  const distinct = (index: number) => new Set(fleet.map((reports) => reports[index])).size;
  expect(distinct(0)).toBeGreaterThan(25);
  expect(distinct(1)).toBeGreaterThan(25);
});

test('the first record is preceded by one report, which replaces the one after the start', () => {
  const { processes, reportedAfterMs } = started();
  for (let i = 0; i < 3; i++) processes.beforeRecord();
  expect(reportedAfterMs).toEqual([0]);
  jest.advanceTimersByTime(0.8 * HOUR_MS);
  expect(reportedAfterMs).toEqual([0]);
  jest.advanceTimersByTime(0.4 * HOUR_MS);
  expect(reportedAfterMs).toHaveLength(2);
});

test('a process that does not report unasked reports with its first record, and then about hourly', () => {
  const { processes, reportedAfterMs } = started(false);
  jest.advanceTimersByTime(3 * HOUR_MS);
  expect(reportedAfterMs).toEqual([]);
  processes.beforeRecord();
  jest.advanceTimersByTime(1.2 * HOUR_MS);
  expect(reportedAfterMs).toHaveLength(2);
});

test('after stop there is no report by time, and a last record is still preceded by one', () => {
  const { processes, reportedAfterMs } = started();
  processes.stop();
  processes.beforeRecord();
  jest.advanceTimersByTime(3 * HOUR_MS);
  expect(reportedAfterMs).toEqual([0]);
});

test('a report that fails is not counted, affects no record, and the next one follows', () => {
  let attempts = 0;
  const failing = () => {
    attempts++;
    if (attempts === 1) throw new Error('no host name');
  };
  const processes = new ProcessRecords(failing, { unasked: true });
  expect(() => processes.beforeRecord()).not.toThrow();
  expect(processes.sent).toBe(0);
  jest.advanceTimersByTime(1.2 * HOUR_MS);
  expect({ attempts, sent: processes.sent }).toEqual({ attempts: 2, sent: 1 });
});
