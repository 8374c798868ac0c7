import { usageOfCompletion, usageOfResponse } from './usage.ts';

function tokens(usage: object | undefined): object | undefined {
  return usage && { ...usage, raw: undefined };
}

test('counts that were not reported are absent, and a reported 0 is 0', () => {
  expect(tokens(usageOfCompletion({ prompt_tokens: 8, total_tokens: 8 }))).toEqual({ inputTokens: 8 });
  expect(
    tokens(usageOfCompletion({ prompt_tokens: 8, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } })),
  ).toEqual({ inputTokens: 8, outputTokens: 0, cacheReadTokens: 0 });
});

test.each([undefined, null, 'text', {}, { prompt_tokens: -1, completion_tokens: '7' }, { prompt_tokens: 1.5 }])(
  '%j reports nothing',
  (reported) => {
    expect(usageOfCompletion(reported)).toBeUndefined();
    expect(usageOfResponse(reported)).toBeUndefined();
  },
);

test('reasoning beside the completion tokens is added, reasoning within is not', () => {
  const details = { completion_tokens_details: { reasoning_tokens: 30 } };
  const beside = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 45, ...details };
  const within = { prompt_tokens: 10, completion_tokens: 35, total_tokens: 45, ...details };
  expect(usageOfCompletion(beside)?.outputTokens).toBe(35);
  expect(usageOfCompletion(within)?.outputTokens).toBe(35);
});

test("DeepSeek's name for cached tokens", () => {
  expect(usageOfCompletion({ prompt_tokens: 10, prompt_cache_hit_tokens: 4 })?.cacheReadTokens).toBe(4);
});

test('the usage object is passed on unchanged', () => {
  const reported = { input_tokens: 1, input_tokens_details: { from_the_future: 3 } };
  expect(usageOfResponse(reported)?.raw).toBe(reported);
});
