import type { SeriesField, SeriesRank, SeriesRequest } from '../series.ts';
import type { Condition } from './conditions.ts';
import { IS_ENDED_CALL, IS_FAILED } from './outcome.ts';
import type { Query } from './query.ts';
import { seriesValue, type SeriesValue } from './series-values.ts';
import { sumIf } from './sum.ts';

/** The calls of a request. */
export interface SeriesSource extends Condition {
  table: string;
  /** SQL for the bucket of a record. */
  bucket: string;
}

/** The columns of a bucket, each with the SQL of its sum over calls. */
const FIGURES: readonly (readonly [name: string, sql: string])[] = [
  ['calls', 'count()'],
  ['failed', `countIf(${IS_FAILED})`],
  ['cancelled', "countIf(state = 'cancelled')"],
  ['cache_hits', 'countIf(cache_read_tokens > 0)'],
  ...['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'].map(
    (column) => [`${column}_sum`, sumIf(column, '1')] as const,
  ),
  ['charged_nano_usd', sumIf('cost_charged', '1')],
  ['charged_unknown', 'countIf(isNull(cost_charged))'],
];
export const FIGURE_NAMES = FIGURES.map(([name]) => name);
const SUMS = FIGURES.map(([name, sql]) => `${sql} AS ${name}`).join(', ');
/** One row has all buckets of a value, because a row of the result repeats the names of its columns. */
const LISTS = ['bucket', ...FIGURE_NAMES].map((name) => `groupArray(toString(${name})) AS ${name}_list`).join(', ');

/** SQL for the rank of a group of calls, and of a row of `SUMS`. */
const RANKS: Readonly<Record<SeriesRank, { ofCalls: string; ofSums: string }>> = {
  cost: { ofCalls: sumIf('cost_charged', '1'), ofSums: 'charged_nano_usd' },
  calls: { ofCalls: 'count()', ofSums: 'calls' },
  tokens: {
    ofCalls: `${sumIf('input_tokens', '1')} + ${sumIf('output_tokens', '1')}`,
    ofSums: 'input_tokens_sum + output_tokens_sum',
  },
};

/** One row, with all buckets. */
export function totalQuery(source: SeriesSource): Query {
  return {
    sql: `SELECT ${LISTS} FROM (SELECT ${source.bucket} AS bucket, ${SUMS} ${callsOf(source)} GROUP BY bucket)`,
    parameters: source.parameters,
  };
}

/**
 * A row for each value with a series of its own (`is_own`), and one for all others, if there are any. `number`: of all values; 0 if it
 * has to be counted by `countQuery`.
 */
export function valuesQuery(source: SeriesSource, by: SeriesField, { rank, limit }: SeriesRequest): Query {
  const value = seriesValue(by);
  const rows = value.isUnique ? rowsOfHighest(source, value, rank) : rowsOfRanked(source, value, rank);
  return {
    sql:
      `SELECT is_own, value, max(last) AS number, ${LISTS} FROM (${rows}) ` +
      `GROUP BY is_own, value ORDER BY is_own DESC, sum(${RANKS[rank].ofSums}) DESC, value`,
    parameters: { ...source.parameters, values: limit },
  };
}

/** The number of values. */
export function countQuery(source: SeriesSource, by: SeriesField): Query {
  const { sql } = seriesValue(by);
  return { sql: `SELECT uniqExact(${sql}) AS number ${callsOf(source)}`, parameters: source.parameters };
}

function callsOf({ table, sql }: SeriesSource): string {
  return `FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL}`;
}

/**
 * Rows by value and bucket. The calls are read once: they are summed by value, then the values are ranked, then those beyond the limit
 * are added up.
 */
function rowsOfRanked(source: SeriesSource, { columns, sql }: SeriesValue, rank: SeriesRank): string {
  const sums = `SELECT ${columns}, ${source.bucket} AS bucket, ${SUMS} ${callsOf(source)} GROUP BY ${columns}, bucket`;
  const values =
    `SELECT *, sum(${RANKS[rank].ofSums}) OVER (PARTITION BY one) AS value_rank ` +
    `FROM (SELECT *, ${sql} AS one FROM (${sums}))`;
  const ranked = `SELECT *, dense_rank() OVER (ORDER BY value_rank DESC, one) AS position FROM (${values})`;
  const added = FIGURE_NAMES.map((name) => `sum(ranked.${name}) AS ${name}`).join(', ');
  return (
    `SELECT position <= {values:UInt64} AS is_own, if(is_own, one, '') AS value, bucket, max(position) AS last, ${added} ` +
    `FROM (${ranked}) AS ranked GROUP BY is_own, value, bucket`
  );
}

/**
 * The same for values that most calls have alone: sums of all values would need too much memory. The calls are read twice, first to find
 * the highest values.
 */
function rowsOfHighest(source: SeriesSource, { sql }: SeriesValue, rank: SeriesRank): string {
  const highest =
    `SELECT ${sql} AS one ${callsOf(source)} GROUP BY one ` +
    `ORDER BY ${RANKS[rank].ofCalls} DESC, one LIMIT {values:UInt64}`;
  return (
    `SELECT ${sql} IN (${highest}) AS is_own, if(is_own, ${sql}, '') AS value, ${source.bucket} AS bucket, 0 AS last, ` +
    `${SUMS} ${callsOf(source)} GROUP BY is_own, value, bucket`
  );
}
