import { MAX_SERIES_BUCKETS, type BucketedSelection } from '../series.ts';
import { StoreError } from '../store-error.ts';
import { allOf, inRange, type Condition } from './conditions.ts';
import { matches } from './filter-conditions.ts';

/** Milliseconds of the start of the bucket of a record; the parameter is that of `inBuckets`. */
export const BUCKET = 'roundDown(toUnixTimestamp64Milli(start_time), {bounds:Array(Int64)})';

/** Condition for the selected records within the bounds. Throws a `StoreError` if the bounds are not usable. */
export function inBuckets({ bounds, filter }: Pick<BucketedSelection, 'bounds' | 'filter'>): Condition {
  const whole = checkedBounds(bounds);
  const range = { fromMs: whole[0] ?? 0, toMs: whole.at(-1) ?? 0 };
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  return { sql, parameters: { ...parameters, bounds: whole.slice(0, -1) } };
}

/** The position of each bucket by its start. */
export function bucketPositions(bounds: readonly number[]): ReadonlyMap<number, number> {
  return new Map(bounds.slice(0, -1).map((bound, index) => [Math.trunc(bound), index]));
}

function checkedBounds(bounds: readonly number[]): number[] {
  const whole = bounds.map(Math.trunc);
  if (whole.length < 2) {
    throw new StoreError('failed', 'Pass at least two bounds: the start and the end of a bucket.');
  }
  if (whole.some((bound, index) => !Number.isSafeInteger(bound) || (index > 0 && bound <= (whole[index - 1] ?? 0)))) {
    throw new StoreError(
      'failed',
      'Pass bounds in ascending order, in Unix milliseconds; each at least 1 ms after the one before.',
    );
  }
  if (whole.length > MAX_SERIES_BUCKETS + 1) {
    throw new StoreError(
      'limit',
      `${whole.length - 1} buckets are too many. Choose a longer step or a shorter range: at most ${MAX_SERIES_BUCKETS} buckets.`,
    );
  }
  return whole;
}
