import {
  CONTENT_DAYS,
  RETENTION_DAYS,
  contentRetentionStatement,
  deleteContentStatement,
  deleteOlderVersionsStatement,
  ledgerRetentionStatements,
  type Account,
  type TableGrant,
} from '@tokentrail/clickhouse';
import { canonicalOf } from './canonical.ts';
import { refusal } from './clickhouse-error.ts';
import type { Lane } from './lanes.ts';
import type { StatementResult } from './statement.ts';

/** A statement that an account may run, with any days and any ids in place of its own. */
interface Allowed {
  sql: string;
  grants: readonly TableGrant[];
}

const ANY_RECORD = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), sender: '' };

/**
 * Runs the statements that remove data: those that change the retention of a table, and those that delete rows by their ids. Of
 * ALTER nothing else is served.
 */
export async function removeData(lane: Lane, account: Account, statement: string): Promise<StatementResult> {
  const { retention = [], remove = [] } = account;
  const allowed: Allowed[] = [
    ...ledgerRetentionStatements(RETENTION_DAYS).map((sql) => ({ sql, grants: retention })),
    { sql: contentRetentionStatement(CONTENT_DAYS), grants: retention },
    { sql: deleteContentStatement([ANY_RECORD]), grants: remove },
    { sql: deleteOlderVersionsStatement([ANY_RECORD]), grants: remove },
  ];
  for (const { sql, grants } of allowed) {
    const other = (await canonicalOf(lane, sql)).statement;
    const isGranted = grants.some(({ database, table }) => other.startsWith(`ALTER TABLE ${database}.${table} `));
    if (isGranted && withoutValues(other) === withoutValues(statement)) {
      await lane.run(statement);
      return { format: 'TSVRaw', body: Buffer.alloc(0) };
    }
  }
  throw refusal(
    497,
    'Not enough privileges: of ALTER, only the retention and the deletion of rows by ids are served here',
  );
}

/** The ids of a record, with or without its sender. */
const ONE = "\\('[0-9a-f]{32}', '[0-9a-f]{16}'(?:, '(?:[^'\\\\]|\\\\.)*')?\\)";
const IDS = new RegExp(`${ONE}(?:, ${ONE})*`, 'g');

/** Days that depend on the group of a row. */
const TEXT = "'(?:[^'\\\\]|\\\\.)*'";
const BY_GROUP = new RegExp(
  "transform\\((?:ifNull\\(`?group`?, ''\\)|`?group`?), " +
    `\\[${TEXT}(?:, ${TEXT})*\\], \\[\\d{1,5}(?:, \\d{1,5})*\\], (\\d{1,5})\\)`,
  'g',
);

function withoutValues(statement: string): string {
  return statement
    .replace(BY_GROUP, '$1')
    .replace(/toIntervalDay\(\d{1,5}\)/g, 'toIntervalDay()')
    .replace(IDS, '()')
    .replaceAll('(())', '()');
}
