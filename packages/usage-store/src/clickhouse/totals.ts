import type { Totals } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { IS_CALL, IS_ENDED_CALL, IS_FAILED, IS_RUNNING } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { sumIf } from './sum.ts';

/** Amounts that a ledger may hide. */
const MARGIN_AMOUNTS = ['list', 'paid'] as const;
const TOKENS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const;
/** Names of conditions that several sums share. Filtering the rows instead would copy every column. */
const CONDITIONS = `WITH ${IS_ENDED_CALL} AS is_ended, record_type = 'topup' AS is_top_up, record_type = 'refund' AS is_refund`;

const COLUMNS = [
  'countIf(is_ended) AS requests',
  `countIf(is_ended AND ${IS_FAILED}) AS failed`,
  "countIf(is_ended AND state = 'cancelled') AS cancelled",
  `countIf(${IS_CALL} AND ${IS_RUNNING}) AS running`,
  "countIf(record_type = 'request') AS inbound_requests",
  "countIf(record_type NOT IN ('usage', 'request')) AS events",
  'countIf(is_ended AND cache_read_tokens > 0) AS cache_hits',
  ...TOKENS.map((column) => `toString(${sumIf(column, 'is_ended')}) AS ${column}_sum`),
  ...amountColumns('cost_charged', 'is_ended', 'charged'),
  ...amountColumns('amount_nano_usd', 'is_top_up', 'top_up'),
  ...amountColumns('amount_nano_usd', 'is_refund', 'refund'),
];
const MARGIN_COLUMNS = MARGIN_AMOUNTS.flatMap((amount) => amountColumns(`cost_${amount}`, 'is_ended', amount));

export function totalsQuery(table: string, { range, filter }: RecordSelection, margin: boolean): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const columns = [...COLUMNS, ...(margin ? MARGIN_COLUMNS : [])].join(', ');
  return { sql: `${CONDITIONS} SELECT ${columns} FROM ${table} FINAL WHERE ${sql}`, parameters };
}

/** The busiest minute is a query of its own: grouping by minute would slow all sums down. */
export function busiestMinuteQuery(table: string, { range, filter }: RecordSelection): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return {
    sql:
      'SELECT max(minute_requests) AS requests, toString(max(minute_tokens)) AS tokens FROM (' +
      `${CONDITIONS} SELECT countIf(is_ended) AS minute_requests, ` +
      // Tokens are at most 10^12 (the view's bound), so 64 bits suffice for nine million calls in one minute.
      'sumIf(ifNull(input_tokens, 0) + ifNull(output_tokens, 0), is_ended) AS minute_tokens ' +
      `FROM ${table} FINAL WHERE ${sql} GROUP BY toStartOfMinute(start_time))`,
    parameters,
  };
}

/** Reads the rows of the two queries. */
export function totalsOf(row: Row, minute: Row, margin: boolean): Totals {
  const count = (column: string) => Number(row[column]);
  return {
    requests: count('requests'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    running: count('running'),
    inboundRequests: count('inbound_requests'),
    events: count('events'),
    inputTokens: count('input_tokens_sum'),
    outputTokens: count('output_tokens_sum'),
    cacheReadTokens: count('cache_read_tokens_sum'),
    cacheWriteTokens: count('cache_write_tokens_sum'),
    cacheHits: count('cache_hits'),
    cost: {
      list: margin ? amountOf(row, 'list') : null,
      paid: margin ? amountOf(row, 'paid') : null,
      charged: amountOf(row, 'charged'),
    },
    busiestMinute: { requests: Number(minute['requests']), tokens: Number(minute['tokens']) },
    topUps: amountOf(row, 'top_up'),
    refunds: amountOf(row, 'refund'),
  };
}
