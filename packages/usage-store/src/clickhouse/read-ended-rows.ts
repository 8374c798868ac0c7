import type { RecordKey } from '@tokentrail/records';
import { isAmong } from './conditions.ts';
import { identifier } from './identifier.ts';
import { rowsOfSenders } from './of-sender.ts';
import { runQuery, type Row } from './query.ts';
import type { ClickHouseTransport } from './transport.ts';

/** `ver` of a record whose newest version is that of its end is in this rank: see `clickhouse/ledger.sql`. */
const ENDED_RANK = 2;

/**
 * All columns of each of `keys` as the ledger holds them, in the order of `keys`: for who writes a row again. Null where
 * the newest version is none of the end of the call, or there is no row.
 */
export async function readEndedRows(
  ledger: ClickHouseTransport,
  keys: readonly RecordKey[],
  database = 'tokentrail_ledger',
): Promise<(Row | null)[]> {
  if (keys.length === 0) {
    return [];
  }
  const { sql, parameters } = isAmong(keys);
  const rows = await runQuery(ledger, {
    sql:
      'SELECT *, toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano ' +
      `FROM ${identifier(database)}.usage_records FINAL WHERE ${sql} AND bitShiftRight(ver, 56) = {rank:UInt64}`,
    parameters: { ...parameters, rank: ENDED_RANK },
  });
  return rowsOfSenders(rows, keys).map((row) => row && columnsOf(row));
}

function columnsOf({ start_unix_nano: _, ...columns }: Row): Row {
  return columns;
}
