import { COLUMNS, type Column } from './columns.tsx';

/** The two lines of a card, whatever columns the table shows in a wider place. */
const FIRST_LINE = ['status', 'model', 'cost'];
const SECOND_LINE = ['time', 'key', 'total', 'duration'];

/** Columns of a card, and how many of them are in its first line. */
export function cardColumns(): { columns: readonly Column[]; firstLine: number } {
  const first = columnsOf(FIRST_LINE);
  return { columns: [...first, ...columnsOf(SECOND_LINE)], firstLine: first.length };
}

function columnsOf(ids: readonly string[]): readonly Column[] {
  return ids.flatMap((id) => COLUMNS.filter((column) => column.id === id));
}
