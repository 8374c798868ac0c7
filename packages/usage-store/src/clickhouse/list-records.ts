import type { UsageRecord } from '@tokentrail/records';
import { selectionOf } from '../filter-selection.ts';
import { StoreError } from '../store-error.ts';
import type { ListRequest, RecordCursor, RecordPage, TimeRange } from '../usage-ledger.ts';
import { MAX_NAMED_STARTS, allOf, inRange, startedAtOneOf, type Condition } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { orderOf, type ListOrder, type Position } from './list-order.ts';
import type { Query, Row, Run } from './query.ts';
import { recordOf, type RecordSource } from './record-row.ts';

/**
 * A filtered list first looks at so much time before its cursor, ms. The engine reads versions in order by beginning with the
 * newest rows of each week, so more weeks cost more, even if a page comes from the last one. A search has its index instead.
 */
const FIRST_LOOK_MS = 8 * 86_400_000;

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
  const { range, before, signal } = request;
  const rowsBefore = rowsUpTo(before, order);
  // One record more than the limit shows whether there is a next page.
  const rowLimit = Math.min(request.limit, order.maxRows - rowsBefore) + 1;
  const list: List = {
    run: (query) => run(query, signal),
    source,
    order,
    filter,
    before,
    // All records of a range lie together: more of them cost little, another round costs much. Records of a filter do not.
    isWholeRange: order.isTime && filter.sql === '1',
    hasTerms: selectionOf(request.filter).terms.length > 0,
  };
  const look = firstLook(list, range);
  const records = look === undefined ? [] : await readRange(list, look, rowLimit, true);
  if (records.length < rowLimit) {
    // If a look finds no record, it does not know whether it has seen all versions.
    const toMs = look === undefined || records.length === 0 ? range.toMs : look.fromMs;
    records.push(...(await readRange(list, { ...range, toMs }, rowLimit - records.length, false)));
  }
  return pageOf(records, rowLimit - 1, order, rowsBefore);
}

/** What the rounds of a list have in common. */
interface List {
  run: (query: Query) => Promise<Row[]>;
  source: RecordSource;
  order: ListOrder;
  filter: Condition;
  before: RecordCursor | undefined;
  isWholeRange: boolean;
  hasTerms: boolean;
}

/** The last part of the range up to the cursor; undefined if the list looks at the whole range at once. */
function firstLook({ order, isWholeRange, hasTerms, before }: List, range: TimeRange): TimeRange | undefined {
  const end = before === undefined ? range.toMs : Number(BigInt(before.startUnixNano) / 1_000_000n) + 1;
  const toMs = Math.min(range.toMs, end);
  const isLong = toMs - range.fromMs > 2 * FIRST_LOOK_MS;
  return order.isTime && !isWholeRange && !hasTerms && isLong ? { fromMs: toMs - FIRST_LOOK_MS, toMs } : undefined;
}

/**
 * Reads the first `recordLimit` records of a range, in the order of the list.
 *
 * @param isLook True: ends without a record if the first round finds none.
 */
async function readRange(list: List, range: TimeRange, recordLimit: number, isLook: boolean): Promise<UsageRecord[]> {
  const { source, order, filter, before, isWholeRange, run } = list;
  const selection = allOf([inRange(range), filter]);
  const read = order.isTime ? readByTime : readByValue;
  const records: UsageRecord[] = [];
  let versions = allOf([selection, ...(before ? [order.notBefore(before)] : [])]);
  // A record belongs to the round of its newest version. An older one may be in a later round, at the same start.
  let found = allOf([filter, ...(before ? [order.after(before)] : [])]);
  for (let limit = isWholeRange ? 2 * recordLimit + 50 : Math.ceil(1.05 * recordLimit) + 5; ; limit *= 2) {
    const versionLimit = isWholeRange ? limit : Math.min(limit, MAX_NAMED_STARTS);
    const missing = recordLimit - records.length;
    const part = { source, versions, versionLimit, found, order, recordLimit: missing, isWholeRange };
    const { rows, last, count } = await read(run, part, isLook && records.length === 0);
    records.push(...rows.map(recordOf));
    if (last === undefined || count < versionLimit || records.length >= recordLimit) {
      return records;
    }
    versions = allOf([selection, order.after(last)]);
    if (!order.isTime) {
      found = allOf([filter, ...(before ? [order.after(before)] : []), order.after(last)]);
    }
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

/**
 * Finds the versions and reads their records in one query.
 *
 * @param mayEnd True: no row means that there are no versions.
 */
async function readByTime(run: List['run'], part: Part, mayEnd: boolean): Promise<ReadPart> {
  const rows = await run(onePartQuery(part));
  const [row] = rows;
  if (row !== undefined) {
    return { rows, last: { start: String(row['last_version']), value: '' }, count: Number(row['versions']) };
  }
  if (mayEnd) {
    return { rows, last: undefined, count: 0 };
  }
  // Without a row the result does not say how many versions there are: all may have been replaced.
  const positions = await run(versionsQuery(part)).then((found) => found.map(part.order.positionOf));
  return { rows, last: positions.at(-1), count: positions.length };
}

async function readByValue(run: List['run'], part: Part): Promise<ReadPart> {
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
