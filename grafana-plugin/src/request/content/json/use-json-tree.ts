import { useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useSearch, type TextSearch } from '../text/use-search.ts';
import type { RowScroller } from '../text/VirtualRows.tsx';
import type { JsonIndex } from './json-index.ts';
import { treeMove } from './json-keys.ts';
import { canFold, rowOfOffset, valueOfOffset, type JsonRows } from './json-rows.ts';
import { useJsonRows, type FoldedRows } from './use-json-rows.ts';

export interface JsonTree extends FoldedRows {
  /** The value that copies and keys refer to. A fold elsewhere does not change it. */
  current: number;
  choose: (row: number) => void;
  search: TextSearch;
  onKeyDown: (event: KeyboardEvent) => void;
  scroller: Ref<RowScroller>;
}

/** State of a JSON tree: rows, current value, search, keys. */
export function useJsonTree(index: JsonIndex, columns: number): JsonTree {
  const folds = useJsonRows(index, columns);
  const { rows, isFolded } = folds;
  const scroller = useRef<RowScroller>(null);
  const [current, setCurrent] = useState(0);
  const search = useSearch(index.text, (offset) => {
    const value = valueOfOffset(index, offset);
    setCurrent(value);
    void folds.reveal(value).then((shown) => {
      if (shown !== null) {
        // After the rows are on the page.
        requestAnimationFrame(() => scroller.current?.show(rowOfOffset(index, shown, offset, columns), true));
      }
    });
  });
  const choose = (row: number) => setCurrent(rows?.value[row] ?? 0);
  const toggle = (row: number) => {
    choose(row);
    folds.toggle(row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (rows === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const row = rowOfCurrent(rows, current);
    const value = rows.value[row] ?? 0;
    const move = treeMove(event.key, {
      index,
      rows,
      row,
      page: scroller.current?.page() ?? 1,
      canFold: canFold(index, value, rows.depth[row] ?? 0, columns),
      isFolded: isFolded(value),
    });
    if (move === null) {
      return;
    }
    event.preventDefault();
    // Keys of the page, such as those of the next request, are not meant.
    event.stopPropagation();
    if ('toggle' in move) {
      toggle(move.toggle);
    } else {
      choose(move.to);
      scroller.current?.show(move.to);
    }
  };

  return { ...folds, toggle, current, choose, search, onKeyDown, scroller };
}

/** The row of the current value; the nearest one before if it is folded away. Rows are in the order of their values. */
export function rowOfCurrent({ count, value, part }: JsonRows, current: number): number {
  let found = 0;
  for (let row = 0; row < count; row += 1) {
    if (part[row] === 0) {
      if ((value[row] ?? 0) > current) {
        break;
      }
      found = row;
    }
  }
  return found;
}
