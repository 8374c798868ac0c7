import type { UsageRecord } from '@tokentrail/records';
import { StoreError } from '../store-error.ts';
import type { ListRequest, RecordCursor, RecordPage } from '../usage-ledger.ts';
import { MAX_NAMED_STARTS, allOf, inRange, startedAtOneOf, type Condition } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { orderOf, type ListOrder, type Position } from './list-order.ts';
import type { Query, Row } from './query.ts';
import { recordOf, type RecordSource } from './record-row.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

/**
 * Reads one page of a list in two steps. `FINAL`, which picks each record's newest version, is slow over a long range. So
 * the first query finds the first matching versions in the order of the list without FINAL; the second one repeats the
 * filters with FINAL for the start times found. Versions outnumber records, and some matching versions have been
 * replaced; if too few records result, the next versions are read too. The result is exact: the newest version of a
 * matching record is always among the matching versions.
 */
export async function listRecords(run: Run, source: RecordSource, request: ListRequest): Promise<RecordPage> {
  const order = orderOf(request.sort ?? 'time');
  const filter = matches(request.filter);
  const selection = allOf([inRange(request.range), filter]);
  const { before } = request;
  const rowsBefore = rowsUpTo(before, order);
  // One record more than the limit shows whether there is a next page.
  const rowLimit = Math.min(request.limit, order.maxRows - rowsBefore) + 1;
  // All records of a range lie together: more of them cost little, another round costs much. Records of a filter do not.
  const isWholeRange = order.isTime && filter.sql === '1';
  const maxVersions = isWholeRange ? Infinity : MAX_NAMED_STARTS;
  const firstLimit = isWholeRange ? 2 * rowLimit + 50 : Math.ceil(1.05 * rowLimit) + 5;
  const records: UsageRecord[] = [];
  let rest = allOf([selection, ...(before ? [order.notBefore(before)] : [])]);
  for (let limit = firstLimit; ; limit *= 2) {
    const versions = await firstVersions(run, source.table, rest, order, Math.min(limit, maxVersions), request.signal);
    const last = versions.at(-1);
    if (last !== undefined) {
      const found = allOf([filter, ...(before ? [order.after(before)] : []), order.notAfter(last)]);
      const starts = versions.map(({ start }) => start);
      const rows = await run(
        recordsQuery(source, startedAt(starts, maxVersions), found, order, rowLimit - records.length),
        request.signal,
      );
      records.push(...rows.map(recordOf));
    }
    if (last === undefined || versions.length < Math.min(limit, maxVersions) || records.length >= rowLimit) {
      return pageOf(records, rowLimit - 1, order, rowsBefore);
    }
    rest = allOf([selection, order.after(last)]);
  }
}

/** Number of rows of the list up to a cursor. */
function rowsUpTo(cursor: RecordCursor | undefined, order: ListOrder): number {
  if (cursor === undefined || order.isTime) {
    return 0;
  }
  if (cursor.rows === undefined || cursor.value === undefined) {
    throw new StoreError('failed', 'The cursor belongs to a list with another order. Start with the first page.');
  }
  return cursor.rows;
}

/** The positions of the first versions in the order of the list. */
async function firstVersions(
  run: Run,
  table: string,
  { sql, parameters }: Condition,
  order: ListOrder,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Position[]> {
  const rows = await run(
    {
      sql:
        `SELECT ${order.positionColumns} FROM ${table} WHERE ${sql} ` +
        `ORDER BY ${order.positionOrder} LIMIT {versions:UInt64}`,
      parameters: { ...parameters, versions: limit },
    },
    signal,
  );
  return rows.map(order.positionOf);
}

/**
 * PREWHERE reads the other columns only where a start time fits. It may precede FINAL because all versions of a record
 * have the same start.
 */
function recordsQuery(
  { table, columns }: RecordSource,
  starts: Condition,
  filter: Condition,
  order: ListOrder,
  limit: number,
): Query {
  return {
    sql:
      `SELECT ${columns} FROM ${table} FINAL PREWHERE ${starts.sql} WHERE ${filter.sql} ` +
      `ORDER BY ${order.recordOrder} LIMIT {records:UInt64}`,
    parameters: { ...starts.parameters, ...filter.parameters, records: limit },
  };
}

/** Records that started at one of these times; if there is no limit to their number, all records between them. */
function startedAt(starts: readonly string[], maxVersions: number): Condition {
  if (maxVersions === Infinity) {
    return {
      sql: 'start_time >= fromUnixTimestamp64Nano({oldest:Int64}) AND start_time <= fromUnixTimestamp64Nano({newest:Int64})',
      parameters: { oldest: starts.at(-1) ?? '0', newest: starts[0] ?? '0' },
    };
  }
  return startedAtOneOf([...new Set(starts)]);
}

function pageOf(records: readonly UsageRecord[], limit: number, order: ListOrder, rowsBefore: number): RecordPage {
  const page = records.slice(0, limit);
  const last = page.at(-1);
  const rows = rowsBefore + page.length;
  const hasNext = records.length > limit && rows < order.maxRows;
  return { records: page, next: hasNext && last !== undefined ? order.cursorOf(last, rows) : null };
}
