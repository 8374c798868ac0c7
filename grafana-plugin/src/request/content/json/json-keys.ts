import type { JsonIndex } from './json-index.ts';
import { CLOSE, rowOfValue, type JsonRows } from './json-rows.ts';

/** What a key does in the tree, as WAI-ARIA says: go to a row, fold or unfold one, or nothing. */
export type TreeMove = { to: number } | { toggle: number } | null;

interface TreeState {
  index: JsonIndex;
  rows: JsonRows;
  /** The current row. */
  row: number;
  /** Number of rows that are visible at once. */
  page: number;
  canFold: boolean;
  isFolded: boolean;
}

export function treeMove(key: string, state: TreeState): TreeMove {
  const { index, rows, row, page, canFold, isFolded } = state;
  switch (key) {
    case 'ArrowDown':
      return { to: headFrom(rows, row + 1, 1) };
    case 'ArrowUp':
      return { to: headFrom(rows, row - 1, -1) };
    case 'PageDown':
      return { to: headFrom(rows, Math.min(row + page, rows.count - 1), -1) };
    case 'PageUp':
      return { to: headFrom(rows, Math.max(row - page, 0), 1) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: headFrom(rows, rows.count - 1, -1) };
    case 'ArrowRight':
      return canFold && isFolded ? { toggle: row } : { to: headFrom(rows, row + 1, 1) };
    case 'ArrowLeft': {
      const parent = index.parent[rows.value[row] ?? 0] ?? -1;
      return canFold && !isFolded ? { toggle: row } : { to: parent < 0 ? row : rowOfValue(rows, parent) };
    }
    case 'Enter':
    case ' ':
      return canFold ? { toggle: row } : null;
    default:
      return null;
  }
}

/** The nearest first row of a value at or after `row` in a direction; the one before in the other if there is none. */
export function headFrom({ count, part }: JsonRows, row: number, direction: 1 | -1): number {
  for (let at = row; at >= 0 && at < count; at += direction) {
    if (part[at] !== CLOSE && part[at] === 0) {
      return at;
    }
  }
  let last = Math.max(0, Math.min(row, count - 1));
  while (last > 0 && part[last] !== 0) {
    last -= 1;
  }
  return last;
}
