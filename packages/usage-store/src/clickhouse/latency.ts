import {
  MAX_SERIES_VALUES,
  type LatencyRequest,
  type LatencyResult,
  type LatencySeries,
  type SeriesField,
} from '../series.ts';
import { StoreError } from '../store-error.ts';
import { allOf, type Condition } from './conditions.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import { PERCENTILE_COLUMNS, percentilesOf } from './percentiles.ts';
import type { Query, Row } from './query.ts';
import { BUCKET, bucketPositions, inBuckets } from './series-buckets.ts';
import { seriesValue } from './series-values.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

/** Reads the percentiles of each bucket and of the whole time. */
export async function readLatency(run: Run, table: string, request: LatencyRequest): Promise<LatencyResult> {
  const { by, bounds, values, signal } = request;
  if (values.length > MAX_SERIES_VALUES) {
    throw new StoreError('limit', `${values.length} values are too many. Choose at most ${MAX_SERIES_VALUES}.`);
  }
  const [total, rows] = await Promise.all([
    run(latencyQuery(table, request), signal),
    by === null || values.length === 0 ? [] : run(latencyQuery(table, request, by), signal),
  ]);
  return {
    total: latencyOf(total, bounds),
    values: values.map((value) => ({
      value,
      ...latencyOf(
        rows.filter((row) => row['value'] === value),
        bounds,
      ),
    })),
  };
}

/**
 * Rows by bucket, and one over all with the bucket NULL. A sketch of all buckets follows from theirs.
 *
 * @param by The rows are divided by this field too; the last one, over all of its values, has the value NULL.
 */
function latencyQuery(table: string, request: LatencyRequest, by?: SeriesField): Query {
  const { sql, parameters } = allOf([
    inBuckets(request),
    { sql: IS_ENDED_CALL, parameters: {} },
    ...(by === undefined ? [] : [hasValue(request.values)]),
  ]);
  const keys = [
    ...(by === undefined ? [] : [`toNullable(${seriesValue(by)}) AS value`]),
    `toNullable(${BUCKET}) AS bucket`,
  ];
  return {
    sql:
      `SELECT ${[...keys, ...PERCENTILE_COLUMNS].join(', ')} FROM ${table} FINAL WHERE ${sql} ` +
      `GROUP BY ${by === undefined ? 'bucket' : 'value, bucket'} WITH ROLLUP`,
    parameters,
  };
}

function hasValue(values: readonly string[]): Condition {
  return { sql: 'value IN {series:Array(String)}', parameters: { series: values } };
}

function latencyOf(rows: readonly Row[], bounds: readonly number[]): LatencySeries {
  const none = percentilesOf({});
  const positions = bucketPositions(bounds);
  const points = Array.from({ length: positions.size }, () => none);
  let total = none;
  for (const row of rows) {
    const bucket = row['bucket'];
    if (bucket === null) {
      total = percentilesOf(row);
    } else {
      points[positions.get(Number(bucket)) ?? 0] = percentilesOf(row);
    }
  }
  return { total, points };
}
