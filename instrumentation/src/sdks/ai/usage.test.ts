import { usageOfEmbeddings, usageOfModel } from './usage.ts';

/** Usage as the SDK normalizes it: parts that were not reported are 0. */
function usage(raw: object | undefined, input: (number | undefined)[], output: (number | undefined)[]) {
  const [total, noCache, cacheRead, cacheWrite] = input;
  const [all, text, reasoning] = output;
  return { inputTokens: { total, noCache, cacheRead, cacheWrite }, outputTokens: { total: all, text, reasoning }, raw };
}

test('reads the provider’s own object of a chat completion', () => {
  const raw = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
  expect(usageOfModel(usage(raw, [9, 9, 0, undefined], [2, 2, 0]))).toEqual({ inputTokens: 9, outputTokens: 2, raw });
});

test('keeps the input tokens of a message’s first event if its last event reports null', () => {
  const raw = { input_tokens: null, cache_read_input_tokens: 800, cache_creation_input_tokens: 50, output_tokens: 20 };
  expect(usageOfModel(usage(raw, [857, 7, 800, 50], [20, undefined, undefined]))).toEqual({
    inputTokens: 857,
    outputTokens: 20,
    cacheReadTokens: 800,
    cacheWriteTokens: 50,
    raw: { ...raw, input_tokens: 7 },
  });
});

test('uses the SDK’s counts for an unknown form, and omits parts of 0', () => {
  const raw = { promptTokenCount: 10, candidatesTokenCount: 4, thoughtsTokenCount: 6, totalTokenCount: 20 };
  expect(usageOfModel(usage(raw, [10, 10, 0, undefined], [10, 4, 6]))).toEqual({
    inputTokens: 10,
    outputTokens: 10,
    reasoningTokens: 6,
    raw,
  });
});

test('reads the flat form of the SDK’s results', () => {
  const reported = {
    inputTokens: 5,
    inputTokenDetails: { cacheReadTokens: 2 },
    outputTokens: 3,
    outputTokenDetails: {},
  };
  expect(usageOfModel(reported)).toEqual({ inputTokens: 5, outputTokens: 3, cacheReadTokens: 2 });
});

test.each([undefined, {}, usage(undefined, [undefined], [undefined])])('%j reports nothing', (reported) => {
  expect(usageOfModel(reported)).toBeUndefined();
});

test('reads the sum of embeddings, and the raw object if there is only one response', () => {
  const raw = { prompt_tokens: 8, total_tokens: 8 };
  expect(usageOfEmbeddings({ tokens: 8 }, [{ usage: raw }])).toEqual({ inputTokens: 8, raw });
  expect(usageOfEmbeddings({ tokens: 16 }, [{ usage: raw }, { usage: raw }])).toEqual({ inputTokens: 16 });
  expect(usageOfEmbeddings({ tokens: NaN }, [undefined])).toBeUndefined();
});
