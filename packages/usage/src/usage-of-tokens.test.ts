import { countsOf } from './counts.ts';
import { normaliseUsage } from './normalise.ts';
import { usageOfTokens, type CountedTokens } from './usage-of-tokens.ts';

const metersOf = (tokens: CountedTokens, needsOutput = true) => {
  const usage = normaliseUsage(usageOfTokens(tokens, needsOutput), 'openai', undefined);
  return countsOf(usage, true) ?? usage;
};

test('without a total, cached tokens are part of the input and reasoning of the output', () => {
  const tokens = { inputTokens: 100, outputTokens: 50, cacheReadTokens: 80, cacheWriteTokens: 10, reasoningTokens: 30 };
  expect(metersOf(tokens)).toEqual({ input: 100, cache_read: 80, cache_write: 10, output: 50, reasoning: 30 });
});

test('the reported total decides whether they are beside them', () => {
  const tokens = { inputTokens: 10, outputTokens: 100, reasoningTokens: 50 };
  expect(metersOf({ ...tokens, totalTokens: 110 })).toEqual({ input: 10, output: 100, reasoning: 50 });
  expect(metersOf({ ...tokens, totalTokens: 160 })).toEqual({ input: 10, output: 150, reasoning: 50 });
  expect(metersOf({ ...tokens, totalTokens: 123 })).toEqual({
    unknown: 'total_tokens 123 does not match the other counts',
  });
});

test('the same counts mean the same for a seller with another format', () => {
  const usage = usageOfTokens({ inputTokens: 100, outputTokens: 50, cacheReadTokens: 80 }, true);
  for (const profile of ['anthropic', 'gemini', 'cohere'] as const) {
    expect(countsOf(normaliseUsage(usage, profile, undefined), true)).toEqual({
      input: 100,
      cache_read: 80,
      output: 50,
    });
  }
});

test('missing output is 0 for embeddings and unknown for a chat, even with a total', () => {
  expect(metersOf({ inputTokens: 8 }, false)).toEqual({ input: 8, output: 0 });
  expect(metersOf({ totalTokens: 8 }, false)).toEqual({ input: 8, output: 0 });
  expect(metersOf({ inputTokens: 8, totalTokens: 8 })).toEqual({ unknown: 'no output tokens were reported' });
  expect(metersOf({ totalTokens: 8 })).toHaveProperty('unknown');
});

test('images and audio are parts', () => {
  const tokens = {
    inputTokens: 90,
    outputTokens: 60,
    audioInputTokens: 20,
    imageInputTokens: 30,
    imageOutputTokens: 40,
  };
  expect(metersOf(tokens)).toEqual({ input: 90, input_audio: 20, input_image: 30, output: 60, output_image: 40 });
});
