import type { Attempt } from '@tokentrail/records';
import { defaultAttempt, marksOfAttempts } from './attempt-path.ts';
import { causeWords, notReachedWords } from './cause-words.ts';

const limited: Attempt = {
  index: 0,
  retry: 0,
  state: 'failed',
  provider: 'azure',
  endpoint: 'azure-eu',
  statusCode: 429,
  errorCode: 'rate_limit_exceeded',
  keyName: 'one',
  offsetMs: 0,
  durationMs: 100,
};
const again: Attempt = { ...limited, retry: 1, offsetMs: 110 };
const skipped: Attempt = { index: 1, retry: 0, state: 'skipped', endpoint: 'azure-us', skipReason: 'circuit_open' };
const otherKey: Attempt = { ...limited, index: 2, endpoint: 'azure-uk', keyName: 'two', offsetMs: 220 };
const responded: Attempt = { index: 3, retry: 0, state: 'success', provider: 'openai', offsetMs: 330, durationMs: 500 };
const rest: Attempt = { index: 4, retry: 0, state: 'available', provider: 'openai' };
const all = [limited, again, skipped, otherKey, responded, rest];

test('each attempt has the reason for moving on to it', () => {
  expect(all.map((attempt) => causeWords(attempt, all))).toEqual([
    null,
    'After 429 rate limit exceeded at azure-eu.',
    null,
    'After 429 rate limit exceeded at azure-eu. azure-us was skipped: its circuit breaker is open.',
    'After 429 rate limit exceeded at azure-uk.',
    null,
  ]);
});

test('the first attempt names the candidates that were skipped before it', () => {
  const first = { ...responded, offsetMs: 0 };
  expect(causeWords(first, [{ ...skipped, skipReason: undefined }, first])).toBe('azure-us was skipped.');
});

test('an attempt may continue a response, or run beside another', () => {
  const next = { ...responded, continues: true };
  expect(causeWords(next, [limited, next])).toBe('Continues the response of azure-eu.');
  const beside = { ...responded, offsetMs: 50 };
  expect(causeWords(beside, [limited, beside])).toBe('Sent while azure-eu had not ended.');
});

test('marks say how an attempt differs from those before it', () => {
  const marks = marksOfAttempts(all);
  expect(all.map((attempt) => marks.get(attempt))).toEqual([
    [],
    ['retried'],
    undefined,
    ['other_key'],
    ['other_provider'],
    undefined,
  ]);
  const next: Attempt = { ...responded, provider: 'azure', continues: true };
  expect(marksOfAttempts([limited, next]).get(next)).toEqual(['continues']);
});

test('a candidate that was not reached says why', () => {
  expect(notReachedWords(all)).toBe('Not reached: openai responded.');
  expect(notReachedWords([limited, rest])).toBe(
    'Not reached: the call ended with 429 rate limit exceeded at azure-eu.',
  );
  expect(notReachedWords([{ ...limited, state: 'pending' }, rest])).toBe('Not reached so far: azure-eu still runs.');
  expect(notReachedWords([skipped, rest])).toBe('Not reached: no request was sent to a provider.');
});

test('the attempt that responded is chosen first, otherwise one that runs, otherwise the last that failed', () => {
  expect(defaultAttempt(all)).toBe(responded);
  expect(defaultAttempt([responded, { ...limited, index: 9, offsetMs: 900 }])).toBe(responded);
  expect(defaultAttempt([limited, { ...responded, state: 'streaming' }])?.state).toBe('streaming');
  expect(defaultAttempt([otherKey, limited, skipped, rest])).toBe(otherKey);
  expect(defaultAttempt([skipped, rest])).toBe(skipped);
  expect(defaultAttempt([])).toBeNull();
});
