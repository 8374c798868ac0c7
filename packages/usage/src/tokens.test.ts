import { tokensIn } from './tokens.ts';
import type { UsageProfile } from './profiles.ts';

const tokens = (usage: unknown, profile: UsageProfile = 'openai', format?: string) => tokensIn(usage, profile, format);

test('counts that were not reported are absent, and a reported 0 is 0', () => {
  expect(tokens({ prompt_tokens: 8, total_tokens: 8 }, 'openai', 'openai.embeddings')).toEqual({ inputTokens: 8 });
  const zero = { prompt_tokens: 8, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } };
  expect(tokens(zero)).toEqual({ inputTokens: 8, outputTokens: 0, cacheReadTokens: 0 });
});

test.each([undefined, null, 'text', {}, { prompt_tokens: -1, completion_tokens: '7' }, { prompt_tokens: 1.5 }])(
  '%j has no tokens',
  (usage) => expect(tokens(usage)).toEqual({}),
);

test('reasoning beside the completion tokens is added, reasoning within is not', () => {
  const details = { completion_tokens_details: { reasoning_tokens: 30 } };
  const beside = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 45, ...details };
  const within = { prompt_tokens: 10, completion_tokens: 35, total_tokens: 45, ...details };
  for (const usage of [beside, within]) {
    expect(tokens(usage)).toEqual({ inputTokens: 10, outputTokens: 35, reasoningTokens: 30 });
  }
});

test('thinking that Gemini reports only in the total is output', () => {
  const usage = { prompt_tokens: 10, completion_tokens: 424, total_tokens: 1006 };
  expect(tokens(usage, 'gemini')).toEqual({ inputTokens: 10, outputTokens: 996, reasoningTokens: 572 });
});

test('Anthropic counts cached tokens beside the input, the column includes them', () => {
  const cache_creation = { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 };
  expect(
    tokens({ input_tokens: 7, cache_read_input_tokens: 5, cache_creation, output_tokens: 2 }, 'anthropic'),
  ).toEqual({
    inputTokens: 62,
    outputTokens: 2,
    cacheReadTokens: 5,
    cacheWriteTokens: 50,
  });
});

test('an incomplete usage has the columns that were reported', () => {
  expect(tokens({ input_tokens: 7, cache_read_input_tokens: 5 }, 'anthropic')).toEqual({
    inputTokens: 12,
    cacheReadTokens: 5,
  });
  expect(tokens({ cache_read_input_tokens: 5 }, 'anthropic')).toEqual({ cacheReadTokens: 5 });
  expect(tokens({ prompt_tokens: 7 })).toEqual({ inputTokens: 7 });
});

test('a usage that contradicts itself has the columns as they were reported', () => {
  expect(tokens({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 99 })).toEqual({
    inputTokens: 10,
    outputTokens: 5,
  });
});

test('both families of names: the one that is used', () => {
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, input_tokens: 23, output_tokens: 1056 };
  expect(tokens(usage)).toEqual({ inputTokens: 23, outputTokens: 1056 });
});

test('audio that was cached is input audio too', () => {
  const usage = {
    input_tokens: 100,
    output_tokens: 40,
    total_tokens: 140,
    input_token_details: { audio_tokens: 60, cached_tokens: 30, cached_tokens_details: { audio_tokens: 20 } },
    output_token_details: { audio_tokens: 35 },
  };
  expect(tokens(usage)).toEqual({
    inputTokens: 100,
    outputTokens: 40,
    cacheReadTokens: 30,
    audioInputTokens: 60,
    audioOutputTokens: 35,
  });
});
