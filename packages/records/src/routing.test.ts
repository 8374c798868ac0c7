import fc from 'fast-check';
import type { Attempt } from './attempt.ts';
import { routingOf } from './routing.ts';

let offsetMs = 0;

/** A sent attempt that starts after those created before it. */
function sent(provider: string | undefined, key: Partial<Attempt> = {}, more: Partial<Attempt> = {}): Attempt {
  return { index: 0, retry: 0, state: 'failed', offsetMs: offsetMs++, ...(provider && { provider }), ...key, ...more };
}

const A = { keyName: 'a' };
const B = { keyName: 'b' };
const NEXT_PART = { continues: true };

const CASES: [what: string, attempts: Attempt[], marks: string][] = [
  ['no attempt', [], ''],
  ['one attempt', [sent('openai', A)], ''],
  ['the same key', [sent('openai', A), sent('openai', A)], 'retried'],
  ['another key', [sent('openai', A), sent('openai', B)], 'retried changedKey'],
  [
    'the first key again after another',
    [sent('openai', A), sent('openai', B), sent('openai', A)],
    'retried changedKey',
  ],
  ['another provider, with a key of its own', [sent('openai', A), sent('azure', B)], 'fellBack'],
  [
    'another key, then another provider',
    [sent('openai', A), sent('openai', B), sent('azure', A)],
    'retried changedKey fellBack',
  ],
  [
    'another key after another provider',
    [sent('openai', A), sent('azure', A), sent('openai', B)],
    'retried changedKey fellBack',
  ],
  ['a key that is unknown', [sent('openai', A), sent('openai')], 'retried'],
  ['unknown keys', [sent('openai'), sent('openai')], 'retried'],
  ['unknown providers of two candidates', [sent(undefined, A), sent(undefined, B, { index: 1 })], 'fellBack'],
  ['an unknown provider of one candidate', [sent(undefined, A), sent(undefined, B)], 'retried changedKey'],
  [
    'a candidate with another key that was skipped',
    [sent('openai', A), sent('openai', B, { state: 'skipped' }), sent('openai', B, { state: 'available' })],
    '',
  ],
  ['a continuation', [sent('openai', A, { state: 'success' }), sent('openai', A, NEXT_PART)], ''],
  [
    'a continuation with the next key of a pool',
    [sent('openai', A, { state: 'success' }), sent('openai', B, NEXT_PART)],
    '',
  ],
  [
    'a continuation that is retried with the same key',
    [sent('openai', A, { state: 'success' }), sent('openai', B, NEXT_PART), sent('openai', B)],
    'retried',
  ],
  [
    'a continuation at another provider after a retry',
    [sent('openai', A), sent('openai', A, { state: 'success' }), sent('azure', B, NEXT_PART)],
    'retried fellBack',
  ],
];

test.each(CASES)('marks a call by its attempts: %s', (_what, attempts, marks) => {
  const { count, ...routing } = routingOf(attempts);
  expect(count).toBe(attempts.filter(({ state }) => state !== 'skipped' && state !== 'available').length);
  expect(Object.entries(routing).flatMap(([name, is]) => (is ? [name] : []))).toEqual(marks.split(' ').filter(Boolean));
});

test.each<[what: string, one: Partial<Attempt>, other: Partial<Attempt>, differ: boolean]>([
  ['fingerprints', { keyFingerprint: '1', keyName: 'a' }, { keyFingerprint: '2', keyName: 'a' }, true],
  [
    'one fingerprint under two names',
    { keyFingerprint: '1', keyName: 'a' },
    { keyFingerprint: '1', keyName: 'b' },
    false,
  ],
  ['names, if a fingerprint is missing', { keyFingerprint: '1', keyName: 'a' }, { keyName: 'b' }, true],
  ['one name under two previews', { keyName: 'a', keyPreview: 'x' }, { keyName: 'a', keyPreview: 'y' }, false],
  ['previews, if a name is missing', { keyName: 'a', keyPreview: 'x' }, { keyPreview: 'y' }, true],
  ['no common fact', { keyName: 'a' }, { keyPreview: 'y' }, false],
])('compares keys by the most exact fact that both attempts have: %s', (_what, one, other, differ) => {
  expect(routingOf([sent('openai', one), sent('openai', other)]).changedKey).toBe(differ);
});

const anyAttempt = fc.record<Attempt>({
  index: fc.nat(2),
  retry: fc.nat(2),
  state: fc.constantFrom('success', 'failed', 'cancelled', 'skipped', 'available', 'pending'),
  offsetMs: fc.nat(1000),
  provider: fc.constantFrom('openai', 'azure'),
  keyName: fc.constantFrom('a', 'b'),
  continues: fc.boolean(),
});

test('every call that changed the key was retried, and the order of the attempts in the list does not matter', () => {
  const inTime = fc.uniqueArray(anyAttempt, { selector: ({ offsetMs: at }) => at });
  fc.assert(
    fc.property(inTime, (attempts) => {
      const routing = routingOf(attempts);
      expect(routing.retried || !routing.changedKey).toBe(true);
      expect(routingOf(attempts.toReversed())).toEqual(routing);
    }),
  );
});
