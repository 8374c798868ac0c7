import type { UsageRecord } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { LATE_AFTER_MS } from '../../record/arrival.ts';
import { newestOf } from './newest-record.ts';

const START_MS = 1_763_820_730_000;
const at = (ms: number) => `${ms}000000`;

/** A record that starts at `startMs`, ends 2 s later and arrives after another `delayMs`. */
const record = (startMs: number, delayMs: number, change: Partial<UsageRecord> = {}): UsageRecord => ({
  ...EXAMPLE_RECORD,
  startUnixNano: at(startMs),
  durationMs: 2000,
  repricedBy: null,
  receivedAtMs: startMs + 2000 + delayMs,
  ...change,
});

test('a store without records has no newest one', () => {
  expect(newestOf([])).toBeNull();
});

test('the newest ended record shows how late records arrive', () => {
  expect(newestOf([record(START_MS, 1500), record(START_MS - 1000, 90_000)])).toEqual({
    startUnixNano: at(START_MS),
    delayMs: 1500,
  });
  expect(newestOf([record(START_MS, LATE_AFTER_MS + 1)])?.delayMs).toBeGreaterThan(LATE_AFTER_MS);
});

test('a running record has no end yet, so the next one shows the delay', () => {
  const running = record(START_MS, 0, { state: 'streaming', durationMs: null });
  expect(newestOf([running, record(START_MS - 1000, 3000)])).toEqual({ startUnixNano: at(START_MS), delayMs: 3000 });
  expect(newestOf([running])).toEqual({ startUnixNano: at(START_MS), delayMs: null });
});

test('a repriced record has arrived again, so the next one shows the delay', () => {
  const repriced = record(START_MS, 3_600_000, { repricedBy: 'ops' });
  expect(newestOf([repriced, record(START_MS - 1000, 3000)])?.delayMs).toBe(3000);
});

test('an event ends when it starts', () => {
  const event = record(START_MS, 0, { recordType: 'topup', durationMs: null, receivedAtMs: START_MS + 400 });
  expect(newestOf([event])?.delayMs).toBe(400);
});

test('without a time of arrival, the delay is not known', () => {
  expect(newestOf([record(START_MS, 0, { receivedAtMs: null })])?.delayMs).toBeNull();
});
