import type { TableGrant } from '@tokentrail/clickhouse';
import { refusal } from './clickhouse-error.ts';
import type { Node } from './tree-nodes.ts';

export function hiddenColumns(select: readonly TableGrant[]): ReadonlySet<string> {
  return new Set(select.flatMap(({ hidden = [] }) => hidden));
}

/**
 * Refuses (code 497) a statement that may read a hidden column: one that uses such a name for anything, or every column.
 * `EXPLAIN QUERY TREE` shows the columns that are read, but not those in a scalar subquery, which it has replaced by its
 * result. A name given by AS is refused too, because joins compare columns of the same name.
 */
export function checkColumns(nodes: readonly Node[], select: readonly TableGrant[]): void {
  const hidden = hiddenColumns(select);
  if (hidden.size === 0) {
    return;
  }
  for (const { kind, name, alias } of nodes) {
    if (kind === 'Asterisk' || kind === 'QualifiedAsterisk') {
      throw refusal(497, 'Not enough privileges: name the columns in place of *, because some of them are hidden');
    }
    const names = [...(kind === 'Identifier' ? name.split('.') : []), ...(alias === null ? [] : [alias])];
    const column = names.find((one) => hidden.has(one));
    if (column !== undefined) {
      throw refusal(497, `Not enough privileges: SELECT(${column})`);
    }
  }
}
