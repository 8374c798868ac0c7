import { Searches } from './searches.ts';
import { usageOfContent, usageOfEmbeddings } from './usage.ts';

const tokens = (reported: unknown) => {
  const usage = usageOfContent(reported);
  return usage && { ...usage, raw: undefined };
};

test('cached tokens are within the prompt; tool results and thoughts stand beside what they are part of', () => {
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

test('sound is told apart, in and out', () => {
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

test('what was not reported is absent, and a reported 0 is 0', () => {
  expect(tokens({ promptTokenCount: 7, candidatesTokenCount: 0 })).toEqual({ inputTokens: 7, outputTokens: 0 });
  expect(tokens({ promptTokenCount: 7 })).toEqual({ inputTokens: 7 });
});

test.each([undefined, null, 'text', {}, { promptTokenCount: -1, candidatesTokenCount: '7' }])(
  '%j reports nothing',
  (reported) => expect(usageOfContent(reported)).toBeUndefined(),
);

test('the usage object is handed on as it came', () => {
  const reported = { promptTokenCount: 1, from_the_future: 3 };
  expect(usageOfContent(reported)?.raw).toEqual(reported);
});

test('embeddings tell their tokens as a whole or one by one, and are unknown where one does not', () => {
  const each = (...counts: unknown[]) => counts.map((tokenCount) => ({ statistics: { tokenCount } }));
  expect(usageOfEmbeddings({ promptTokenCount: 9 }, each(1))?.inputTokens).toBe(9);
  expect(usageOfEmbeddings(undefined, each(3, 4))).toEqual({ inputTokens: 7 });
  expect(usageOfEmbeddings(undefined, each(3, undefined))).toBeUndefined();
  expect(usageOfEmbeddings(undefined, [])).toBeUndefined();
});

test('a search counts once, however often it is told, and an empty one not at all', () => {
  const searches = new Searches();
  expect(searches.units).toBeUndefined();
  searches.read({ webSearchQueries: ['', 'a', 'b'], groundingChunks: [{ web: {} }, null] });
  searches.read({ webSearchQueries: ['a'], imageSearchQueries: ['a'], groundingChunks: [{ maps: {} }, { maps: {} }] });
  searches.read('odd');
  expect(searches.units).toEqual({ web_search: 2, image_search: 1, maps_search: 1 });
});
