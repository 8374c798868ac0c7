import type { AttemptFigures, AttemptProvider, AttemptProvidersRequest } from '../series.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import { PERCENTILE_COLUMNS, percentilesOf } from './percentiles.ts';
import type { Query, Row } from './query.ts';
import { bucketsOf, inBuckets, overBuckets, type Buckets } from './series-buckets.ts';

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
  "ifNull(provider, '') AS provider_name",
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
  const buckets = bucketsOf(request.bounds);
  const byProvider = new Map<string, Row[]>();
  for (const row of await run(providersQuery(database, request, buckets), request.signal)) {
    const provider = String(row['name']);
    byProvider.set(provider, [...(byProvider.get(provider) ?? []), row]);
  }
  return [...byProvider]
    .map(([provider, rows]) => ({ provider, ...overBuckets(rows, buckets, figuresOf, NO_ATTEMPTS) }))
    .sort((a, b) => b.total.attempts - a.total.attempts)
    .slice(0, request.limit);
}

/** Rows by provider and bucket, in the order of providers. */
function providersQuery(database: string, request: AttemptProvidersRequest, buckets: Buckets): Query {
  const { sql, parameters } = inBuckets(buckets, request);
  const calls = `SELECT start_time, trace_id, span_id FROM ${database}.usage_records FINAL WHERE ${sql} AND ${IS_ENDED_CALL}`;
  const attempts =
    `SELECT ${VALUES} FROM ${database}.attempts WHERE ${buckets.inRange.sql} AND state != 'available' ` +
    `AND (start_time, trace_id, span_id) IN (${calls})`;
  return {
    sql:
      `SELECT toNullable(provider_name) AS name, toNullable(${buckets.sql}) AS bucket, ${FIGURES} FROM (${attempts}) ` +
      'GROUP BY name, bucket WITH ROLLUP HAVING isNotNull(name) ORDER BY name',
    parameters,
  };
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
