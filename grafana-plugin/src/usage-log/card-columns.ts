import type { ColumnId } from '../column-set.ts';
import type { Column } from './columns/column.ts';
import { defaultColumns } from './columns/default-columns.tsx';

/** The two lines of a card, regardless of the columns that the table shows when it is wider. */
const FIRST_LINE: readonly ColumnId[] = ['status', 'model', 'cost'];
const SECOND_LINE: readonly ColumnId[] = ['time', 'caller', 'tokens', 'duration'];
/** Columns that get the rest of their line. */
export const GROWS_IN_CARD: ReadonlySet<ColumnId> = new Set(['model', 'caller']);

/** Columns of a card, and how many of them are in its first line. */
export function cardColumns(): { columns: readonly Column[]; firstLine: number } {
  const all = defaultColumns({ severalDays: true, oldest: null, quotaPerUsd: null });
  const columns = [...FIRST_LINE, ...SECOND_LINE].flatMap((id) => all.filter((column) => column.id === id));
  return { columns, firstLine: FIRST_LINE.length };
}
