import type { RecordKey } from '@tokentrail/records';
import { isAmong } from './conditions.ts';
import { identifier } from './identifier.ts';
import { rowsOfSenders } from './of-sender.ts';
import { runQuery, type Row } from './query.ts';
import type { ClickHouseTransport } from './transport.ts';

/** Rank in `ver` of an ended version that was not repriced: see `clickhouse/ledger.sql`. */
const ENDED_RANK = 2;

/**
 * Reads all columns of each of `keys`, in the order of `keys`, for callers that write the rows again. Null if there is
 * no row, or if the newest version is not the original end of the call.
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
