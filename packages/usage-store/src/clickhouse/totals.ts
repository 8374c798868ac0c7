import type { AmountTotal, Totals } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { IS_RUNNING, OUTCOME } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { exactSum, sumText } from './sum.ts';

const TOKENS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const;
const AMOUNTS = ['cost_list', 'cost_paid', 'cost_charged', 'amount_nano_usd'] as const;

/** Sums of the records of one type and outcome. */
const GROUP_COLUMNS = [
  'count() AS records',
  'countIf(cache_read_tokens > 0) AS cache_hits',
  ...TOKENS.map((column) => `${sumText(column)} AS ${column}_sum`),
  ...AMOUNTS.flatMap((column) => [`${sumText(column)} AS ${column}_sum`, `count(${column}) AS ${column}_known`]),
].join(', ');

/** The sums by type and outcome: conditions on each record would make each sum slower. */
export function totalsQuery(table: string, { range, filter }: RecordSelection): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return {
    sql: `SELECT record_type AS type, ${OUTCOME} AS outcome, ${GROUP_COLUMNS} FROM ${table} FINAL WHERE ${sql} GROUP BY type, outcome`,
    parameters,
  };
}

/** The busiest minute is a query of its own: grouping by minute would slow the sums down. */
export function busiestMinuteQuery(table: string, { range, filter }: RecordSelection): Query {
  const isEndedCall = { sql: `record_type = 'usage' AND NOT ${IS_RUNNING}`, parameters: {} };
  const { sql, parameters } = allOf([inRange(range), isEndedCall, matches(filter)]);
  return {
    sql:
      'SELECT max(minute_requests) AS requests, toString(max(minute_tokens)) AS tokens FROM (' +
      `SELECT count() AS minute_requests, ifNull(${exactSum('input_tokens')}, 0) + ifNull(${exactSum('output_tokens')}, 0) AS minute_tokens ` +
      `FROM ${table} FINAL WHERE ${sql} GROUP BY toStartOfMinute(start_time))`,
    parameters,
  };
}

/**
 * @param groups The rows of `totalsQuery`.
 * @param minute The row of `busiestMinuteQuery`.
 */
export function totalsOf(groups: readonly Row[], minute: Row): Totals {
  const calls = groups.filter((row) => row['type'] === 'usage');
  const running = calls.filter(hasOutcome('running', 'lost'));
  const ended = calls.filter((row) => !running.includes(row));
  const ofType = (type: string) => groups.filter((row) => row['type'] === type);
  return {
    requests: recordsIn(ended),
    failed: recordsIn(calls.filter(hasOutcome('failed'))),
    cancelled: recordsIn(calls.filter(hasOutcome('cancelled'))),
    running: recordsIn(running),
    lost: recordsIn(calls.filter(hasOutcome('lost'))),
    inboundRequests: recordsIn(ofType('request')),
    events: recordsIn(groups.filter((row) => row['type'] !== 'usage' && row['type'] !== 'request')),
    inputTokens: Number(total(ended, 'input_tokens_sum')),
    outputTokens: Number(total(ended, 'output_tokens_sum')),
    cacheReadTokens: Number(total(ended, 'cache_read_tokens_sum')),
    cacheWriteTokens: Number(total(ended, 'cache_write_tokens_sum')),
    cacheHits: Number(total(ended, 'cache_hits')),
    cost: {
      list: amountOf(ended, 'cost_list'),
      paid: amountOf(ended, 'cost_paid'),
      charged: amountOf(ended, 'cost_charged'),
    },
    busiestMinute: { requests: Number(minute['requests']), tokens: Number(minute['tokens']) },
    topUps: amountOf(ofType('topup'), 'amount_nano_usd'),
    refunds: amountOf(ofType('refund'), 'amount_nano_usd'),
  };
}

function hasOutcome(...outcomes: readonly string[]): (row: Row) => boolean {
  return (row) => outcomes.includes(String(row['outcome']));
}

function total(rows: readonly Row[], column: string): bigint {
  return rows.reduce((result, row) => result + BigInt(String(row[column] ?? 0)), 0n);
}

function recordsIn(rows: readonly Row[]): number {
  return Number(total(rows, 'records'));
}

function amountOf(rows: readonly Row[], column: string): AmountTotal {
  return {
    nanoUsd: String(total(rows, `${column}_sum`)),
    unknown: recordsIn(rows) - Number(total(rows, `${column}_known`)),
  };
}
