import { memoize } from './memoize.ts';

test('computes the result of a text once, until the limit of texts is exceeded', () => {
  const computed: string[] = [];
  const upper = memoize(
    (text) => {
      computed.push(text);
      return text.toUpperCase();
    },
    { max: 2 },
  );
  expect(['a', 'b', 'a', 'b', 'c', 'a'].map(upper)).toEqual(['A', 'B', 'A', 'B', 'C', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});

test('caches a result that is undefined', () => {
  let computed = 0;
  const nothing = memoize((): undefined => void computed++);
  expect([nothing('a'), nothing('a')]).toEqual([undefined, undefined]);
  expect(computed).toBe(1);
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
