import type { AttemptFigures, AttemptProvider, AttemptProvidersRequest } from '../series.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import { PERCENTILE_COLUMNS, percentilesOf } from './percentiles.ts';
import type { Query, Row } from './query.ts';
import { BUCKET, bucketPositions, inBuckets } from './series-buckets.ts';

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

const IS_SENT = "state != 'skipped'";
const FIGURES = [
  `countIf(${IS_SENT}) AS attempts`,
  "countIf(state = 'failed') AS failed",
  "countIf(state = 'cancelled') AS cancelled",
  "countIf(state = 'skipped') AS skipped",
  ...amountColumns('paid', IS_SENT, 'paid'),
  ...PERCENTILE_COLUMNS,
].join(', ');

/** The provider, figures and times of an attempt in a row of the view `attempts`. */
const VALUES = [
  'start_time',
  "ifNull(provider, '') AS name",
  'state',
  "if(isNull(paid_nano_usd) AND billed = 'no', 0, paid_nano_usd) AS paid",
  'toUInt64(duration_ms * 1e6) AS duration_ns',
  'toUInt64(first_chunk_ms * 1e6) AS time_to_first_chunk_ns',
].join(', ');

/** @param database Identifier of the database that has the ledger. */
export async function readAttemptProviders(
  run: Run,
  database: string,
  request: AttemptProvidersRequest,
): Promise<AttemptProvider[]> {
  const byProvider = new Map<string, Row[]>();
  for (const row of await run(providersQuery(database, request), request.signal)) {
    const provider = String(row['provider']);
    byProvider.set(provider, [...(byProvider.get(provider) ?? []), row]);
  }
  return [...byProvider]
    .map(([provider, rows]) => providerOf(provider, rows, request.bounds))
    .sort((a, b) => b.total.attempts - a.total.attempts)
    .slice(0, request.limit);
}

/** Rows by provider and bucket, and one for each provider with the bucket NULL, in the order of providers. */
function providersQuery(database: string, request: AttemptProvidersRequest): Query {
  const { sql, parameters } = inBuckets(request);
  const calls = `SELECT start_time, trace_id, span_id FROM ${database}.usage_records FINAL WHERE ${sql} AND ${IS_ENDED_CALL}`;
  const attempts =
    `SELECT ${VALUES} FROM ${database}.attempts ` +
    `WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64}) ` +
    `AND state != 'available' AND (start_time, trace_id, span_id) IN (${calls})`;
  return {
    sql:
      `SELECT toNullable(name) AS provider, toNullable(${BUCKET}) AS bucket, ${FIGURES} FROM (${attempts}) ` +
      'GROUP BY provider, bucket WITH ROLLUP HAVING isNotNull(provider) ORDER BY provider',
    parameters,
  };
}

function providerOf(provider: string, rows: readonly Row[], bounds: readonly number[]): AttemptProvider {
  const positions = bucketPositions(bounds);
  const points = Array.from({ length: positions.size }, () => NO_ATTEMPTS);
  let total = NO_ATTEMPTS;
  for (const row of rows) {
    const bucket = row['bucket'];
    if (bucket === null) {
      total = figuresOf(row);
    } else {
      points[positions.get(Number(bucket)) ?? 0] = figuresOf(row);
    }
  }
  return { provider, total, points };
}

const NO_ATTEMPTS: AttemptFigures = {
  attempts: 0,
  failed: 0,
  cancelled: 0,
  skipped: 0,
  paid: { nanoUsd: '0', unknown: 0 },
  latency: percentilesOf({}),
};

function figuresOf(row: Row): AttemptFigures {
  return {
    attempts: Number(row['attempts']),
    failed: Number(row['failed']),
    cancelled: Number(row['cancelled']),
    skipped: Number(row['skipped']),
    paid: amountOf(row, 'paid'),
    latency: percentilesOf(row),
  };
}
