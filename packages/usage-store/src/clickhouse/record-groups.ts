import { FIELDS } from '@tokentrail/records';
import { TEXT_FIELDS } from '../record-filter.ts';
import {
  MAX_GROUPS,
  type GroupCursor,
  type GroupField,
  type GroupPage,
  type GroupsRequest,
  type RecordGroup,
} from '../record-groups.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { allOf, inRange, type Condition } from './conditions.ts';
import { summaryColumns, summaryOf } from './distinct-summary.ts';
import { matches } from './filter-conditions.ts';
import { IS_CALL, IS_ENDED_CALL, IS_FAILED, IS_RUNNING } from './outcome.ts';
import type { Query, Row, Run } from './query.ts';
import { sumIf } from './sum.ts';

const FIGURES = [
  'toString(toUnixTimestamp64Nano(min(start_time))) AS first_start',
  'count() AS records',
  'countIf(is_ended) AS calls',
  `countIf(is_ended AND ${IS_FAILED}) AS failed`,
  `countIf(${IS_CALL} AND ${IS_RUNNING}) AS running`,
  `toString(${sumIf('input_tokens', 'is_ended')}) AS input_tokens_sum`,
  `toString(${sumIf('output_tokens', 'is_ended')}) AS output_tokens_sum`,
  ...amountColumns('cost_charged', 'is_ended', 'charged'),
  ...summaryColumns('user_id', 'users'),
  ...summaryColumns('coalesce(key_name, key_preview)', 'keys'),
  ...summaryColumns('request_model', 'models'),
  ...summaryColumns("coalesce(concat(method, ' ', endpoint), endpoint)", 'endpoints'),
].join(', ');

/** Each step looks at this many times as much time as the one before; the first one at the last 64th of the range. */
const WIDENING = 8;
const STEPS = 3;

/**
 * Reads one page of groups in two steps: the first one finds the ids of the page, the second one computes their figures. So only
 * the groups of one page need memory for figures. An id that occurs in the last part of the range has its last record there, so the
 * first step looks only at that part, and at more if it has too few ids.
 */
export async function listGroups(run: Run, table: string, asked: GroupsRequest): Promise<GroupPage> {
  const request = { ...asked, limit: Math.min(asked.limit, MAX_GROUPS) };
  const column = columnOf(request.by);
  const cursors = await lastGroups(run, table, column, request);
  // One group more than the limit shows whether there is a next page.
  const page = cursors.slice(0, request.limit);
  const last = page.at(-1);
  if (last === undefined) {
    return { groups: [], next: null };
  }
  const rows = await run(figuresQuery(table, column, request, page), request.signal);
  const rowOfId = new Map(rows.map((row) => [String(row['id']), row]));
  return {
    groups: page.flatMap((cursor) => {
      const row = rowOfId.get(cursor.id);
      return row === undefined ? [] : [groupOf(cursor, row)];
    }),
    next: cursors.length > request.limit ? last : null,
  };
}

/** The ids of a page and of one group more, and when their last records started. */
async function lastGroups(run: Run, table: string, column: string, request: GroupsRequest): Promise<GroupCursor[]> {
  const { range, before, limit, signal } = request;
  const toMs =
    before === undefined ? range.toMs : Math.min(range.toMs, Number(BigInt(before.lastStartUnixNano) / 1_000_000n));
  for (let step = 1; ; step += 1) {
    const lengthMs = step >= STEPS ? Infinity : (range.toMs - range.fromMs) / WIDENING ** (STEPS - step);
    const fromMs = Math.max(range.fromMs, Math.floor(toMs - lengthMs));
    const rows = await run(idsQuery(table, column, { ...request, range: { ...range, fromMs } }), signal);
    if (rows.length > limit || fromMs === range.fromMs) {
      return rows.map((row) => ({ id: String(row['id']), lastStartUnixNano: String(row['last_start']) }));
    }
  }
}

function columnOf(by: GroupField): string {
  const [key] = TEXT_FIELDS[by];
  return FIELDS[key].column;
}

function idsQuery(table: string, column: string, { range, filter, before, limit }: GroupsRequest): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const rest = olderThan(before);
  return {
    sql:
      `SELECT assumeNotNull(${column}) AS id, toString(toUnixTimestamp64Nano(max(start_time))) AS last_start FROM ${table} FINAL ` +
      `WHERE ${sql} AND ${column} != '' GROUP BY ${column} HAVING ${rest.sql} ` +
      'ORDER BY max(start_time) DESC, id DESC LIMIT {groups:UInt64}',
    parameters: { ...parameters, ...rest.parameters, groups: limit + 1 },
  };
}

function olderThan(before: GroupCursor | undefined): Condition {
  return before === undefined
    ? { sql: '1', parameters: {} }
    : {
        sql: '(max(start_time), id) < (fromUnixTimestamp64Nano({before_start:Int64}), {before_id:String})',
        parameters: { before_start: before.lastStartUnixNano, before_id: before.id },
      };
}

/** The condition on the id follows FINAL, because a newer version of a record may have another id. */
function figuresQuery(
  table: string,
  column: string,
  { range, filter }: GroupsRequest,
  page: readonly GroupCursor[],
): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return {
    sql:
      `WITH ${IS_ENDED_CALL} AS is_ended SELECT assumeNotNull(${column}) AS id, ${FIGURES} ` +
      `FROM ${table} FINAL WHERE ${sql} AND ${column} IN {ids:Array(String)} GROUP BY ${column}`,
    parameters: { ...parameters, ids: page.map(({ id }) => id) },
  };
}

function groupOf(cursor: GroupCursor, row: Row): RecordGroup {
  return {
    ...cursor,
    firstStartUnixNano: String(row['first_start']),
    records: Number(row['records']),
    calls: Number(row['calls']),
    failed: Number(row['failed']),
    running: Number(row['running']),
    inputTokens: Number(row['input_tokens_sum']),
    outputTokens: Number(row['output_tokens_sum']),
    charged: amountOf(row, 'charged'),
    users: summaryOf(row, 'users'),
    keys: summaryOf(row, 'keys'),
    models: summaryOf(row, 'models'),
    endpoints: summaryOf(row, 'endpoints'),
  };
}
