import { decodeAttempt, type Attempt, type RecordKey } from '@tokentrail/records';
import { isAmong } from './conditions.ts';
import { rowsOfSenders } from './of-sender.ts';
import type { Query, Row } from './query.ts';
import { VERSION, versionOf } from './record-version.ts';
import type { AttemptIdRequest, VersionedAttempts } from '../usage-ledger.ts';
import { keyOfRow } from './record-row.ts';

/** Reads the attempts of each of `keys` in one query, from the table that holds all attempts of a record in one row. */
export async function readAttempts(
  run: (query: Query) => Promise<Row[]>,
  table: string,
  keys: readonly RecordKey[],
): Promise<VersionedAttempts[]> {
  if (keys.length === 0) {
    return [];
  }
  const { sql, parameters } = isAmong(keys);
  const rows = await run({
    sql:
      'SELECT toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano, trace_id, span_id, sender, attempts, ' +
      `${VERSION} FROM ${table} FINAL WHERE ${sql}`,
    parameters,
  });
  return rowsOfSenders(rows, keys).map((row) => ({
    attempts: attemptsIn(row?.['attempts']),
    version: versionOf(row),
  }));
}

function attemptsIn(texts: unknown): Attempt[] {
  return Array.isArray(texts)
    ? texts.map((text) => decodeAttempt(String(text))).filter((attempt) => attempt !== null)
    : [];
}

/** The keys of the newest records with an attempt of this id, from the same table. Most attempts are not parsed. */
export async function keysOfAttempt(
  run: (query: Query) => Promise<Row[]>,
  table: string,
  { requestId, range, limit }: AttemptIdRequest,
): Promise<RecordKey[]> {
  const rows = await run({
    sql:
      `SELECT toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano, trace_id, span_id, sender FROM ${table} FINAL ` +
      'WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64}) ' +
      "AND arrayExists(one -> position(one, {id:String}) > 0 AND JSONExtractString(one, 'requestId') = {id:String}, attempts) " +
      'ORDER BY start_time DESC LIMIT {limit:UInt32}',
    parameters: { from_ms: Math.trunc(range.fromMs), to_ms: Math.trunc(range.toMs), id: requestId, limit },
  });
  return rows.map((row) => {
    const { sender, ...key } = keyOfRow(row);
    // Rows that are older than the column belong to every sender.
    return sender ? { ...key, sender } : key;
  });
}
