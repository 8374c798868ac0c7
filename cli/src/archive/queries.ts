import {
  runQuery,
  type ClickHouseRequest,
  type ClickHouseTransport,
  type Row,
  type TimeRange,
} from '@tokentrail/usage-store';
import { throwLedgerError } from '../ledger-access.ts';
import type { ArchiveFile } from './manifest.ts';
import type { ArchiveTable } from './tables.ts';

const DATABASE = 'tokentrail_ledger';

/** Rows of a table, for a file or in the ledger. */
export type RowsOf = Pick<ArchiveFile, 'rows' | 'charged' | 'fingerprint'>;

/** Names of the columns that a table stores, in its order. */
export async function columnsOf(reader: ClickHouseTransport, table: ArchiveTable['name']): Promise<string[]> {
  const { status, body } = await reader({ query: {}, sql: `SELECT * FROM ${DATABASE}.${table} LIMIT 0 FORMAT JSON` });
  if (status !== 200) {
    // Reports the reason as for any other query.
    await rowsOf(reader, `SELECT * FROM ${DATABASE}.${table} LIMIT 0`);
  }
  const { meta } = JSON.parse(body) as { meta: { name: string }[] };
  return meta.map(({ name }) => name);
}

/** Rows that start in each interval of the range, oldest first. */
export async function bucketsOf(
  reader: ClickHouseTransport,
  table: ArchiveTable['name'],
  range: TimeRange,
  bucketMs: number,
) {
  const rows = await rowsOf(
    reader,
    `SELECT intDiv(toUnixTimestamp64Milli(start_time), ${bucketMs}) * ${bucketMs} AS bucket, count() AS records ` +
      `FROM ${DATABASE}.${table} FINAL WHERE ${startsIn(range)} GROUP BY bucket ORDER BY bucket`,
  );
  return rows.map((row) => ({ bucket: Number(row['bucket']), records: Number(row['records']) }));
}

/** Number, sum and fingerprint of the rows that a file has or should have. */
export async function readRows(
  reader: ClickHouseTransport,
  table: ArchiveTable,
  columns: readonly string[],
  range: TimeRange,
): Promise<RowsOf> {
  const charged = table.name === 'usage_records' ? 'toString(sum(toInt128(ifNull(cost_charged, 0))))' : 'NULL';
  const [row = {}] = await rowsOf(
    reader,
    `SELECT count() AS row_count, ${charged} AS charged_sum, ` +
      `toString(sum(sipHash64(toString(tuple(${list(columns)}))))) AS fingerprint_sum ` +
      `FROM ${DATABASE}.${table.name} FINAL WHERE ${conditionOf(table, range)}`,
  );
  return {
    rows: Number(row['row_count']),
    charged: typeof row['charged_sum'] === 'string' ? row['charged_sum'] : null,
    fingerprint: String(row['fingerprint_sum']),
  };
}

/** Whether both are the same rows. */
export function isSame(a: RowsOf, b: RowsOf): boolean {
  return a.fingerprint === b.fingerprint && a.rows === b.rows;
}

/** The request whose response is the Parquet file of these rows. */
export function rowsRequest(table: ArchiveTable, columns: readonly string[], range: TimeRange): ClickHouseRequest {
  return {
    sql:
      `SELECT ${list(columns)} FROM ${DATABASE}.${table.name} FINAL WHERE ${conditionOf(table, range)} ` +
      `ORDER BY ${table.order} FORMAT Parquet`,
    query: {},
  };
}

/** The statement that inserts a Parquet file. */
export function insertSql(table: ArchiveTable['name'], columns: readonly string[]): string {
  return `INSERT INTO ${DATABASE}.${table} (${list(columns)}) FORMAT Parquet`;
}

export async function rowsOf(reader: ClickHouseTransport, sql: string): Promise<Row[]> {
  return runQuery(reader, { sql, parameters: {} }).catch(throwLedgerError);
}

function conditionOf({ selection }: ArchiveTable, range: TimeRange): string {
  switch (selection) {
    case 'by start':
      return startsIn(range);
    case 'by report':
      return (
        `reported_at >= fromUnixTimestamp64Milli(${range.fromMs}) AND ` +
        `started_at < fromUnixTimestamp64Milli(${range.toMs})`
      );
    case 'whole':
      return '1';
  }
}

function startsIn({ fromMs, toMs }: TimeRange): string {
  return `start_time >= fromUnixTimestamp64Milli(${fromMs}) AND start_time < fromUnixTimestamp64Milli(${toMs})`;
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(', ');
}
