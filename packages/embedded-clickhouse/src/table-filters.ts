import type { TableGrant } from '@tokentrail/clickhouse';
import { quoteString } from './sql-text.ts';

/**
 * A setting with which the engine finds every table without a grant empty, by the name that the engine resolved. It
 * also applies while a statement is checked, because `EXPLAIN QUERY TREE` runs scalar subqueries.
 */
export function emptyBut(select: readonly TableGrant[], names: readonly string[]): string {
  const granted = new Set(['system.one', ...select.map(({ database, table }) => `${database}.${table}`)]);
  const filters = names.filter((name) => !granted.has(name)).map((name) => `${quoteString(name)}: '0'`);
  return `{${filters.join(', ')}}`;
}
