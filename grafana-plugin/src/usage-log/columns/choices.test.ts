import type { ColumnChoice, ColumnId } from '../../column-set.ts';
import { moved, toggled } from './choices.ts';

const choicesOf = (...ids: ColumnId[]): ColumnChoice[] => ids.map((id) => ({ id, px: null }));
const idsOf = (choices: readonly ColumnChoice[]) => choices.map(({ id }) => id).join(' ');

test('a chosen column comes last', () => {
  expect(idsOf(toggled(choicesOf('time', 'cost'), 'user'))).toBe('time cost user');
});

test('the last column cannot be removed', () => {
  expect(idsOf(toggled(choicesOf('time', 'cost'), 'time'))).toBe('cost');
  expect(idsOf(toggled(choicesOf('cost'), 'cost'))).toBe('cost');
});

test.each([
  ['cost', 0, 'cost time model'],
  ['time', 1, 'model time cost'],
  ['time', 9, 'model cost time'],
  ['model', -1, 'model time cost'],
  ['user', 1, 'time user model cost'],
] as const)('%s at the position %d gives %s', (id, position, expected) => {
  expect(idsOf(moved(choicesOf('time', 'model', 'cost'), id, position))).toBe(expected);
});

test('a moved column keeps its width', () => {
  expect(moved([{ id: 'time', px: 120 }, ...choicesOf('cost')], 'time', 1)).toContainEqual({ id: 'time', px: 120 });
});
