import { memoize } from './memoize.ts';

test('computes the result of a text once, until the limit of texts is exceeded', () => {
  const computed: string[] = [];
  const upper = memoize((text) => {
    computed.push(text);
    return text.toUpperCase();
  }, 2);
  expect(['a', 'b', 'a', 'b', 'c', 'a'].map(upper)).toEqual(['A', 'B', 'A', 'B', 'C', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});

test('does not cache long texts', () => {
  let computed = 0;
  const size = memoize((text) => {
    computed++;
    return text.length;
  });
  expect([size('x'.repeat(1000)), size('x'.repeat(1000))]).toEqual([1000, 1000]);
  expect(computed).toBe(2);
});
