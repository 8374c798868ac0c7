import type { Attempt, UsageRecord } from '@tokentrail/records';
import { EXAMPLE_RECORD } from './example-record.ts';
import {
  amountView,
  marksOf,
  modelText,
  outputRate,
  shortKeyText,
  shortModelText,
  statusOf,
  decisiveAttempt,
  totalTokens,
  versionText,
} from './record-view.ts';

const record = (change: Partial<UsageRecord>): UsageRecord => ({ ...EXAMPLE_RECORD, ...change });

test.each([
  [{ statusCode: 200 }, '200', 'success'],
  [{ statusCode: 302 }, '302', 'info'],
  [{ statusCode: 404, state: 'failed' }, '404', 'error'],
  [{ statusCode: 502, state: 'failed' }, '502', 'error'],
  [{ statusCode: 200, state: 'cancelled' }, '200', 'success'],
  [{ statusCode: null, state: 'pending' }, 'live', 'info'],
  [{ statusCode: 200, state: 'streaming' }, 'live', 'info'],
  [{ statusCode: null, state: 'lost' }, 'lost', 'warning'],
  [{ statusCode: null, state: 'failed' }, 'failed', 'error'],
  [{ statusCode: null, state: 'cancelled' }, 'cancelled', 'warning'],
  [{ statusCode: null, state: 'success' }, 'ok', 'success'],
  [{ recordType: 'topup', statusCode: null }, 'topup', 'plain'],
] as const)('%o has status "%s" in the tone %s', (change, text, tone) => {
  expect(statusOf(record(change))).toMatchObject({ text, tone });
});

test('marks say in words how the call went on its way', () => {
  const words = (change: Partial<UsageRecord>) => marksOf(record(change)).map((mark) => mark.words);
  expect(words({})).toEqual([]);
  expect(words({ attemptsRetried: true, attemptsCount: 2 })).toEqual(['Retried at the same provider (2 attempts)']);
  expect(words({ attemptsFellBack: true, attemptsCount: 3, state: 'failed', statusCode: 502 })).toEqual([
    'Fell back to another provider (3 attempts)',
    'All attempts failed',
  ]);
  expect(words({ state: 'failed', statusCode: 200 })).toEqual(['Failed after its status was sent']);
  expect(words({ state: 'cancelled', statusCode: 200 })).toEqual(['The caller gave the call up']);
});

test.each([
  [{ nanoUsd: '21900000', state: 'priced' }, '$0.0219', false],
  [{ nanoUsd: '0', state: 'free' }, 'free', false],
  [{ nanoUsd: '0', state: 'not_billed' }, '$0', false],
  [{ nanoUsd: null, state: 'unknown_price' }, 'unknown', true],
  [{ nanoUsd: null, state: 'unknown_usage' }, 'unknown', true],
  [{ nanoUsd: null, state: null }, '–', false],
] as const)('the amount %o reads "%s"', (amount, text, unknown) => {
  expect(amountView(amount)).toMatchObject({ text, unknown });
});

test.each([
  [{}, 12_738],
  [{ outputTokens: null }, null],
  [{ inputTokens: null }, null],
  [{ outputTokens: null, callType: 'embeddings' }, 12_000],
  [{ outputTokens: 0 }, 12_000],
] as const)('total tokens of %o are %s', (change, total) => {
  expect(totalTokens(record(change))).toBe(total);
});

test.each([
  [{}, 'gpt-4o → gpt-4o-2024-08-06', 'gpt-4o'],
  [{ responseModel: 'gpt-4o-mini' }, 'gpt-4o → gpt-4o-mini', 'gpt-4o → gpt-4o-mini'],
  [{ responseModel: 'gpt-4o' }, 'gpt-4o', 'gpt-4o'],
  [{ responseModel: null }, 'gpt-4o', 'gpt-4o'],
  [{ responseModel: 'claude' }, 'gpt-4o → claude', 'gpt-4o → claude'],
  [{ requestModel: null }, 'gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
  [{ requestModel: null, responseModel: null }, null, null],
] as const)('the model of %o reads "%s", and "%s" where there is little room', (change, text, short) => {
  expect(modelText(record(change))).toBe(text);
  expect(shortModelText(record(change))).toBe(short);
});

test('the output rate counts from the first chunk, and is none without output or time, nor of an image', () => {
  expect(outputRate(record({}))).toBeCloseTo(738 / 2.1);
  expect(outputRate(record({ timeToFirstChunkMs: null }))).toBeCloseTo(738 / 2.41);
  expect(outputRate(record({ outputTokens: 0 }))).toBeNull();
  expect(outputRate(record({ durationMs: 310 }))).toBeNull();
  expect(outputRate(record({ callType: 'image' }))).toBeNull();
});

test('the attempt to look at is the one that answered, else the last that failed', () => {
  const attempt = (index: number, state: Attempt['state']): Attempt => ({ index, retry: 0, state });
  const failed = [attempt(0, 'failed'), attempt(1, 'skipped'), attempt(2, 'failed')];
  expect(decisiveAttempt([...failed, attempt(3, 'success'), attempt(4, 'available')])?.index).toBe(3);
  expect(decisiveAttempt(failed)?.index).toBe(2);
  expect(decisiveAttempt([attempt(0, 'skipped')])?.index).toBe(0);
  expect(decisiveAttempt([])).toBeNull();
});

test('a version that is a hash is told by its beginning, a name whole', () => {
  expect(versionText('a6a1e42a21761cc0f1316055f15c094babda5911b95539bae1ee7935922780a0')).toBe('a6a1e42a2176…');
  expect(versionText('acme-2026-11')).toBe('acme-2026-11');
  expect(versionText(null)).toBeNull();
});

test.each([
  [{ keyName: 'checkout', keyPreview: 'sk-proj-...wxyz' }, 'checkout'],
  [{ keyName: null, keyPreview: 'sk-proj-...wxyz' }, '…wxyz'],
  [{ keyName: null, keyPreview: '***' }, '***'],
  [{ keyName: null, keyPreview: null }, null],
])('of the key %o the log shows %s: what tells it apart, in a narrow place', (change, text) => {
  expect(shortKeyText(record(change))).toBe(text);
});
