import { decodeAttempt, type Attempt, type RecordKey } from '@tokentrail/records';
import type { Query, Row } from './query.ts';

/** The attempts of each of `keys`, from the table that holds those of a record in one row. One question for all. */
export async function readAttempts(
  run: (query: Query) => Promise<Row[]>,
  table: string,
  keys: readonly RecordKey[],
): Promise<Attempt[][]> {
  if (keys.length === 0) {
    return [];
  }
  const starts = keys.map(({ startUnixNano }) => BigInt(startUnixNano));
  const rows = await run({
    sql:
      'SELECT toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano, trace_id, span_id, attempts ' +
      `FROM ${table} FINAL WHERE start_time >= fromUnixTimestamp64Nano({oldest:Int64}) AND ` +
      'start_time <= fromUnixTimestamp64Nano({newest:Int64}) AND span_id IN {span_ids:Array(String)}',
    parameters: {
      oldest: String(starts.reduce((a, b) => (a < b ? a : b))),
      newest: String(starts.reduce((a, b) => (a > b ? a : b))),
      span_ids: keys.map(({ spanId }) => spanId),
    },
  });
  const found = new Map(
    rows.map((row) => [
      idOf(String(row['start_unix_nano']), String(row['trace_id']), String(row['span_id'])),
      attemptsIn(row['attempts']),
    ]),
  );
  return keys.map((key) => found.get(idOf(key.startUnixNano, key.traceId, key.spanId)) ?? []);
}

function idOf(...parts: readonly string[]): string {
  return parts.join(' ');
}

function attemptsIn(texts: unknown): Attempt[] {
  return Array.isArray(texts)
    ? texts.map((text) => decodeAttempt(String(text))).filter((attempt) => attempt !== null)
    : [];
}
