import type { TableGrant } from '@tokentrail/clickhouse';
import { refusal } from './clickhouse-error.ts';
import { hiddenColumns } from './hidden-columns.ts';

/** The table of a SELECT without FROM. It has one empty row. */
const ONE_ROW = 'system.one';
/** Prefix of the tables in which the engine keeps the rows of a recursive WITH. */
const WORKING_TABLES = '_temporary_and_external_tables.';

/**
 * Refuses (code 497) a statement that reads a table or column without a grant, by the names that the engine resolved. `printed`
 * is the output of `EXPLAIN QUERY TREE`, one node per line. A forged line could only add a table, which would be
 * checked like the others.
 */
export function checkResolvedTables(printed: string, select: readonly TableGrant[]): void {
  const hidden = hiddenColumns(select);
  for (const line of printed.split('\n')) {
    const node = line.trimStart();
    if (node.startsWith('TABLE_FUNCTION id: ')) {
      throw refusal(497, 'Not enough privileges: table functions are not served here');
    }
    if (node.startsWith('COLUMN id: ')) {
      checkResolvedColumn(node, hidden);
    }
    if (node.startsWith('TABLE id: ')) {
      const name = tableOf(node);
      if (!isServed(name, select)) {
        throw refusal(497, `Not enough privileges: SELECT on ${name}`);
      }
    }
  }
}

function checkResolvedColumn(node: string, hidden: ReadonlySet<string>): void {
  const column = [...hidden].find((name) => node.includes(`, column_name: ${name},`));
  if (column !== undefined) {
    throw refusal(497, `Not enough privileges: SELECT(${column})`);
  }
}

/**
 * The table name of a node's line. The last marker counts, because an alias stands before it and may contain any text.
 */
function tableOf(node: string): string {
  const mark = ', table_name: ';
  const at = node.lastIndexOf(mark);
  return at < 0 ? '' : node.slice(at + mark.length);
}

function isServed(name: string, select: readonly TableGrant[]): boolean {
  return (
    name === ONE_ROW ||
    name.startsWith(WORKING_TABLES) ||
    select.some(({ database, table }) => [`${database}.${table}`, `${database}.${table}, final: 1`].includes(name))
  );
}
