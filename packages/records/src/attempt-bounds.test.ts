import { decodeAttempt } from './attempt.ts';

const attempt = { index: 0, retry: 0, state: 'success' };
const decoded = (fields: object) => decodeAttempt(JSON.stringify({ ...attempt, ...fields }));

test.each([
  { paidNanoUsd: '9000000000000000000' },
  { paidNanoUsd: '10000000000000001' },
  { paidNanoUsd: '-1' },
  { statusCode: 600 },
  { statusCode: 99 },
  { statusCode: 200.5 },
  { durationMs: 31_622_400_001 },
  { offsetMs: -1 },
  { firstChunkMs: 1e300 },
  { usage: { inputTokens: 1e12 + 1 } },
  { usage: { outputTokens: -1 } },
  { meters: { input: 1e13 } },
  { units: { image: -1 } },
])('removes a field out of bounds: %j', (fields) => {
  expect(decoded(fields)).toEqual(attempt);
});

test.each([
  { paidNanoUsd: '10000000000000000' },
  { paidNanoUsd: '0' },
  { statusCode: 100 },
  { statusCode: 599 },
  { durationMs: 31_622_400_000 },
  { usage: { inputTokens: 1e12 } },
  { meters: { input: 0.5 } },
  { index: 10_000 },
])('keeps a field at its bound: %j', (fields) => {
  expect(decoded(fields)).toEqual({ ...attempt, ...fields });
});

test.each([{ index: -1 }, { index: 10_001 }, { retry: 1.5 }])(
  'rejects an attempt without a valid index or retry: %j',
  (fields) => {
    expect(decoded(fields)).toBeNull();
  },
);
