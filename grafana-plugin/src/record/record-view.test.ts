import type { UsageRecord } from '@tokentrail/records';
import { EXAMPLE_RECORD } from './example-record.ts';
import {
  amountWords,
  marksOf,
  modelText,
  outputRate,
  shortKeyText,
  shortModelText,
  statusOf,
  totalTokens,
  versionText,
} from './record-view.ts';

const record = (change: Partial<UsageRecord>): UsageRecord => ({ ...EXAMPLE_RECORD, ...change });

test.each([
  [{ statusCode: 200 }, '200', 'success', 'Responded with status 200'],
  [{ statusCode: 302 }, '302', 'warning', 'Redirected with status 302'],
  [{ statusCode: 404 }, '404', 'error', 'Failed with status 404'],
  [{ statusCode: 502, state: 'failed' }, '502', 'error', 'Failed with status 502'],
  [{ statusCode: 200, state: 'failed' }, '200', 'error', 'Failed after status 200 was sent'],
  [{ statusCode: 200, state: 'cancelled' }, '200', 'plain', 'Cancelled by the caller'],
  [{ statusCode: 499, state: 'cancelled' }, '499', 'plain', 'Cancelled by the caller'],
  [{ statusCode: null, state: 'pending' }, 'running', 'info', 'Running now'],
  [{ statusCode: 200, state: 'streaming' }, 'running', 'info', 'Streaming now'],
  [{ statusCode: 200, state: 'lost' }, 'lost', 'warning', 'Running, but not updated for 90 seconds'],
  [{ statusCode: null, state: 'failed' }, 'failed', 'error', 'Failed; no status was reported'],
  [{ statusCode: null, state: 'cancelled' }, 'cancelled', 'plain', 'Cancelled by the caller'],
  [{ statusCode: null, state: 'success' }, 'ok', 'success', 'Success; no status was reported'],
  [{ recordType: 'topup', statusCode: null }, 'topup', 'plain', 'Event, not a call'],
] as const)('shows %o with status "%s" and tone %s', (change, text, tone, words) => {
  expect(statusOf(record(change))).toEqual({ text, tone, words });
});

test('describes retries, changed keys, fallbacks and late failures with marks', () => {
  const marks = (change: Partial<UsageRecord>) => marksOf(record(change)).map(({ words, tone }) => `${tone}: ${words}`);
  expect(marks({})).toEqual([]);
  expect(marks({ attemptsRetried: true, attemptsCount: 2 })).toEqual([
    'warning: Retried at the same provider (2 attempts)',
  ]);
  expect(marks({ attemptsRetried: true, attemptsChangedKey: true, attemptsCount: 2 })).toEqual([
    'warning: Retried with another key of the same provider (2 attempts)',
  ]);
  expect(marks({ attemptsFellBack: true, attemptsCount: 3, state: 'failed', statusCode: 502 })).toEqual([
    'warning: Fell back to another provider (3 attempts)',
    'error: All attempts failed',
  ]);
  expect(marks({ state: 'failed', statusCode: 200 })).toEqual(['error: Failed after status 200 was sent']);
  expect(marks({ state: 'cancelled', statusCode: 499 })).toEqual(['plain: Cancelled by the caller']);
  expect(marks({ state: 'cancelled', statusCode: null })).toEqual([]);
});

test.each([
  [{ nanoUsd: '21904000', state: 'priced' }, '$0.021904'],
  [{ nanoUsd: '0', state: 'free' }, 'Free of charge'],
  [{ nanoUsd: '0', state: 'not_billed' }, 'Not billed: no provider charges for this call'],
  [{ nanoUsd: null, state: 'unknown_price' }, 'Unknown: the price book has no price for this call'],
  [{ nanoUsd: null, state: 'unknown_usage' }, 'Unknown: the provider did not report usage'],
  [{ nanoUsd: null, state: null }, 'Not reported'],
] as const)('explains the amount %o as "%s"', (amount, words) => {
  expect(amountWords(amount)).toBe(words);
});

test.each([
  [{}, 12_738],
  [{ outputTokens: null }, null],
  [{ inputTokens: null }, null],
  [{ outputTokens: null, callType: 'embeddings' }, 12_000],
  [{ outputTokens: 0 }, 12_000],
] as const)('computes the total tokens of %o as %s', (change, total) => {
  expect(totalTokens(record(change))).toBe(total);
});

test.each([
  [{}, 'gpt-4o → gpt-4o-2024-08-06', 'gpt-4o'],
  [{ responseModel: 'gpt-4o-mini' }, 'gpt-4o → gpt-4o-mini', 'gpt-4o → gpt-4o-mini'],
  [{ responseModel: 'gpt-4o' }, 'gpt-4o', 'gpt-4o'],
  [{ responseModel: null }, 'gpt-4o', 'gpt-4o'],
  [{ responseModel: 'claude' }, 'gpt-4o → claude', 'gpt-4o → claude'],
  [{ requestModel: null }, 'gpt-4o → gpt-4o-2024-08-06', 'gpt-4o'],
  [{ requestModel: 'best' }, 'best → gpt-4o → gpt-4o-2024-08-06', 'best → gpt-4o'],
  [{ requestModel: null, targetModel: null }, 'gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
  [{ requestModel: null, targetModel: null, responseModel: null }, null, null],
] as const)('shows the model of %o as "%s", and shortened as "%s"', (change, text, short) => {
  expect(modelText(record(change))).toBe(text);
  expect(shortModelText(record(change))).toBe(short);
});

test('computes the output rate from the first chunk on, and none for images or without output or duration', () => {
  expect(outputRate(record({}))).toBeCloseTo(738 / 2.1);
  expect(outputRate(record({ timeToFirstChunkMs: null }))).toBeCloseTo(738 / 2.41);
  expect(outputRate(record({ outputTokens: 0 }))).toBeNull();
  expect(outputRate(record({ durationMs: 310 }))).toBeNull();
  expect(outputRate(record({ callType: 'image' }))).toBeNull();
});

test('shortens a version that is a hash and keeps a name', () => {
  expect(versionText('a6a1e42a21761cc0f1316055f15c094babda5911b95539bae1ee7935922780a0')).toBe('a6a1e42a2176…');
  expect(versionText('acme-2026-11')).toBe('acme-2026-11');
  expect(versionText(null)).toBeNull();
});

test.each([
  [{ keyName: 'checkout', keyPreview: 'sk-proj-...wxyz' }, 'checkout'],
  [{ keyName: null, keyPreview: 'sk-proj-...wxyz' }, '…wxyz'],
  [{ keyName: null, keyPreview: '***' }, '***'],
  [{ keyName: null, keyPreview: null }, null],
])('shortens the key %o to %s', (change, text) => {
  expect(shortKeyText(record(change))).toBe(text);
});
