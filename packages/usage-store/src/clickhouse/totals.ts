import type { AmountTotal, ListRequest, Totals } from '../usage-ledger.ts';
import { allOf, inRange, matches, type Condition } from './conditions.ts';
import type { Query, Row } from './query.ts';
import { IS_RUNNING } from './column-readers.ts';
import { sumIf } from './sum.ts';

const IS_USAGE: Condition = { sql: "record_type = 'usage'", parameters: {} };
const AMOUNTS = ['list', 'paid', 'charged'] as const;
const HAS_ENDED = `NOT ${IS_RUNNING}`;

const COLUMNS = [
  `countIf(${HAS_ENDED}) AS requests`,
  "countIf(state = 'failed') AS failed",
  `countIf(${IS_RUNNING}) AS running`,
  `${sumIf('input_tokens', HAS_ENDED)} AS input_tokens_sum`,
  `${sumIf('output_tokens', HAS_ENDED)} AS output_tokens_sum`,
  ...AMOUNTS.flatMap((amount) => [
    `${sumIf(`cost_${amount}`, HAS_ENDED)} AS ${amount}_nano_usd`,
    `countIf(isNull(cost_${amount}) AND ${HAS_ENDED}) AS ${amount}_unknown`,
  ]),
].join(', ');

export function totalsQuery(table: string, request: Pick<ListRequest, 'range' | 'filter'>): Query {
  const { sql, parameters } = allOf([inRange(request.range), IS_USAGE, matches(request.filter)]);
  return { sql: `SELECT ${COLUMNS} FROM ${table} FINAL WHERE ${sql}`, parameters };
}

export function totalsOf(row: Row): Totals {
  return {
    requests: Number(row['requests']),
    failed: Number(row['failed']),
    running: Number(row['running']),
    inputTokens: Number(row['input_tokens_sum']),
    outputTokens: Number(row['output_tokens_sum']),
    cost: { list: amountOf(row, 'list'), paid: amountOf(row, 'paid'), charged: amountOf(row, 'charged') },
  };
}

function amountOf(row: Row, amount: (typeof AMOUNTS)[number]): AmountTotal {
  return { nanoUsd: String(row[`${amount}_nano_usd`]), unknown: Number(row[`${amount}_unknown`]) };
}
