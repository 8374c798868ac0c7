import {
  MAX_SERIES_VALUES,
  type Series,
  type SeriesFigures,
  type SeriesRequest,
  type SeriesResult,
} from '../series.ts';
import type { Row, Run } from './query.ts';
import { bucketsOf, inBuckets, type Buckets } from './series-buckets.ts';
import { FIGURE_NAMES, countQuery, totalQuery, valuesQuery } from './series-query.ts';

/** Reads the series of the total and of the values with the highest rank. */
export async function readSeries(run: Run, table: string, asked: SeriesRequest): Promise<SeriesResult> {
  const request = { ...asked, limit: Math.min(asked.limit, MAX_SERIES_VALUES) };
  const { by, signal } = request;
  const buckets = bucketsOf(request.bounds);
  const source = { ...inBuckets(buckets, request), table, bucket: buckets.sql };
  const [totalRows, rows] = await Promise.all([
    // A call with several tags is in several series, so their sum is not the total.
    by === null || by === 'tag' ? run(totalQuery(source), signal) : null,
    by === null ? [] : run(valuesQuery(source, by, request), signal),
  ]);
  const own = rows.filter((row) => Number(row['is_own']) === 1);
  const rest = rows.find((row) => Number(row['is_own']) === 0);
  const total = seriesOf(totalRows ?? rows, buckets);
  const values = own.map((row) => ({ value: String(row['value']), ...seriesOf([row], buckets) }));
  if (by === null || rest === undefined) {
    return { total, values, rest: null };
  }
  const number = Number(rest['number']) || Number((await run(countQuery(source, by), signal))[0]?.['number']);
  return { total, values, rest: { values: number - values.length, ...seriesOf([rest], buckets) } };
}

/** Sums by the name of a column. */
type Sums = Readonly<Record<string, bigint>>;

const ZEROS: Sums = Object.fromEntries(FIGURE_NAMES.map((name) => [name, 0n]));

/** The sum of the series of `rows`. */
function seriesOf(rows: readonly Row[], buckets: Buckets): Series {
  const points = Array.from({ length: buckets.count }, () => ZEROS);
  for (const row of rows) {
    listOf(row, 'bucket').forEach((bucket, index) => {
      const position = buckets.positionOf(bucket);
      const sums = Object.fromEntries(FIGURE_NAMES.map((name) => [name, BigInt(listOf(row, name)[index] ?? 0)]));
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
  return Object.fromEntries(FIGURE_NAMES.map((name) => [name, (a[name] ?? 0n) + (b[name] ?? 0n)]));
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
