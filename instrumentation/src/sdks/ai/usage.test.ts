import { usageOfEmbeddings, usageOfModel } from './usage.ts';

/** As the SDK normalises: what was not reported is 0 in its parts. */
function usage(raw: object | undefined, input: (number | undefined)[], output: (number | undefined)[]) {
  const [total, noCache, cacheRead, cacheWrite] = input;
  const [all, text, reasoning] = output;
  return { inputTokens: { total, noCache, cacheRead, cacheWrite }, outputTokens: { total: all, text, reasoning }, raw };
}

test('the raw object of a chat completion is read as such', () => {
  const raw = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
  expect(usageOfModel(usage(raw, [9, 9, 0, undefined], [2, 2, 0]))).toEqual({ inputTokens: 9, outputTokens: 2, raw });
});

test('a message whose last event said null keeps what its first one said', () => {
  const raw = { input_tokens: null, cache_read_input_tokens: 800, cache_creation_input_tokens: 50, output_tokens: 20 };
  expect(usageOfModel(usage(raw, [857, 7, 800, 50], [20, undefined, undefined]))).toEqual({
    inputTokens: 857,
    outputTokens: 20,
    cacheReadTokens: 800,
    cacheWriteTokens: 50,
    raw: { ...raw, input_tokens: 7 },
  });
});

test('of a form that is not known here, the counts are those of the SDK, and a part of 0 is none', () => {
  const raw = { promptTokenCount: 10, candidatesTokenCount: 4, thoughtsTokenCount: 6, totalTokenCount: 20 };
  expect(usageOfModel(usage(raw, [10, 10, 0, undefined], [10, 4, 6]))).toEqual({
    inputTokens: 10,
    outputTokens: 10,
    reasoningTokens: 6,
    raw,
  });
});

test('flat, as results of the SDK tell it', () => {
  const reported = {
    inputTokens: 5,
    inputTokenDetails: { cacheReadTokens: 2 },
    outputTokens: 3,
    outputTokenDetails: {},
  };
  expect(usageOfModel(reported)).toEqual({ inputTokens: 5, outputTokens: 3, cacheReadTokens: 2 });
});

test.each([undefined, {}, usage(undefined, [undefined], [undefined])])('%j tells nothing', (reported) => {
  expect(usageOfModel(reported)).toBeUndefined();
});

test('embeddings: the sum, and the raw object of the only answer', () => {
  const raw = { prompt_tokens: 8, total_tokens: 8 };
  expect(usageOfEmbeddings({ tokens: 8 }, [{ usage: raw }])).toEqual({ inputTokens: 8, raw });
  expect(usageOfEmbeddings({ tokens: 16 }, [{ usage: raw }, { usage: raw }])).toEqual({ inputTokens: 16 });
  expect(usageOfEmbeddings({ tokens: NaN }, [undefined])).toBeUndefined();
});
