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
 * the first step finds the first matching versions in the order of the list without FINAL; the second one repeats the
 * filters with FINAL for the start times found. Versions outnumber records, and some matching versions have been
 * replaced; if too few records result, the next versions are read too. The result is exact: the newest version of a
 * matching record is always among the matching versions.
 *
 * In a list sorted by time, one query does both steps.
 */
export async function listRecords(run: Run, source: RecordSource, request: ListRequest): Promise<RecordPage> {
  const order = orderOf(request.sort ?? 'time');
  const filter = matches(request.filter);
  const selection = allOf([inRange(request.range), filter]);
  const { before, signal } = request;
  const rowsBefore = rowsUpTo(before, order);
  // One record more than the limit shows whether there is a next page.
  const rowLimit = Math.min(request.limit, order.maxRows - rowsBefore) + 1;
  // All records of a range lie together: more of them cost little, another round costs much. Records of a filter do not.
  const isWholeRange = order.isTime && filter.sql === '1';
  const found = allOf([filter, ...(before ? [order.after(before)] : [])]);
  const read = order.isTime ? readByTime : readByValue;
  const records: UsageRecord[] = [];
  let versions = allOf([selection, ...(before ? [order.notBefore(before)] : [])]);
  for (let limit = isWholeRange ? 2 * rowLimit + 50 : Math.ceil(1.05 * rowLimit) + 5; ; limit *= 2) {
    const versionLimit = isWholeRange ? limit : Math.min(limit, MAX_NAMED_STARTS);
    const part = { source, versions, versionLimit, found, order, recordLimit: rowLimit - records.length, isWholeRange };
    const { rows, last, count } = await read((query) => run(query, signal), part);
    records.push(...rows.map(recordOf));
    if (last === undefined || count < versionLimit || records.length >= rowLimit) {
      return pageOf(records, rowLimit - 1, order, rowsBefore);
    }
    versions = allOf([selection, order.after(last)]);
  }
}

/** What one round reads. */
interface Part {
  source: RecordSource;
  /** The versions to look at, in the order of the list. */
  versions: Condition;
  versionLimit: number;
  /** What a record must meet in its newest version. */
  found: Condition;
  order: ListOrder;
  recordLimit: number;
  isWholeRange: boolean;
}

interface ReadPart {
  rows: Row[];
  /** The last of the versions; undefined if there are none. */
  last: Position | undefined;
  /** Number of versions. */
  count: number;
}

/** Finds the versions and reads their records in one query. */
async function readByTime(run: (query: Query) => Promise<Row[]>, part: Part): Promise<ReadPart> {
  const rows = await run(onePartQuery(part));
  const [row] = rows;
  if (row !== undefined) {
    return { rows, last: { start: String(row['last_version']), value: '' }, count: Number(row['versions']) };
  }
  // Without a row the result does not say how many versions there are: all may have been replaced.
  const positions = await run(versionsQuery(part)).then((found) => found.map(part.order.positionOf));
  return { rows, last: positions.at(-1), count: positions.length };
}

async function readByValue(run: (query: Query) => Promise<Row[]>, part: Part): Promise<ReadPart> {
  const { order, found } = part;
  const positions = await run(versionsQuery(part)).then((versions) => versions.map(order.positionOf));
  const last = positions.at(-1);
  if (last === undefined) {
    return { rows: [], last, count: 0 };
  }
  const starts = startedAtOneOf([...new Set(positions.map(({ start }) => start))]);
  const rows = await run(recordsQuery(part, '', starts, allOf([found, order.notAfter(last)]), ''));
  return { rows, last, count: positions.length };
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
function versionsQuery({ source: { table }, versions, versionLimit, order }: Part): Query {
  return {
    sql:
      `SELECT ${order.positionColumns} FROM ${table} WHERE ${versions.sql} ` +
      `ORDER BY ${order.positionOrder} LIMIT {versions:UInt64}`,
    parameters: { ...versions.parameters, versions: versionLimit },
  };
}

function onePartQuery(part: Part): Query {
  const { source, versions, versionLimit, order, isWholeRange } = part;
  const times = `SELECT start_time FROM ${source.table} WHERE ${versions.sql} ORDER BY ${order.positionOrder} LIMIT {versions:UInt64}`;
  const values = isWholeRange
    ? '(min(start_time), count(), max(start_time))'
    : '(min(start_time), count(), groupArray(start_time))';
  return recordsQuery(
    part,
    `WITH (SELECT ${values} FROM (${times})) AS part `,
    {
      sql: isWholeRange ? 'start_time >= part.1 AND start_time <= part.3' : 'start_time IN (SELECT arrayJoin(part.3))',
      parameters: { ...versions.parameters, versions: versionLimit },
    },
    part.found,
    ', toString(toUnixTimestamp64Nano(part.1)) AS last_version, part.2 AS versions',
  );
}

/**
 * PREWHERE reads the other columns only where a start time fits. It may precede FINAL because all versions of a record
 * have the same start.
 */
function recordsQuery(
  { source: { table, columns }, order, recordLimit }: Part,
  before: string,
  starts: Condition,
  filter: Condition,
  moreColumns: string,
): Query {
  return {
    sql:
      `${before}SELECT ${columns}${moreColumns} FROM ${table} FINAL PREWHERE ${starts.sql} WHERE ${filter.sql} ` +
      `ORDER BY ${order.recordOrder} LIMIT {records:UInt64}`,
    parameters: { ...starts.parameters, ...filter.parameters, records: recordLimit },
  };
}

function pageOf(records: readonly UsageRecord[], limit: number, order: ListOrder, rowsBefore: number): RecordPage {
  const page = records.slice(0, limit);
  const last = page.at(-1);
  const rows = rowsBefore + page.length;
  const hasNext = records.length > limit && rows < order.maxRows;
  return { records: page, next: hasNext && last !== undefined ? order.cursorOf(last, rows) : null };
}
