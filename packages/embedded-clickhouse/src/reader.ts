import { READER_FORMATS, READER_FUNCTIONS, type Account } from '@tokentrail/clickhouse';
import { canonicalOf, requireSelect } from './canonical.ts';
import { refusal } from './clickhouse-error.ts';
import type { Engine } from './engine.ts';
import type { Lane } from './lanes.ts';
import { bindParameters } from './sql-text.ts';
import type { Statement, StatementResult } from './statement.ts';
import { checkResolvedTables } from './resolved-tables.ts';
import { checkTree } from './syntax-tree.ts';

/**
 * Settings that a reader may send: they change how a response is transferred, not what it costs. Others are refused
 * (164).
 */
const HARMLESS_SETTINGS: ReadonlySet<string> = new Set([
  'enable_http_compression',
  'http_zlib_compression_level',
  'output_format_json_quote_64bit_integers',
]);

/** Runs a reader's SELECT within its rights and limits. An abort ends it. Rejects with `ClickHouseError`. */
export async function runAsReader(
  engine: Engine,
  account: Account,
  request: Statement,
  signal: AbortSignal,
): Promise<StatementResult> {
  const setting = request.settings.find((name) => !HARMLESS_SETTINGS.has(name));
  if (setting !== undefined) {
    throw refusal(164, `Cannot modify '${setting}' setting in readonly mode.`);
  }
  return engine.asReader(account.name, signal, async (lane) => {
    const canonical = await canonicalOf(lane, request.sql);
    requireSelect(canonical.statement);
    const format = canonical.format ?? request.defaultFormat;
    if (!READER_FORMATS.includes(format)) {
      throw refusal(73, `Format ${format} is not served here; these are: ${READER_FORMATS.join(', ')}`);
    }
    const statement = bindParameters(canonical.statement, request.parameters);
    // Repeated here for the exact text that runs.
    requireSelect(statement);
    const syntaxTree = await lane.run(`EXPLAIN AST ${statement}`, 'TSVRaw');
    checkTree(syntaxTree.toString(), {
      select: account.select,
      functions: READER_FUNCTIONS,
      tablesHere: engine.tables,
      databaseHere: engine.database,
    });
    signal.throwIfAborted();
    const queryTree = await queryTreeOf(engine, account, lane, statement, signal);
    checkResolvedTables(queryTree.toString(), account.select);
    signal.throwIfAborted();
    return { format, body: await lane.run(statement, format) };
  });
}

/**
 * The tree with the tables and columns that the engine resolved. This runs scalar subqueries, so it is made on empty tables, or
 * each would be read twice. If such a subquery has no valid result there (`1 % (SELECT count() FROM …)`), it is made on the
 * reader's own lane.
 */
async function queryTreeOf(
  engine: Engine,
  account: Account,
  lane: Lane,
  statement: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const explain = `EXPLAIN QUERY TREE passes = 1 ${statement}`;
  try {
    return await engine.asChecker(account.name, signal, (checker) => checker.run(explain, 'TSVRaw'));
  } catch {
    signal.throwIfAborted();
    return lane.run(explain, 'TSVRaw');
  }
}
