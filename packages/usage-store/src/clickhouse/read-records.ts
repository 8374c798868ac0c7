import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { WholeRecord } from '../usage-ledger.ts';
import { MAX_NAMED_STARTS, allOf, hasIds, isFrom, startedAtOneOf } from './conditions.ts';
import { rowsOfSenders } from './of-sender.ts';
import type { Query, Row } from './query.ts';
import { detailOf, recordOf, type RecordSource } from './record-row.ts';
import { VERSION, versionOf } from './record-version.ts';

type Run = (query: Query) => Promise<Row[]>;

/** Reads the newest version of one record, or null if there is none. */
export async function readRecord(
  run: Run,
  { table, columns }: RecordSource,
  key: RecordKey,
): Promise<UsageRecord | null> {
  const [row] = await run(oneRecordQuery(table, key, columns));
  return row === undefined ? null : recordOf(row);
}

/** Reads the newest version of one record with what lists leave out, or null if there is none. */
export async function readWhole(
  run: Run,
  { table, columns, detailColumns }: RecordSource,
  key: RecordKey,
): Promise<WholeRecord | null> {
  const [row] = await run(oneRecordQuery(table, key, `${columns}, ${detailColumns}, ${VERSION}`));
  return row === undefined ? null : { record: recordOf(row), detail: detailOf(row), version: versionOf(row) };
}

function oneRecordQuery(table: string, key: RecordKey, columns: string): Query {
  const { sql, parameters } = allOf([hasIds(key), isFrom(key.sender)]);
  return { sql: `SELECT ${columns} FROM ${table} FINAL WHERE ${sql} ORDER BY sender LIMIT 1`, parameters };
}

/** Reads the newest version of each of `keys`, in their order; null for a key without a record. */
export async function readRecords(
  run: Run,
  { table, columns }: RecordSource,
  keys: readonly RecordKey[],
): Promise<(UsageRecord | null)[]> {
  const starts = [...new Set(keys.map(({ startUnixNano }) => startUnixNano))];
  const rows: Row[] = [];
  for (let from = 0; from < starts.length; from += MAX_NAMED_STARTS) {
    const { sql, parameters } = startedAtOneOf(starts.slice(from, from + MAX_NAMED_STARTS));
    rows.push(...(await run({ sql: `SELECT ${columns} FROM ${table} FINAL PREWHERE ${sql}`, parameters })));
  }
  return rowsOfSenders(rows, keys).map((row) => row && recordOf(row));
}
