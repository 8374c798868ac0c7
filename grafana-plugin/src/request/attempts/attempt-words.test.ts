import type { Attempt } from '@tokentrail/records';
import {
  missingCapabilities,
  attemptStatusText,
  skipSentence,
  skipWords,
  attemptSummary,
  usedWords,
} from './attempt-words.ts';

const skipped: Attempt = { index: 0, retry: 0, state: 'skipped' };

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
  expect(skipSentence({ ...skipped, skipReason: 'circuit_open' })).toBe('its circuit breaker is open');
  expect(skipWords('out_of_budget')).toBe('out of budget');
  expect(skipSentence(skipped)).toBe('');
});

test('shows the status code as the outcome, otherwise the state', () => {
  expect(attemptStatusText({ ...skipped, state: 'failed', statusCode: 429 })).toBe('429');
  expect(attemptStatusText({ ...skipped, state: 'failed' })).toBe('failed');
  expect(attemptStatusText({ ...skipped, state: 'available' })).toBe('not reached');
});

test('marks an attempt that continues the previous response', () => {
  const attempt: Attempt = { index: 0, retry: 1, state: 'success', durationMs: 129, keyPreview: 'AIza...stuv' };
  expect(attemptSummary({ ...attempt, continues: true })).toBe('129 ms · continues · AIza...stuv');
  expect(attemptSummary(attempt)).toBe('129 ms · AIza...stuv');
});

test('lists usage in tokens and units, and returns null without usage', () => {
  const attempt: Attempt = { index: 0, retry: 0, state: 'success' };
  expect(usedWords({ ...attempt, usage: { inputTokens: 1200, outputTokens: 340 }, units: { web_search: 2 } })).toBe(
    '1,200 in, 340 out, 2 web search',
  );
  expect(usedWords({ ...attempt, units: { request: 1 } })).toBe('1 request');
  expect(usedWords(attempt)).toBeNull();
});
