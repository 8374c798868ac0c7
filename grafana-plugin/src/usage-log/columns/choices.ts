import type { ColumnChoice, ColumnId } from '../../column-set.ts';

/** Adds a column at the end, or removes it. The last one stays. */
export function toggled(choices: readonly ColumnChoice[], id: ColumnId): readonly ColumnChoice[] {
  const others = choices.filter((choice) => choice.id !== id);
  if (others.length === choices.length) {
    return [...choices, { id, px: null }];
  }
  return others.length === 0 ? choices : others;
}

/** Moves a column to a position. A column that is not shown is added there. */
export function moved(choices: readonly ColumnChoice[], id: ColumnId, position: number): readonly ColumnChoice[] {
  const choice = choices.find((one) => one.id === id) ?? { id, px: null };
  const others = choices.filter((one) => one.id !== id);
  const index = Math.min(Math.max(position, 0), others.length);
  return [...others.slice(0, index), choice, ...others.slice(index)];
}
