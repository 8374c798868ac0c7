import { ATTEMPT_STATES } from '@tokentrail/records';
import { selectionOf } from '../filter-selection.ts';
import type { RecordFilter } from '../record-filter.ts';
import type { AttemptFigures, AttemptProvider, AttemptProvidersRequest } from '../series.ts';
import { amountColumns, amountOf } from './amounts.ts';
import type { Condition } from './conditions.ts';
import { HAS_ENDED, IS_ENDED_CALL } from './outcome.ts';
import { PERCENTILE_COLUMNS, percentilesOf } from './percentiles.ts';
import type { Query, Row, Run } from './query.ts';
import { bucketsOf, inBuckets, overBuckets, type Buckets } from './series-buckets.ts';

/** The bounds of the view `attempts`. */
const MAX_DURATION_MS = 31_622_400_000;
const MAX_PAID = '10000000000000000';

/** What is read of an attempt. One extraction parses each text once; the view `attempts` parses it for each column. */
const READ =
  'Tuple(state Nullable(String), provider Nullable(String), billed Nullable(String), paidNanoUsd Nullable(String), ' +
  'durationMs Nullable(Float64), firstChunkMs Nullable(Float64))';
const VALUES = [
  'start_time',
  'facts.state AS state',
  "ifNull(facts.provider, '') AS provider",
  "accurateCastOrNull(facts.paidNanoUsd, 'Int64') AS reported",
  `multiIf(reported BETWEEN 0 AND ${MAX_PAID}, reported, facts.billed = 'no', 0, NULL) AS paid`,
  `${nanoseconds('facts.durationMs')} AS duration_ns`,
  `${nanoseconds('facts.firstChunkMs')} AS time_to_first_chunk_ns`,
].join(', ');

/** Candidates that were never reached are left out. */
const COUNTED = ATTEMPT_STATES.filter((state) => state !== 'available');
const IS_SENT = "state != 'skipped'";
const FIGURES = [
  `countIf(${IS_SENT}) AS attempts`,
  "countIf(state = 'failed') AS failed",
  "countIf(state = 'cancelled') AS cancelled",
  "countIf(state = 'skipped') AS skipped",
  ...amountColumns('paid', IS_SENT, 'paid'),
  ...PERCENTILE_COLUMNS,
].join(', ');

function nanoseconds(milliseconds: string): string {
  return `if(${milliseconds} BETWEEN 0 AND ${MAX_DURATION_MS}, toUInt64(${milliseconds} * 1e6), NULL)`;
}

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
  const calls = ofCalls(`${database}.usage_records`, request, buckets);
  const texts =
    `SELECT start_time, JSONExtract(attempt, '${READ}') AS facts FROM ${database}.record_attempts FINAL ` +
    `ARRAY JOIN attempts AS attempt WHERE ${buckets.inRange.sql} AND ${calls.sql}`;
  return {
    sql:
      `SELECT toNullable(provider) AS name, toNullable(${buckets.sql}) AS bucket, ${FIGURES} ` +
      `FROM (SELECT ${VALUES} FROM (${texts}) WHERE facts.state IN {states:Array(String)}) ` +
      'GROUP BY name, bucket WITH ROLLUP HAVING isNotNull(name) ORDER BY name',
    parameters: { ...calls.parameters, states: COUNTED },
  };
}

/** Condition for the attempts of ended calls that the filter selects. */
function ofCalls(table: string, { filter }: AttemptProvidersRequest, buckets: Buckets): Condition {
  const { sql, parameters } = inBuckets(buckets, { filter });
  if (selectsAllCalls(filter)) {
    // Only calls have attempts, so the records need not be read.
    return { sql: HAS_ENDED, parameters };
  }
  // Rows from before the ledger knew senders have none.
  const keys =
    `SELECT start_time, trace_id, span_id, arrayJoin([sender, '']) FROM ${table} FINAL ` +
    `WHERE ${sql} AND ${IS_ENDED_CALL}`;
  return { sql: `(start_time, trace_id, span_id, sender) IN (${keys})`, parameters };
}

function selectsAllCalls(filter: RecordFilter): boolean {
  const { recordTypes = ['usage'], conditions, terms } = selectionOf(filter);
  return recordTypes.includes('usage') && conditions.length === 0 && terms.length === 0;
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
