import { readUsage } from './read-usage.ts';

test('the token counts of a usage are those that its raw object means at the provider', () => {
  const raw = { prompt_tokens: 10, completion_tokens: 424, total_tokens: 1006 };
  const units = { web_search: 1 };
  expect(readUsage({ raw, inputTokens: 1, units }, 'gcp.gemini', 'openai.chat')).toEqual({
    raw,
    units,
    inputTokens: 10,
    outputTokens: 996,
    reasoningTokens: 572,
  });
  expect(readUsage({ raw: { ...raw } }, 'openai', 'openai.chat')).toMatchObject({ outputTokens: 424 });
});

test('the reported token counts are used if the raw object has none', () => {
  const usage = { inputTokens: 7, cacheReadTokens: -1, raw: {} };
  expect(readUsage(usage, 'openai', 'openai.chat')).toEqual({ inputTokens: 7, raw: {} });
  expect(readUsage({ inputTokens: 7 }, 'openai', 'openai.chat')).toEqual({ inputTokens: 7 });
  expect(readUsage(undefined, undefined, undefined)).toBeUndefined();
});
