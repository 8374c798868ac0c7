import { isOnlyInLines, meterWord } from './meter-words.ts';

test.each([
  ['input', 'Input'],
  ['cache_write:1h', 'Cache write, 1 h'],
  ['cache_write:5m', 'Cache write, 5 m'],
  ['web_search', 'Web searches'],
  ['from_the_future', 'from the future'],
])('shows the meter %s as "%s"', (meter, word) => {
  expect(meterWord(meter)).toBe(word);
});

test('a unit that the record does not count by itself is shown beside its tokens', () => {
  expect(['cache_write:1h', 'input_image', 'web_search', 'second'].every(isOnlyInLines)).toBe(true);
  expect(['input', 'cache_read', 'output', 'minimum', 'reported'].some(isOnlyInLines)).toBe(false);
});
