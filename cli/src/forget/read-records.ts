import { runQuery, type ClickHouseTransport, type Row } from '@tokentrail/usage-store';

/** Records whose column has exactly this value. */
export interface Selection {
  column: string;
  value: string;
}

/** Records that are read, written and deleted at once. */
const PAGE = 500;

/**
 * Ranks in `ver` (clickhouse/ledger.sql): a running record has not got all its numbers. A forgotten one needs nothing, except that
 * its content may have arrived again: its request id finds it.
 */
const ranksOf = ({ column }: Selection) => `bitShiftRight(ver, 56) IN (2, 3${column === 'request_id' ? ', 4' : ''})`;
const RUNNING_RANK = 'bitShiftRight(ver, 56) = 1';
const RECORDS = 'tokentrail_ledger.usage_records FINAL';
const KEY = '(toUnixTimestamp64Nano(start_time), trace_id, span_id, sender)';

/** All columns of the selected records that have ended, page by page, in the order of their keys. */
export async function* readEnded(ledger: ClickHouseTransport, selection: Selection): AsyncGenerator<Row[]> {
  const { column, value } = selection;
  let last: Row | undefined;
  for (;;) {
    const rows: Row[] = await runQuery(ledger, {
      sql:
        `SELECT *, toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano FROM ${RECORDS} ` +
        `WHERE ${column} = {value:String} AND ${ranksOf(selection)} AND ${KEY} > ({start:Int64}, {trace:String}, {span:String}, {sender:String}) ` +
        `ORDER BY ${KEY} LIMIT ${PAGE}`,
      parameters: {
        value,
        start: String(last?.['start_unix_nano'] ?? 0),
        trace: String(last?.['trace_id'] ?? ''),
        span: String(last?.['span_id'] ?? ''),
        sender: String(last?.['sender'] ?? ''),
      },
    });
    if (rows.length > 0) {
      yield rows.map(({ start_unix_nano: _, ...columns }) => columns);
    }
    if (rows.length < PAGE) {
      return;
    }
    last = rows.at(-1);
  }
}

export async function countRunning(ledger: ClickHouseTransport, { column, value }: Selection): Promise<number> {
  const sql = `SELECT count() AS running FROM ${RECORDS} WHERE ${column} = {value:String} AND ${RUNNING_RANK}`;
  const [row] = await runQuery(ledger, { sql, parameters: { value } });
  return Number(row?.['running']);
}
