import { refusal } from './clickhouse-error.ts';
import type { TableGrant } from '@tokentrail/clickhouse';

/** What a statement may use. */
export interface Permissions {
  select: readonly TableGrant[];
  functions: ReadonlySet<string>;
  /** Every table of the current database: a bare name that is none of them can only be a WITH of the query itself. */
  tablesHere: ReadonlySet<string>;
  databaseHere: string;
}

/** Nodes a plain SELECT is made of. Whatever else stands in the tree is refused: it was not thought about. */
const NODES: ReadonlySet<string> = new Set([
  'SelectWithUnionQuery',
  'SelectIntersectExceptQuery',
  'ExpressionList',
  'SelectQuery',
  'Identifier',
  'Literal',
  'Function',
  'TablesInSelectQuery',
  'TablesInSelectQueryElement',
  'TableExpression',
  'TableIdentifier',
  'TableJoin',
  'ArrayJoin',
  'OrderByElement',
  'Subquery',
  'Asterisk',
  'QualifiedAsterisk',
  'WithElement',
  'WindowDefinition',
  'WindowListElement',
]);

const READS_TABLE_ON_THE_RIGHT = /^(?:global)?(?:null)?(?:not)?(?:null)?in(?:ignoreset)?$/i;

interface Node {
  kind: string;
  /** The rest of the line, without alias and count of children. */
  name: string;
  depth: number;
}

/**
 * Refuses (code 497) what is not allowed in the tree that `EXPLAIN AST` printed. A name that holds line breaks can only
 * add lines to the print, never hide one.
 */
export function checkTree(printed: string, permissions: Permissions): void {
  const nodes = printed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseNode);
  nodes.forEach((node, index) => {
    if (!NODES.has(node.kind)) {
      throw refusal(497, `Not enough privileges: ${node.kind} is not served here`);
    }
    if (node.kind === 'TableIdentifier') {
      checkTable(node.name, permissions);
    }
    if (node.kind === 'Function') {
      checkFunction(node.name, permissions);
      if (READS_TABLE_ON_THE_RIGHT.test(node.name)) {
        tablesOfIn(nodes, index).forEach((name) => checkTable(name, permissions));
      }
    }
  });
}

function parseNode(line: string): Node {
  const depth = line.search(/\S/);
  const [, kind = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line.trim()) ?? [];
  return { kind, depth, name: rest.replace(/\s*\(children \d+\)$/, '').replace(/\s*\(alias .*\)$/s, '') };
}

function checkFunction(name: string, { functions }: Permissions): void {
  if (!functions.has(name.toLowerCase())) {
    throw refusal(497, `Not enough privileges: function ${name} is not served here`);
  }
}

function checkTable(name: string, { select, tablesHere, databaseHere }: Permissions): void {
  const allowed = select.some(
    ({ database, table }) => name === `${database}.${table}` || (database === databaseHere && name === table),
  );
  const ownWith = !name.includes('.') && !tablesHere.has(name);
  if (!allowed && !ownWith) {
    throw refusal(497, `Not enough privileges: SELECT on ${name}`);
  }
}

/** `x IN y`: a bare `y` may be a table. */
function tablesOfIn(nodes: readonly Node[], index: number): string[] {
  const depth = nodes[index]?.depth ?? 0;
  const names: string[] = [];
  let seen = 0;
  for (const node of nodes.slice(index + 1)) {
    if (node.depth <= depth) {
      break;
    }
    if (node.depth === depth + 2) {
      seen += 1;
      if (seen === 2 && node.kind === 'Identifier') {
        names.push(node.name);
      }
    }
  }
  return names;
}
