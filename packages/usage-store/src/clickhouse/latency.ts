import { MAX_SERIES_VALUES, type LatencyRequest, type LatencyResult, type SeriesField } from '../series.ts';
import { StoreError } from '../store-error.ts';
import type { Condition } from './conditions.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import { PERCENTILE_COLUMNS, percentilesOf } from './percentiles.ts';
import type { Query, Row, Run } from './query.ts';
import { bucketsOf, inBuckets, overBuckets, type Buckets } from './series-buckets.ts';
import { seriesValue } from './series-values.ts';

/** Maximum length of the values of one query within its query string, where a server accepts 16 KiB. */
const MAX_VALUES_LENGTH = 4_000;

const NO_CALLS = percentilesOf({});

/** Reads the percentiles of each bucket and of the whole time. */
export async function readLatency(run: Run, table: string, request: LatencyRequest): Promise<LatencyResult> {
  const { by, values, signal } = request;
  if (values.length > MAX_SERIES_VALUES) {
    throw new StoreError('limit', `${values.length} values are too many. Choose at most ${MAX_SERIES_VALUES}.`);
  }
  const buckets = bucketsOf(request.bounds);
  const calls = inBuckets(buckets, request);
  const [total, ...parts] = await Promise.all([
    run(totalQuery(table, calls, buckets), signal),
    ...(by === null ? [] : inParts(values).map((part) => run(valuesQuery(table, calls, buckets, by, part), signal))),
  ]);
  const rows = parts.flat();
  const latencyOf = (some: readonly Row[]) => overBuckets(some, buckets, percentilesOf, NO_CALLS);
  return {
    total: latencyOf(total),
    values: values.map((value) => ({ value, ...latencyOf(rows.filter((row) => row['value'] === value)) })),
  };
}

/** The engine adds the sketches of the buckets up, so that the calls are read once. */
function totalQuery(table: string, { sql, parameters }: Condition, buckets: Buckets): Query {
  return {
    sql:
      `SELECT toNullable(${buckets.sql}) AS bucket, ${PERCENTILE_COLUMNS.join(', ')} ` +
      `FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL} GROUP BY bucket WITH ROLLUP`,
    parameters,
  };
}

/** The row over all values has the value NULL. */
function valuesQuery(
  table: string,
  { sql, parameters }: Condition,
  buckets: Buckets,
  by: SeriesField,
  values: readonly string[],
): Query {
  return {
    sql:
      `SELECT toNullable(${seriesValue(by).sql}) AS value, toNullable(${buckets.sql}) AS bucket, ` +
      `${PERCENTILE_COLUMNS.join(', ')} FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL} ` +
      'AND value IN {series:Array(String)} GROUP BY value, bucket WITH ROLLUP',
    parameters: { ...parameters, series: values },
  };
}

/** Splits values into lists that fit into a query string. */
function inParts(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const value of values) {
    const added = encodeURIComponent(value).length;
    if (length + added > MAX_VALUES_LENGTH) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(value);
    length += added;
  }
  return parts;
}
