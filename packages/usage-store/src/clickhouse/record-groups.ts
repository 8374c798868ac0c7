import { FIELDS } from '@tokentrail/records';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { GroupCursor, GroupField, GroupPage, GroupsRequest, RecordGroup } from '../record-groups.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { allOf, inRange, type Condition } from './conditions.ts';
import { summaryColumns, summaryOf } from './distinct-summary.ts';
import { matches } from './filter-conditions.ts';
import { IS_CALL, IS_FAILED, IS_RUNNING } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { sumIf } from './sum.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

const FIGURES = [
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

/**
 * Reads one page of groups in two steps: the first query finds the ids of the page, the second one computes their figures. So
 * only the groups of one page need memory for figures, and the second query reads only the time in which they lie.
 */
export async function listGroups(run: Run, table: string, request: GroupsRequest): Promise<GroupPage> {
  const column = columnOf(request.by);
  // One group more than the limit shows whether there is a next page.
  const found = (await run(idsQuery(table, column, request), request.signal)).map(extentOf);
  const extents = found.slice(0, request.limit);
  const last = extents.at(-1);
  if (last === undefined) {
    return { groups: [], next: null };
  }
  const rows = await run(figuresQuery(table, column, request, extents), request.signal);
  const rowOfId = new Map(rows.map((row) => [String(row['id']), row]));
  return {
    groups: extents.flatMap((extent) => {
      const row = rowOfId.get(extent.id);
      return row === undefined ? [] : [groupOf(extent, row)];
    }),
    next: found.length > request.limit ? { id: last.id, lastStartUnixNano: last.lastStartUnixNano } : null,
  };
}

/** An id, and the starts of the first and the last record that has it. */
interface Extent extends GroupCursor {
  firstStartUnixNano: string;
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
      `SELECT assumeNotNull(${column}) AS id, toString(toUnixTimestamp64Nano(min(start_time))) AS first_start, ` +
      `toString(toUnixTimestamp64Nano(max(start_time))) AS last_start FROM ${table} FINAL ` +
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

function extentOf(row: Row): Extent {
  return {
    id: String(row['id']),
    firstStartUnixNano: String(row['first_start']),
    lastStartUnixNano: String(row['last_start']),
  };
}

/** The condition on the id follows FINAL, because a newer version of a record may have another id. */
function figuresQuery(table: string, column: string, { filter }: GroupsRequest, extents: readonly Extent[]): Query {
  const { sql, parameters } = allOf([within(extents), matches(filter)]);
  return {
    sql:
      `WITH ${IS_CALL} AND NOT (${IS_RUNNING}) AS is_ended SELECT assumeNotNull(${column}) AS id, ${FIGURES} ` +
      `FROM ${table} FINAL WHERE ${sql} AND ${column} IN {ids:Array(String)} GROUP BY ${column}`,
    parameters: { ...parameters, ids: extents.map(({ id }) => id) },
  };
}

/** The time from the first to the last record of all these groups. */
function within(extents: readonly Extent[]): Condition {
  const starts = extents.map(({ firstStartUnixNano }) => BigInt(firstStartUnixNano));
  return {
    sql: 'start_time >= fromUnixTimestamp64Nano({oldest:Int64}) AND start_time <= fromUnixTimestamp64Nano({newest:Int64})',
    parameters: {
      oldest: String(starts.reduce((a, b) => (a < b ? a : b))),
      newest: extents[0]?.lastStartUnixNano ?? '0',
    },
  };
}

function groupOf(extent: Extent, row: Row): RecordGroup {
  return {
    ...extent,
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
