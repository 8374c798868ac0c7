import type { PercentileValues, Percentiles } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import type { Query, Row } from './query.ts';

/** Relative error of the sketch. The bound that `Percentiles` states is twice as high, for two neighbouring ranks. */
const MAX_ERROR = 0.005;
const LEVELS = '0.5, 0.95, 0.99';
const COLUMNS = [
  ['duration_ns', 'duration'],
  ['time_to_first_chunk_ns', 'first_chunk'],
] as const;

/** SELECT list that `percentilesOf` reads. */
export const PERCENTILE_COLUMNS = COLUMNS.map(
  ([column, name]) =>
    `quantilesDD(${MAX_ERROR}, ${LEVELS})(${column}) AS ${name}_values, count(${column}) AS ${name}_count`,
);

export function percentilesQuery(table: string, { range, filter }: RecordSelection): Query {
  const isEndedCall = { sql: IS_ENDED_CALL, parameters: {} };
  const { sql, parameters } = allOf([inRange(range), isEndedCall, matches(filter)]);
  return { sql: `SELECT ${PERCENTILE_COLUMNS.join(', ')} FROM ${table} FINAL WHERE ${sql}`, parameters };
}

export function percentilesOf(row: Row): Percentiles {
  return { durationMs: valuesOf(row, 'duration'), firstChunkMs: valuesOf(row, 'first_chunk') };
}

function valuesOf(row: Row, name: string): PercentileValues | null {
  const nanoseconds = row[`${name}_values`];
  if (Number(row[`${name}_count`]) === 0 || !Array.isArray(nanoseconds)) {
    return null;
  }
  const [p50 = 0, p95 = 0, p99 = 0] = nanoseconds.map((value) => Number(value) / 1e6);
  return { p50, p95, p99 };
}
