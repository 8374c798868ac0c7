import { Searches } from './searches.ts';
import { usageOfEmbeddings } from './usage.ts';

test('reads tokens of embeddings in total or per text; unknown if one text reports none', () => {
  const each = (...counts: unknown[]) => counts.map((tokenCount) => ({ statistics: { tokenCount } }));
  expect(usageOfEmbeddings({ promptTokenCount: 9 }, each(1))).toEqual({ raw: { promptTokenCount: 9 } });
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
