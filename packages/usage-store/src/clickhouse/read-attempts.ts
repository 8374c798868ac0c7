import { decodeAttempt, type Attempt, type RecordKey } from '@tokentrail/records';
import { isAmong } from './conditions.ts';
import { rowsOfSenders } from './of-sender.ts';
import type { Query, Row } from './query.ts';
import { VERSION, versionOf } from './record-version.ts';
import type { VersionedAttempts } from '../usage-ledger.ts';

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
