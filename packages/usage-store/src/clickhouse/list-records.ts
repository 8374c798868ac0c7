import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { ListRequest, RecordPage } from '../usage-ledger.ts';
import { allOf, inRange, matches, olderThan, type Condition } from './conditions.ts';
import type { Query, Row } from './query.ts';
import { RECORD_COLUMNS, recordOf } from './record-row.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

/** Range of start times (unix nanoseconds) of the newest matching versions. `last`: there are no older ones. */
interface StartRange {
  oldest: string;
  newest: string;
  last: boolean;
}

/**
 * Reads one page of the newest matching records in two steps. `FINAL`, which picks each record's newest version, is
 * slow over a long range. So the first query finds the newest matching versions without FINAL; the second one repeats
 * the filters with FINAL, between the times found. Versions outnumber records, and some matching versions have been
 * replaced; if too few records result, the next older range is read too. The result is exact: the newest version of a
 * matching record is always among the matching versions.
 */
export async function listRecords(run: Run, table: string, request: ListRequest): Promise<RecordPage> {
  const selection = allOf([
    inRange(request.range),
    matches(request.filter),
    ...(request.before ? [olderThan(request.before)] : []),
  ]);
  // One record more than the limit shows whether there is a next page.
  const rowLimit = request.limit + 1;
  const records: UsageRecord[] = [];
  let rest = selection;
  for (let versions = 2 * rowLimit + 50; ; versions *= 2) {
    const range = await newestVersions(run, table, rest, versions, request.signal);
    if (range !== null) {
      const rows = await run(
        newestRecords(table, allOf([selection, between(range)]), rowLimit - records.length),
        request.signal,
      );
      records.push(...rows.map(recordOf));
    }
    if (range === null || range.last || records.length >= rowLimit) {
      return pageOf(records, request.limit);
    }
    rest = allOf([selection, startedBefore(range.oldest)]);
  }
}

async function newestVersions(
  run: Run,
  table: string,
  { sql, parameters }: Condition,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<StartRange | null> {
  const [row] = await run(
    {
      sql:
        'SELECT toString(toUnixTimestamp64Nano(min(start_time))) AS oldest, ' +
        'toString(toUnixTimestamp64Nano(max(start_time))) AS newest, toString(count()) AS versions ' +
        `FROM (SELECT start_time FROM ${table} WHERE ${sql} ORDER BY start_time DESC LIMIT {versions:UInt64})`,
      parameters: { ...parameters, versions: limit },
    },
    signal,
  );
  const versions = Number(row?.['versions'] ?? 0);
  return versions === 0
    ? null
    : { oldest: String(row?.['oldest']), newest: String(row?.['newest']), last: versions < limit };
}

function newestRecords(table: string, { sql, parameters }: Condition, limit: number): Query {
  return {
    sql:
      `SELECT ${RECORD_COLUMNS} FROM ${table} FINAL WHERE ${sql} ` +
      'ORDER BY start_time DESC, trace_id DESC, span_id DESC, sender DESC LIMIT {records:UInt64}',
    parameters: { ...parameters, records: limit },
  };
}

function between({ oldest, newest }: StartRange): Condition {
  return {
    sql: 'start_time >= fromUnixTimestamp64Nano({oldest:Int64}) AND start_time <= fromUnixTimestamp64Nano({newest:Int64})',
    parameters: { oldest, newest },
  };
}

function startedBefore(startUnixNano: string): Condition {
  return { sql: 'start_time < fromUnixTimestamp64Nano({rest:Int64})', parameters: { rest: startUnixNano } };
}

function pageOf(records: readonly UsageRecord[], limit: number): RecordPage {
  const page = records.slice(0, limit);
  return { records: page, next: records.length > limit ? keyOf(page.at(-1)) : null };
}

function keyOf(record: UsageRecord | undefined): RecordKey | null {
  return record === undefined
    ? null
    : {
        startUnixNano: record.startUnixNano,
        traceId: record.traceId,
        spanId: record.spanId,
        sender: record.sender,
      };
}
