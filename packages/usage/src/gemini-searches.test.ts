import { GeminiSearches } from './gemini-searches.ts';

test('counts each search query once, ignores empty ones, and counts the prompt once', () => {
  const searches = new GeminiSearches();
  expect(searches.units).toBeUndefined();
  searches.read({ webSearchQueries: ['', ' ', 'a', 'b'], groundingChunks: [{ web: {} }, null] });
  searches.read({ webSearchQueries: ['a'], imageSearchQueries: ['a'], groundingChunks: [{ maps: {} }, { maps: {} }] });
  searches.read('not an object');
  expect(searches.units).toEqual({ web_search: 2, grounded_prompt: 1, image_search: 1, maps_search: 1 });
});

test('a prompt that was not searched for is not grounded', () => {
  const searches = new GeminiSearches();
  searches.read({ retrievalQueries: ['a'] });
  expect(searches.units).toEqual({ retrieval_search: 1 });
});

test('queries sent to Maps are no web searches, unless the response also has results of the web', () => {
  const searches = new GeminiSearches();
  searches.read({ groundingChunks: [{ maps: {} }], webSearchQueries: ['restaurants near me'] });
  expect(searches.units).toEqual({ maps_search: 1 });
  searches.read({ searchEntryPoint: { renderedContent: '' } });
  expect(searches.units).toEqual({ maps_search: 1, web_search: 1, grounded_prompt: 1 });
});
