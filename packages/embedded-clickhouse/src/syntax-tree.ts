import type { TableGrant } from '@tokentrail/clickhouse';
import { refusal } from './clickhouse-error.ts';
import { checkExpandedSize } from './expanded-size.ts';
import { checkBounds } from './function-bounds.ts';
import { checkColumns } from './hidden-columns.ts';
import { parseTree, type Node } from './tree-nodes.ts';

/** Tables, functions and names that a statement may use. */
export interface Permissions {
  select: readonly TableGrant[];
  functions: ReadonlySet<string>;
  /** All tables of the current database. A bare name that is not among them can only be a WITH of the query itself. */
  tablesHere: ReadonlySet<string>;
  databaseHere: string;
}

/** Nodes of a plain SELECT. Any other kind of node is refused, because its effects have not been examined. */
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

const CASTS = /^(?:_?cast|accuratecast(?:ornull)?)$/i;
const TYPES =
  /^(?:Nullable|LowCardinality|Array|Tuple|Map|String|FixedString|U?Int(?:8|16|32|64|128|256)|Float(?:32|64)|Bool|Date|Date32|DateTime|DateTime64|Decimal(?:32|64|128)?|UUID|UTC)$/;

/**
 * Checks the tree that `EXPLAIN AST` printed, one node per line, and refuses (code 497) what is not allowed. No line
 * can be forged: the statement has no name with a line break (`requireSelect`), and the engine escapes line breaks in
 * strings.
 */
export function checkTree(printed: string, permissions: Permissions): void {
  const nodes = parseTree(printed);
  checkExpandedSize(nodes);
  checkColumns(nodes, permissions.select);
  const aliases = new Set(nodes.filter(({ kind }) => kind !== 'TableIdentifier').map(({ alias }) => alias));
  const renamed = new Set(nodes.filter(({ kind }) => kind === 'Identifier').map(({ alias }) => alias));
  for (const node of nodes) {
    if (!NODES.has(node.kind)) {
      throw refusal(497, `Not enough privileges: ${node.kind} is not served here`);
    }
    if (node.kind === 'TableIdentifier') {
      checkTable(node.name, permissions, renamed);
    }
    if (node.kind === 'Function') {
      checkFunction(node, permissions, aliases);
    }
  }
}

function checkFunction(node: Node, permissions: Permissions, aliases: ReadonlySet<string | null>): void {
  if (!permissions.functions.has(node.name.toLowerCase())) {
    throw refusal(497, `Not enough privileges: function ${node.name} is not served here`);
  }
  if (node.parent?.kind === 'TableExpression') {
    // Some table functions share a name with a plain function.
    throw refusal(497, `Not enough privileges: table function ${node.name} is not served here`);
  }
  const second = node.children[0]?.children[1];
  if (READS_TABLE_ON_THE_RIGHT.test(node.name) && second?.kind === 'Identifier') {
    checkTable(second.name, permissions, aliases);
  }
  if (CASTS.test(node.name)) {
    checkType(second);
  }
  checkBounds(node);
}

/**
 * Accepts a granted table or the name of a WITH subquery. An alias is neither, because it may stand for a table's name.
 * Whether an accepted name is really a subquery is decided by the engine's own resolution: see `checkResolvedTables`.
 */
function checkTable(
  name: string,
  { select, tablesHere, databaseHere }: Permissions,
  aliases: ReadonlySet<string | null>,
): void {
  const allowed = select.some(
    ({ database, table }) => name === `${database}.${table}` || (database === databaseHere && name === table),
  );
  const ownWith = !name.includes('.') && !tablesHere.has(name) && !aliases.has(name);
  if (!allowed && !ownWith) {
    throw refusal(497, `Not enough privileges: SELECT on ${name}`);
  }
}

/**
 * Refuses a type that is not plain data. The state of an aggregate function, for example, is read as bytes without a
 * check.
 */
function checkType(literal: Node | undefined): void {
  const words = literal?.name.replace(/\\'[^']*'/g, '').match(/[A-Za-z]\w*/g) ?? [];
  const odd = literal?.kind === 'Literal' ? words.find((word) => !TYPES.test(word)) : 'that is no literal';
  if (odd !== undefined) {
    throw refusal(497, `Not enough privileges: a cast to a type ${odd} is not served here`);
  }
}
