import { MAX_SERIES_BUCKETS, type BucketedSelection } from '../series.ts';
import { StoreError } from '../store-error.ts';
import { allOf, inRange, type Condition } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import type { Parameters } from './parameters.ts';
import type { Row } from './query.ts';

/** Buckets of time in SQL. */
export interface Buckets {
  /** SQL for the bucket of a record: an integer. Its placeholders are those of `parameters`. */
  sql: string;
  parameters: Parameters;
  /** Number of buckets. */
  count: number;
  /** Position of the bucket with this value of `sql`. */
  positionOf(value: unknown): number;
  /** Condition for the records in one of the buckets. */
  inRange: Condition;
}

/** Throws a `StoreError` if the bounds are not usable. */
export function bucketsOf(bounds: readonly number[]): Buckets {
  const whole = checkedBounds(bounds);
  const starts = whole.slice(0, -1);
  const shared = {
    count: starts.length,
    inRange: inRange({ fromMs: whole[0] ?? 0, toMs: whole.at(-1) ?? 0 }),
  };
  const lengthMs = commonLength(whole);
  if (lengthMs !== null) {
    return {
      ...shared,
      // A division is faster than a search. The positions are short, which makes them fast to group by.
      sql: 'toUInt16(intDiv(toUnixTimestamp64Milli(start_time) - {origin_ms:Int64}, {bucket_ms:Int64}))',
      parameters: { origin_ms: (whole[1] ?? 0) - lengthMs, bucket_ms: lengthMs },
      positionOf: Number,
    };
  }
  const positions = new Map(starts.map((start, index) => [start, index]));
  return {
    ...shared,
    sql: 'roundDown(toUnixTimestamp64Milli(start_time), {bounds:Array(Int64)})',
    parameters: { bounds: starts },
    positionOf: (value) => positions.get(Number(value)) ?? 0,
  };
}

/** Condition for the selected records in one of the buckets. Its parameters include those of the buckets. */
export function inBuckets(buckets: Buckets, { filter }: Pick<BucketedSelection, 'filter'>): Condition {
  const { sql, parameters } = allOf([buckets.inRange, matches(filter)]);
  return { sql, parameters: { ...parameters, ...buckets.parameters } };
}

/**
 * Reads the rows of a query `GROUP BY bucket WITH ROLLUP`: one for each bucket that has records, and one with the bucket NULL over all
 * of them.
 */
export function overBuckets<T>(
  rows: readonly Row[],
  buckets: Buckets,
  read: (row: Row) => T,
  none: T,
): { total: T; points: T[] } {
  const points = Array.from({ length: buckets.count }, () => none);
  let total = none;
  for (const row of rows) {
    const bucket = row['bucket'];
    if (bucket === null) {
      total = read(row);
    } else {
      points[buckets.positionOf(bucket)] = read(row);
    }
  }
  return { total, points };
}

/** The length of all buckets, of which the first and the last one may be cut; null if they have several lengths. */
function commonLength(bounds: readonly number[]): number | null {
  const lengths = bounds.slice(1).map((bound, index) => bound - (bounds[index] ?? 0));
  const longest = Math.max(...lengths);
  return lengths.slice(1, -1).every((length) => length === longest) ? longest : null;
}

function checkedBounds(bounds: readonly number[]): number[] {
  const whole = bounds.map(Math.trunc);
  if (whole.length < 2) {
    throw new StoreError('failed', 'Pass at least two bounds: the start and the end of a bucket.');
  }
  if (whole.some((bound, index) => !Number.isSafeInteger(bound) || (index > 0 && bound <= (whole[index - 1] ?? 0)))) {
    throw new StoreError('failed', 'Pass bounds in ascending order, in Unix milliseconds, 1 ms apart at least.');
  }
  if (whole.length > MAX_SERIES_BUCKETS + 1) {
    throw new StoreError(
      'limit',
      `${whole.length - 1} buckets are too many. Choose a longer step or a shorter range: at most ${MAX_SERIES_BUCKETS} buckets.`,
    );
  }
  return whole;
}
