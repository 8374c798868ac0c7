/** Where the keyboard is in the table: on a row, or on one of its cells. */
export interface Position {
  /** From 0; -1 before the first row. */
  row: number;
  /** From 0, without the column of the unfold buttons; null on the row as a whole. */
  column: number | null;
}

/** What a key does in the table. `activate` uses the link or button of the cell, `choose` chooses the row to compare it. */
export type TableAction =
  | { kind: 'move'; to: Position }
  | { kind: 'unfold'; unfolded: boolean }
  | { kind: 'fold-all' }
  | { kind: 'open' }
  | { kind: 'activate' }
  | { kind: 'choose' }
  | { kind: 'menu' };

export interface Key {
  key: string;
  ctrlKey: boolean;
  shiftKey: boolean;
}

interface Table {
  rows: number;
  columns: number;
  /** Rows that are visible at once. */
  pageRows: number;
  /** Whether the row at the position is unfolded. */
  unfolded: boolean;
}

/**
 * The keys of a treegrid, as the ARIA Authoring Practices define them: → unfolds a row, then goes into its cells; ← goes back.
 * Space unfolds and folds, C chooses. Null if the table does not use the key.
 */
export function actionOf({ key, ctrlKey, shiftKey }: Key, at: Position, table: Table): TableAction | null {
  switch (key) {
    case 'ArrowDown':
      return toRow(at.row + 1, at, table);
    case 'ArrowUp':
      return toRow(at.row - 1, at, table);
    case 'PageDown':
      return toRow(at.row + table.pageRows, at, table);
    case 'PageUp':
      return toRow(at.row - table.pageRows, at, table);
    case 'Home':
      return at.column === null || ctrlKey ? toRow(0, at, table) : toColumn(0, at);
    case 'End':
      return at.column === null || ctrlKey ? toRow(table.rows - 1, at, table) : toColumn(table.columns - 1, at);
    case 'Escape':
      return at.column === null ? { kind: 'fold-all' } : toColumn(null, at);
  }
  return at.row < 0 ? null : actionOnRow({ key, ctrlKey, shiftKey }, at, table);
}

function actionOnRow({ key, ctrlKey, shiftKey }: Key, at: Position, table: Table): TableAction | null {
  const { column } = at;
  switch (key) {
    case 'ArrowRight':
      if (column === null) {
        return table.unfolded ? toColumn(0, at) : { kind: 'unfold', unfolded: true };
      }
      return toColumn(Math.min(column + 1, table.columns - 1), at);
    case 'ArrowLeft':
      if (column === null) {
        return table.unfolded ? { kind: 'unfold', unfolded: false } : null;
      }
      return toColumn(column === 0 ? null : column - 1, at);
    case ' ':
      return { kind: 'unfold', unfolded: !table.unfolded };
    case 'Enter':
      return column === null ? { kind: 'open' } : { kind: 'activate' };
    case 'c':
      return ctrlKey ? null : { kind: 'choose' };
    case 'ContextMenu':
      return column === null ? null : { kind: 'menu' };
    case 'F10':
      return shiftKey && column !== null ? { kind: 'menu' } : null;
    default:
      return null;
  }
}

function toRow(row: number, { column }: Position, { rows }: Table): TableAction {
  return { kind: 'move', to: { row: Math.max(Math.min(row, rows - 1), 0), column } };
}

function toColumn(column: number | null, { row }: Position): TableAction {
  return { kind: 'move', to: { row, column } };
}
