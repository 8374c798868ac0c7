import type { Attempt } from '@tokentrail/records';
import { groupAttempts, type TimelineItem } from './attempt-groups.ts';

const attemptsOf = (count: number, more: (index: number) => Partial<Attempt>): Attempt[] =>
  Array.from({ length: count }, (_, index) => ({ index, retry: 0, state: 'failed', provider: 'a', ...more(index) }));

const shapeOf = (items: readonly TimelineItem[]) =>
  items.map((item) => (item.kind === 'fold' ? item.attempts.length : item.attempt.index));

test('groups attempts by provider in order of first use, without folds if they are few', () => {
  const attempts = attemptsOf(12, (index) => ({ provider: index % 3 === 2 ? 'b' : 'a' }));
  expect(groupAttempts(attempts).map(({ provider, count, items }) => [provider, count, shapeOf(items)])).toEqual([
    ['a', 8, [0, 1, 3, 4, 6, 7, 9, 10]],
    ['b', 4, [2, 5, 8, 11]],
  ]);
});

test('folds many attempts in a row with the same outcome, and keeps the others', () => {
  const attempts = attemptsOf(200, (index) => (index === 57 || index === 199 ? { state: 'success' } : {}));
  expect(groupAttempts(attempts).map(({ items }) => shapeOf(items))).toEqual([[57, 57, 100, 41, 199]]);
});

test('of many attempts with changing outcomes, the first and the last ones are shown', () => {
  const attempts = attemptsOf(200, (index) => ({ statusCode: index % 2 === 0 ? 429 : 500 }));
  const [group] = groupAttempts(attempts);
  expect(shapeOf(group!.items)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => index),
    100,
    80,
    ...Array.from({ length: 10 }, (_, index) => 190 + index),
  ]);
  expect(group!.count).toBe(200);
});

test('the largest call has few items, and each attempt is in one of them', () => {
  const attempts = attemptsOf(10_000, (index) => ({ statusCode: 400 + (index % 7), provider: index % 2 ? 'a' : 'b' }));
  const items = groupAttempts(attempts).flatMap((group) => group.items);
  expect(items.length).toBeLessThan(200);
  const contained = items.flatMap((item) => (item.kind === 'fold' ? item.attempts : [item.attempt]));
  expect(new Set(contained.map(({ index }) => index)).size).toBe(10_000);
});
