import { Searches } from './searches.ts';
import { usageOfContent, usageOfEmbeddings } from './usage.ts';

const tokens = (reported: unknown) => {
  const usage = usageOfContent(reported);
  return usage && { ...usage, raw: undefined };
};

test('cached tokens are part of the prompt; tool results and thoughts are added to prompt and candidates', () => {
  const reported = {
    promptTokenCount: 857,
    cachedContentTokenCount: 800,
    toolUsePromptTokenCount: 43,
    candidatesTokenCount: 15,
    thoughtsTokenCount: 5,
    totalTokenCount: 920,
  };
  expect(tokens(reported)).toEqual({ inputTokens: 900, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 });
});

test('counts audio tokens of input and output separately', () => {
  const reported = {
    promptTokenCount: 100,
    candidatesTokenCount: 30,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: 60 },
      { modality: 'AUDIO', tokenCount: 30 },
      { modality: 'AUDIO', tokenCount: 10 },
    ],
    candidatesTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
  };
  expect(tokens(reported)).toEqual({ inputTokens: 100, outputTokens: 30, audioInputTokens: 40, audioOutputTokens: 30 });
});

test('omits counts that were not reported and keeps a reported 0', () => {
  expect(tokens({ promptTokenCount: 7, candidatesTokenCount: 0 })).toEqual({ inputTokens: 7, outputTokens: 0 });
  expect(tokens({ promptTokenCount: 7 })).toEqual({ inputTokens: 7 });
});

test.each([undefined, null, 'text', {}, { promptTokenCount: -1, candidatesTokenCount: '7' }])(
  '%j reports nothing',
  (reported) => expect(usageOfContent(reported)).toBeUndefined(),
);

test('passes on the provider’s usage object unchanged', () => {
  const reported = { promptTokenCount: 1, from_the_future: 3 };
  expect(usageOfContent(reported)?.raw).toEqual(reported);
});

test('reads tokens of embeddings in total or per text; unknown if one text reports none', () => {
  const each = (...counts: unknown[]) => counts.map((tokenCount) => ({ statistics: { tokenCount } }));
  expect(usageOfEmbeddings({ promptTokenCount: 9 }, each(1))?.inputTokens).toBe(9);
  expect(usageOfEmbeddings(undefined, each(3, 4))).toEqual({ inputTokens: 7 });
  expect(usageOfEmbeddings(undefined, each(3, undefined))).toBeUndefined();
  expect(usageOfEmbeddings(undefined, [])).toBeUndefined();
});

test('counts each search query once and ignores empty ones', () => {
  const searches = new Searches();
  expect(searches.units).toBeUndefined();
  searches.read({ webSearchQueries: ['', 'a', 'b'], groundingChunks: [{ web: {} }, null] });
  searches.read({ webSearchQueries: ['a'], imageSearchQueries: ['a'], groundingChunks: [{ maps: {} }, { maps: {} }] });
  searches.read('not an object');
  expect(searches.units).toEqual({ web_search: 2, image_search: 1, maps_search: 1 });
});
