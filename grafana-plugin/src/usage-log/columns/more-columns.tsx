import type { Column, ColumnOptions } from './column.ts';
import { CALL_COLUMNS } from './call-columns.tsx';
import { CALLER_COLUMNS } from './caller-columns.tsx';
import { moneyColumns } from './money-columns.tsx';

/** Columns that are not shown by default. Loaded when the user has chosen one, or opens the column menu. */
export function moreColumns(options: ColumnOptions): Column[] {
  return [...CALL_COLUMNS, ...CALLER_COLUMNS, ...moneyColumns(options)];
}
