import { stat } from 'node:fs/promises';
import { WRITER_FUNCTIONS, type Account, type TableGrant } from '@tokentrail/clickhouse';
import { canonicalOf, requireSelect, type Canonical } from './canonical.ts';
import { refusal } from './clickhouse-error.ts';
import type { Engine } from './engine.ts';
import type { Lane } from './lanes.ts';
import { encodeNativeBlock, type JsonCompact } from './native-block.ts';
import { quoteString, tokenize } from './sql-text.ts';
import { removeData } from './removal.ts';
import type { Statement, StatementResult } from './statement.ts';
import { checkTree } from './syntax-tree.ts';

const INSERT_FORMATS: readonly string[] = ['Native', 'JSONEachRow', 'Parquet'];

/**
 * Runs the statements of the accounts that write: inserts into the writer's tables, their description, and the queries
 * that a client sends when it connects. An insert is acknowledged after its parts are written. Rejects with
 * `ClickHouseError`.
 */
export async function runAsWriter(engine: Engine, account: Account, request: Statement): Promise<StatementResult> {
  return engine.asWriter(account.name, async (lane) => {
    const canonical = await canonicalOf(lane, request.sql);
    const kind = tokenize(canonical.statement)[0]?.text;
    if (kind === 'ALTER') {
      return removeData(lane, account, canonical.statement);
    }
    if (kind === 'INSERT') {
      return insert(lane, account, canonical, request.dataFile);
    }
    return ask(lane, engine, account, canonical, request, kind);
  });
}

async function insert(
  lane: Lane,
  account: Account,
  { statement, format }: Canonical,
  dataFile: string | null,
): Promise<StatementResult> {
  const { target, columns } = parseInsert(statement);
  requireGrant(account.insert, target);
  if (format === null || !INSERT_FORMATS.includes(format)) {
    throw refusal(73, `Data come as ${INSERT_FORMATS.join(', ')}, after INSERT INTO … FORMAT`);
  }
  if (dataFile !== null && (await stat(dataFile)).size > 0) {
    await lane.run(
      `INSERT INTO ${target} ${columns === null ? '' : `(${columns})`} ` +
        `SELECT ${columns ?? '*'} FROM file(${quoteString(dataFile)}, '${format}')`,
    );
  }
  return { format, body: Buffer.alloc(0) };
}

/** Parses `INSERT INTO database.table (columns)`; any other statement is refused. */
function parseInsert(statement: string): { target: string; columns: string | null } {
  const name = '(?:[A-Za-z_]\\w*|`[^`\\\\]+`)';
  const column = `${name}(?:\\.${name})?`;
  const match = new RegExp(`^INSERT INTO (${name})\\.(${name})(?: \\((${column}(?:, ${column})*)\\))?$`).exec(
    statement,
  );
  if (match === null) {
    throw refusal(497, 'Not enough privileges: an insert names database.table, columns and FORMAT, and nothing else');
  }
  const [, database = '', table = '', columns] = match;
  return { target: `${unquote(database)}.${unquote(table)}`, columns: columns ?? null };
}

function unquote(name: string): string {
  return name.replace(/^`(.*)`$/, '$1');
}

function requireGrant(grants: readonly TableGrant[], name: string): void {
  if (!grants.some(({ database, table }) => `${database}.${table}` === name)) {
    throw refusal(497, `Not enough privileges: ${name}`);
  }
}

async function ask(
  lane: Lane,
  engine: Engine,
  account: Account,
  canonical: Canonical,
  request: Statement,
  kind: string | undefined,
): Promise<StatementResult> {
  if (kind === 'DESCRIBE') {
    const table = /^DESCRIBE TABLE (\S+)$/.exec(canonical.statement)?.[1] ?? '';
    requireGrant(account.insert, table.replaceAll('`', ''));
  } else {
    requireSelect(canonical.statement);
    const tree = await lane.run(`EXPLAIN AST ${canonical.statement}`, 'TSVRaw');
    checkTree(tree.toString(), {
      select: account.select,
      functions: WRITER_FUNCTIONS,
      tablesHere: engine.tables,
      databaseHere: engine.database,
    });
  }
  const format = canonical.format ?? request.defaultFormat;
  if (format === 'Native' && request.nativeWithBlockInfo) {
    const json = await lane.run(canonical.statement, 'JSONCompact');
    return { format, body: encodeNativeBlock(JSON.parse(json.toString()) as JsonCompact) };
  }
  return { format, body: await lane.run(canonical.statement, format) };
}
