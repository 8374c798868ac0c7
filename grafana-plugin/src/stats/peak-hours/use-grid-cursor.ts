import { useRef, useState, type KeyboardEvent } from 'react';

interface Position {
  row: number;
  column: number;
}

/**
 * The current cell of a grid, whose cells share one tab stop. Arrow keys, Home and End move it; with Ctrl to the first and the
 * last cell of the grid. `cellProps` belong to each cell.
 */
export function useGridCursor(rows: number, columns: number) {
  const [current, setCurrent] = useState<Position>({ row: 0, column: 0 });
  const [focused, setFocused] = useState<Position | null>(null);
  const cells = useRef(new Map<string, HTMLElement>());
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(current, event, rows - 1, columns - 1);
    if (next !== null) {
      event.preventDefault();
      cells.current.get(keyOf(next))?.focus();
    }
  };
  const cellProps = (row: number, column: number) => ({
    tabIndex: row === current.row && column === current.column ? 0 : -1,
    ref: (element: HTMLElement | null) => {
      if (element === null) {
        cells.current.delete(keyOf({ row, column }));
      } else {
        cells.current.set(keyOf({ row, column }), element);
      }
    },
    onFocus: () => {
      setCurrent({ row, column });
      setFocused({ row, column });
    },
    onBlur: () => setFocused(null),
  });
  return { focused, cellProps, onKeyDown };
}

function keyOf({ row, column }: Position): string {
  return `${row} ${column}`;
}

function moved(
  { row, column }: Position,
  { key, ctrlKey }: KeyboardEvent,
  lastRow: number,
  lastColumn: number,
): Position | null {
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(row - 1, 0), column };
    case 'ArrowDown':
      return { row: Math.min(row + 1, lastRow), column };
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) };
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, lastColumn) };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? lastRow : row, column: lastColumn };
    default:
      return null;
  }
}
