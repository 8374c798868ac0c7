import {
  MAX_SERIES_VALUES,
  type Series,
  type SeriesField,
  type SeriesFigures,
  type SeriesRank,
  type SeriesRequest,
  type SeriesResult,
} from '../series.ts';
import { IS_ENDED_CALL, IS_FAILED } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { BUCKET, bucketPositions, inBuckets } from './series-buckets.ts';
import { seriesValue } from './series-values.ts';
import { sumIf } from './sum.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

/** The columns of a bucket, each with the SQL of its sum over ended calls. */
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
const NAMES = FIGURES.map(([name]) => name);
const SUMS = FIGURES.map(([name, sql]) => `${sql} AS ${name}`).join(', ');
/** One row has all buckets of a value, because a row of the result repeats the names of its columns. */
const LISTS = ['bucket', ...NAMES].map((name) => `groupArray(toString(${name})) AS ${name}_list`).join(', ');

const RANKS: Readonly<Record<SeriesRank, { ofCalls: string; ofBuckets: string }>> = {
  cost: { ofCalls: sumIf('cost_charged', '1'), ofBuckets: 'sum(charged_nano_usd)' },
  calls: { ofCalls: 'count()', ofBuckets: 'sum(calls)' },
  tokens: {
    ofCalls: `${sumIf('input_tokens', '1')} + ${sumIf('output_tokens', '1')}`,
    ofBuckets: 'sum(input_tokens_sum) + sum(output_tokens_sum)',
  },
};

/** Reads the series of the total and of the values with the highest rank. */
export async function readSeries(run: Run, table: string, request: SeriesRequest): Promise<SeriesResult> {
  const { by, bounds, signal } = request;
  const [totalRows, rows] = await Promise.all([
    // A call with several tags is in several series, so their sum is not the total.
    by === null || by === 'tag' ? run(totalQuery(table, request), signal) : null,
    by === null ? [] : run(valuesQuery(table, by, request), signal),
  ]);
  const own = rows.filter((row) => isOwn(row));
  const rest = rows.filter((row) => !isOwn(row));
  const [counted] = by === null || rest.length === 0 ? [] : await run(countQuery(table, by, request), signal);
  return {
    total: seriesOf(totalRows ?? rows, bounds),
    values: own.map((row) => ({ value: String(row['value']), ...seriesOf([row], bounds) })),
    rest: rest.length === 0 ? null : { values: Number(counted?.['number']) - own.length, ...seriesOf(rest, bounds) },
  };
}

function isOwn(row: Row): boolean {
  return Number(row['is_own']) === 1;
}

function totalQuery(table: string, request: SeriesRequest): Query {
  const { sql, parameters } = inBuckets(request);
  return {
    sql:
      `SELECT ${LISTS} FROM (SELECT ${BUCKET} AS bucket, ${SUMS} FROM ${table} FINAL ` +
      `WHERE ${sql} AND ${IS_ENDED_CALL} GROUP BY bucket)`,
    parameters,
  };
}

/** A row for each value with a series of its own, and one for all others, if there are others. */
function valuesQuery(table: string, by: SeriesField, request: SeriesRequest): Query {
  const { sql, parameters } = inBuckets(request);
  const rank = RANKS[request.rank];
  const calls = (columns: string) =>
    `SELECT ${columns}, ${seriesValue(by)} AS one FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL}`;
  const highest =
    `SELECT one FROM (${calls('input_tokens, output_tokens, cost_charged')}) GROUP BY one ` +
    `ORDER BY ${rank.ofCalls} DESC, one LIMIT {values:UInt64}`;
  return {
    sql:
      `SELECT is_own, value, ${LISTS} FROM (` +
      `SELECT one IN (${highest}) AS is_own, if(is_own, one, '') AS value, ${BUCKET} AS bucket, ${SUMS} ` +
      `FROM (${calls('*')}) GROUP BY is_own, value, bucket` +
      `) GROUP BY is_own, value ORDER BY is_own DESC, ${rank.ofBuckets} DESC, value`,
    parameters: { ...parameters, values: Math.min(request.limit, MAX_SERIES_VALUES) },
  };
}

/** The number of values. It is read only if there are more than have a series. */
function countQuery(table: string, by: SeriesField, request: SeriesRequest): Query {
  const { sql, parameters } = inBuckets(request);
  return {
    sql:
      `SELECT toString(uniqExact(one)) AS number FROM (` +
      `SELECT ${seriesValue(by)} AS one FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL})`,
    parameters,
  };
}

/** Sums by the name of a column. */
type Sums = Readonly<Record<string, bigint>>;

const ZEROS: Sums = Object.fromEntries(NAMES.map((name) => [name, 0n]));

/** The series of the sums of `rows`. */
function seriesOf(rows: readonly Row[], bounds: readonly number[]): Series {
  const positions = bucketPositions(bounds);
  const points = Array.from({ length: positions.size }, () => ZEROS);
  for (const row of rows) {
    listOf(row, 'bucket').forEach((bucket, index) => {
      const position = positions.get(Number(bucket)) ?? 0;
      const sums = Object.fromEntries(NAMES.map((name) => [name, BigInt(listOf(row, name)[index] ?? 0)]));
      points[position] = added(points[position] ?? ZEROS, sums);
    });
  }
  return { total: figuresOf(points.reduce(added, ZEROS)), points: points.map(figuresOf) };
}

function listOf(row: Row, name: string): readonly string[] {
  const list = row[`${name}_list`];
  return Array.isArray(list) ? list : [];
}

function added(a: Sums, b: Sums): Sums {
  return Object.fromEntries(NAMES.map((name) => [name, (a[name] ?? 0n) + (b[name] ?? 0n)]));
}

function figuresOf(sums: Sums): SeriesFigures {
  const number = (name: string) => Number(sums[name]);
  return {
    calls: number('calls'),
    failed: number('failed'),
    cancelled: number('cancelled'),
    inputTokens: number('input_tokens_sum'),
    outputTokens: number('output_tokens_sum'),
    cacheReadTokens: number('cache_read_tokens_sum'),
    cacheWriteTokens: number('cache_write_tokens_sum'),
    cacheHits: number('cache_hits'),
    charged: { nanoUsd: String(sums['charged_nano_usd']), unknown: number('charged_unknown') },
  };
}
