import type { Attempt } from '@tokentrail/records';
import {
  attemptName,
  attemptStatusText,
  attemptSummary,
  foldWords,
  missingCapabilities,
  outcomeWords,
  skipSentence,
  skipWords,
  usedWords,
} from './attempt-words.ts';

const skipped: Attempt = { index: 0, retry: 0, state: 'skipped' };
const failed: Attempt = { index: 0, retry: 0, state: 'failed', statusCode: 429, errorCode: 'rate_limit_exceeded' };

test('lists missing and available capabilities of a skipped candidate', () => {
  const attempt: Attempt = {
    ...skipped,
    skipReason: 'capability_missing',
    capabilitiesRequired: ['vision', 'tools'],
    capabilitiesHeld: ['tools', 'cache_1h'],
  };
  expect(missingCapabilities(attempt)).toEqual(['vision']);
  expect(skipSentence(attempt)).toBe('needs vision; has tools, cache_1h');
  expect(skipSentence({ ...attempt, capabilitiesHeld: [] })).toBe('needs vision, tools; has none');
});

test('describes other skip reasons in words, including unknown ones', () => {
  expect(skipSentence({ ...skipped, skipReason: 'circuit_open', capabilitiesRequired: ['vision'] })).toBe(
    'its circuit breaker is open',
  );
  expect(skipWords('out_of_budget')).toBe('out of budget');
  expect(skipSentence(skipped)).toBe('');
});

test('shows the status code if it is the outcome, otherwise the state', () => {
  expect(attemptStatusText(failed)).toBe('429');
  expect(attemptStatusText({ ...failed, statusCode: 200 })).toBe('200 failed');
  expect(attemptStatusText({ ...skipped, state: 'failed' })).toBe('failed');
  expect(attemptStatusText({ ...skipped, state: 'streaming', statusCode: 200 })).toBe('streaming');
  expect(attemptStatusText({ ...skipped, state: 'cancelled', statusCode: 200 })).toBe('cancelled');
  expect(attemptStatusText({ ...skipped, state: 'available' })).toBe('not reached');
});

test('says how an attempt ended in a few words', () => {
  expect(outcomeWords(failed)).toBe('429 rate limit exceeded');
  expect(outcomeWords({ ...skipped, state: 'failed', errorType: 'timeout' })).toBe('timeout');
  expect(outcomeWords({ ...skipped, state: 'failed', statusCode: 502, errorType: '502' })).toBe('502');
  expect(outcomeWords({ ...skipped, state: 'failed' })).toBe('failed');
  expect(outcomeWords({ ...skipped, state: 'cancelled' })).toBe('cancelled');
});

test('names an attempt by its endpoint, its provider or its number', () => {
  expect(attemptName({ ...failed, endpoint: 'azure-eu', provider: 'azure' })).toBe('azure-eu');
  expect(attemptName({ ...failed, provider: 'azure' })).toBe('azure');
  expect(attemptName({ ...failed, index: 2 })).toBe('candidate 3');
});

test('a fold of attempts has their outcome, or their states', () => {
  expect(foldWords([failed, failed])).toBe('2 attempts: 429 rate limit exceeded');
  expect(foldWords([failed, failed, skipped])).toBe('3 attempts: 2 failed, 1 skipped');
  expect(foldWords([{ ...skipped, skipReason: 'circuit_open' }])).toBe(
    '1 attempt: skipped, its circuit breaker is open',
  );
});

test('an attempt’s line has its times and its error, but not its key, which the user may have hidden', () => {
  const attempt: Attempt = { ...failed, durationMs: 129, firstChunkMs: 40, keyPreview: 'AIza...stuv' };
  expect(attemptSummary(attempt)).toBe('129 ms · first 40 ms · rate_limit_exceeded');
  expect(attemptSummary({ ...skipped, state: 'available' })).toBe('');
});

test('lists usage in tokens and units, and returns null without usage', () => {
  const attempt: Attempt = { index: 0, retry: 0, state: 'success' };
  const usage = { inputTokens: 1200, cacheReadTokens: 800, outputTokens: 340 };
  expect(usedWords({ ...attempt, usage, units: { web_search: 2 } })).toBe(
    '1,200 in, 800 from cache, 340 out, 2 web search',
  );
  expect(usedWords({ ...attempt, units: { request: 1 } })).toBe('1 request');
  expect(usedWords(attempt)).toBeNull();
});
