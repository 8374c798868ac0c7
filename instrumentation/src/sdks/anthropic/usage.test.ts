import { usageOfMessage } from './usage.ts';

const tokens = (reported: unknown) => {
  const usage = usageOfMessage(reported);
  return usage && { ...usage, raw: undefined };
};

test('the input includes tokens read from the cache and written to it', () => {
  const reported = {
    input_tokens: 7,
    cache_read_input_tokens: 800,
    cache_creation_input_tokens: 50,
    output_tokens: 20,
  };
  expect(tokens(reported)).toEqual({ inputTokens: 857, cacheReadTokens: 800, cacheWriteTokens: 50, outputTokens: 20 });
});

test('cache writes that are reported by retention only are added up', () => {
  const creation = { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 };
  expect(tokens({ input_tokens: 7, cache_creation: creation })).toEqual({ inputTokens: 57, cacheWriteTokens: 50 });
});

test('counts that were not reported are absent, and a reported 0 is 0', () => {
  const reported = { input_tokens: 7, cache_read_input_tokens: null, cache_creation_input_tokens: 0, output_tokens: 0 };
  expect(tokens(reported)).toEqual({ inputTokens: 7, cacheWriteTokens: 0, outputTokens: 0 });
  expect(tokens({ cache_read_input_tokens: 5 })).toEqual({ cacheReadTokens: 5 });
});

test.each([undefined, null, 'text', {}, { input_tokens: -1, output_tokens: '7' }])('%j reports nothing', (reported) => {
  expect(usageOfMessage(reported)).toBeUndefined();
});

test('the usage object is passed on unchanged', () => {
  const reported = { input_tokens: 1, from_the_future: 3 };
  expect(usageOfMessage(reported)?.raw).toEqual(reported);
});

test('iterations outside the totals become meters, so that the cost is not too low', () => {
  const iterations = [{ type: 'message' }, { type: 'compaction' }, { type: 'message' }, { type: 'compaction' }];
  expect(usageOfMessage({ input_tokens: 1, output_tokens: 1, iterations })?.units).toEqual({ compaction: 2 });
  expect(
    usageOfMessage({ input_tokens: 1, output_tokens: 1, iterations: [{ type: 'message' }, null, 7] }),
  ).not.toHaveProperty('units');
});
