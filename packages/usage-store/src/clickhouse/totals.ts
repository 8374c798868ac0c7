import type { AmountTotal, Totals } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { IS_FAILED, IS_LOST, IS_RUNNING } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { sumIf } from './sum.ts';

const AMOUNTS = ['list', 'paid', 'charged'] as const;
const IS_CALL = "record_type = 'usage'";
const IS_ENDED_CALL = `${IS_CALL} AND NOT ${IS_RUNNING}`;
const TOKENS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const;
const EVENT_AMOUNTS = [
  ['topup', 'top_up'],
  ['refund', 'refund'],
] as const;

/** Figures over the selection. */
const COLUMNS = [
  `countIf(${IS_ENDED_CALL}) AS requests`,
  `countIf(${IS_ENDED_CALL} AND ${IS_FAILED}) AS failed`,
  `countIf(${IS_ENDED_CALL} AND state = 'cancelled') AS cancelled`,
  `countIf(${IS_CALL} AND ${IS_RUNNING}) AS running`,
  `countIf(${IS_CALL} AND ${IS_LOST}) AS lost`,
  "countIf(record_type = 'request') AS inbound_requests",
  "countIf(record_type NOT IN ('usage', 'request')) AS events",
  `countIf(${IS_ENDED_CALL} AND cache_read_tokens > 0) AS cache_hits`,
  ...TOKENS.map((column) => `toString(${sumIf(column, IS_ENDED_CALL)}) AS ${column}_sum`),
  ...AMOUNTS.flatMap((amount) => amountColumns(`cost_${amount}`, IS_ENDED_CALL, amount)),
  ...EVENT_AMOUNTS.flatMap(([type, name]) => amountColumns('amount_nano_usd', `record_type = '${type}'`, name)),
].join(', ');

const MINUTE_COLUMNS =
  `countIf(${IS_ENDED_CALL}) AS minute_requests, ` +
  `${sumIf('input_tokens', IS_ENDED_CALL)} + ${sumIf('output_tokens', IS_ENDED_CALL)} AS minute_tokens`;

function amountColumns(column: string, condition: string, name: string): string[] {
  return [
    `toString(${sumIf(column, condition)}) AS ${name}_nano_usd`,
    `countIf(isNull(${column}) AND ${condition}) AS ${name}_unknown`,
  ];
}

export function totalsQuery(table: string, { range, filter }: RecordSelection): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return { sql: `SELECT ${COLUMNS} FROM ${table} FINAL WHERE ${sql}`, parameters };
}

/** The busiest minute is a query of its own: grouping by minute would slow the sums down. */
export function busiestMinuteQuery(table: string, { range, filter }: RecordSelection): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return {
    sql:
      'SELECT toString(max(minute_requests)) AS requests, toString(max(minute_tokens)) AS tokens ' +
      `FROM (SELECT ${MINUTE_COLUMNS} FROM ${table} FINAL WHERE ${sql} GROUP BY toStartOfMinute(start_time))`,
    parameters,
  };
}

/** Reads the rows of the two queries. */
export function totalsOf(row: Row, minute: Row): Totals {
  const count = (column: string) => Number(row[column]);
  return {
    requests: count('requests'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    running: count('running'),
    lost: count('lost'),
    inboundRequests: count('inbound_requests'),
    events: count('events'),
    inputTokens: count('input_tokens_sum'),
    outputTokens: count('output_tokens_sum'),
    cacheReadTokens: count('cache_read_tokens_sum'),
    cacheWriteTokens: count('cache_write_tokens_sum'),
    cacheHits: count('cache_hits'),
    cost: { list: amountOf(row, 'list'), paid: amountOf(row, 'paid'), charged: amountOf(row, 'charged') },
    busiestMinute: { requests: Number(minute['requests']), tokens: Number(minute['tokens']) },
    topUps: amountOf(row, 'top_up'),
    refunds: amountOf(row, 'refund'),
  };
}

function amountOf(row: Row, name: string): AmountTotal {
  return { nanoUsd: String(row[`${name}_nano_usd`]), unknown: Number(row[`${name}_unknown`]) };
}
