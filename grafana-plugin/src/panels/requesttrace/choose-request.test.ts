import type { UsageRecord } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { chooseRequest } from './choose-request.ts';

function record(spanId: string, change: Partial<UsageRecord>, chargedNanoUsd: string | null = null): UsageRecord {
  const { cost } = EXAMPLE_RECORD;
  const charged = { ...cost.charged, nanoUsd: chargedNanoUsd };
  return { ...EXAMPLE_RECORD, spanId, durationMs: null, cost: { ...cost, charged }, ...change };
}

const FIRST_FAILED = record('first failed', { startUnixNano: '1000', state: 'failed', durationMs: 5 }, '0');
const FAILED = record('failed', { startUnixNano: '2000', state: 'failed' });
const SLOW = record('slow', { startUnixNano: '3000', durationMs: 900 }, '999999999');
// As text, the amount would be lower than that of the slow one.
const DEAR = record('dear', { startUnixNano: '10000', durationMs: 20 }, '1000000000');
const RECORDS = [SLOW, FAILED, DEAR, FIRST_FAILED];

test.each([
  ['newest', DEAR],
  ['slowest', SLOW],
  ['dearest', DEAR],
  ['first-failed', FIRST_FAILED],
] as const)('the %s request is found among rows in any order', (request, expected) => {
  expect(chooseRequest(RECORDS, request)?.spanId).toBe(expected.spanId);
});

test('a request without a duration, a known cost or a failure is not chosen for it', () => {
  const running = record('running', { state: 'pending' });
  expect(chooseRequest([running], 'newest')).toBe(running);
  expect(chooseRequest([running], 'slowest')).toBeNull();
  expect(chooseRequest([running], 'dearest')).toBeNull();
  expect(chooseRequest([running], 'first-failed')).toBeNull();
});
