import type { AmountTotal, Percentiles } from './figures.ts';
import type { FilterCondition, RecordFilter } from './record-filter.ts';

/** What calls can be divided by over time; each is also a field of filters. */
export const SERIES_FIELDS = [
  'request_model',
  'response_model',
  'provider',
  'key',
  'group',
  'user',
  'service',
  'environment',
  'endpoint',
  'source',
  'tag',
  'call_type',
] as const;
export type SeriesField = (typeof SERIES_FIELDS)[number];

/** Maximum number of buckets of one request. */
export const MAX_SERIES_BUCKETS = 400;
/** Maximum number of values with a series of their own; more are not returned. */
export const MAX_SERIES_VALUES = 100;

/** What the values of a field are ordered by: what the caller is billed, ended calls, or input and output tokens. */
export const SERIES_RANKS = ['cost', 'calls', 'tokens'] as const;
export type SeriesRank = (typeof SERIES_RANKS)[number];

/** A selection that is divided into buckets of time. */
export interface BucketedSelection {
  filter: RecordFilter;
  /**
   * Unix milliseconds, ascending, 2 to `MAX_SERIES_BUCKETS` + 1 of them. Bucket i is the half-open range from `bounds[i]` to
   * `bounds[i + 1]`; the buckets can have different lengths.
   */
  bounds: readonly number[];
  signal?: AbortSignal;
}

export interface SeriesRequest extends BucketedSelection {
  /** Null: only the total. */
  by: SeriesField | null;
  /** Maximum number of values with a series of their own. */
  limit: number;
  rank: SeriesRank;
}

/** Figures of ended calls. Costs are what the caller is billed. */
export interface SeriesFigures {
  calls: number;
  failed: number;
  cancelled: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** Calls that read at least one token from a cache. */
  cacheHits: number;
  charged: AmountTotal;
}

export interface Series {
  total: SeriesFigures;
  /** One per bucket, in the order of the bounds. */
  points: SeriesFigures[];
}

/** A call has one value of a field, except that it counts once for each of its tags. */
export interface SeriesResult {
  /** Each call once. */
  total: Series;
  /**
   * The highest rank first; equal ones in the order of the bytes of their values. The value '' means: not reported. The value of `key`
   * is the name of the key, or its preview if it has no name; that of `endpoint` has no method; that of `tag` is `name=value`.
   */
  values: (Series & { value: string })[];
  /** The sum of all other values, and their number. Null if there are none. */
  rest: (Series & { values: number }) | null;
}

export interface LatencyRequest extends BucketedSelection {
  /** Null: only the total. */
  by: SeriesField | null;
  /** The values of `by` with a series of their own, at most `MAX_SERIES_VALUES`. */
  values: readonly string[];
}

export interface LatencySeries {
  total: Percentiles;
  /** One per bucket, in the order of the bounds. */
  points: Percentiles[];
}

export interface LatencyResult {
  /** Over all selected calls. */
  total: LatencySeries;
  /** In the order of the request. */
  values: (LatencySeries & { value: string })[];
}

/** Ended calls by the hour of the week in which they started. */
export interface HoursOfWeek {
  /** 168: Monday from 0 h first. `weekday`: 1 is Monday. `tokens`: input and output. */
  cells: { weekday: number; hour: number; calls: number; failed: number; tokens: number; charged: AmountTotal }[];
}

export interface AttemptProvidersRequest extends BucketedSelection {
  /** Maximum number of providers. */
  limit: number;
}

/** Figures of the attempts of ended calls. `failed` and `cancelled` are parts of `attempts`. */
export interface AttemptFigures {
  /** Attempts that were sent. */
  attempts: number;
  failed: number;
  cancelled: number;
  /** Candidates that were skipped. */
  skipped: number;
  /** What the provider will invoice for the attempts. */
  paid: AmountTotal;
  /** Of the attempts. */
  latency: Percentiles;
}

export interface AttemptProvider {
  /** '' means: not reported. */
  provider: string;
  total: AttemptFigures;
  /** One per bucket, in the order of the bounds. */
  points: AttemptFigures[];
}

/**
 * Conditions for exactly the records whose calls a series of `value` counts.
 *
 * @param value As in `SeriesResult`.
 */
export function conditionsOfSeriesValue(field: SeriesField, value: string): FilterCondition[] {
  const condition = { field, values: [value] };
  if (field === 'key' && value !== '') {
    // A record with another name can have this preview.
    return [condition, { field: 'key_name', values: [value, ''] }];
  }
  if (field === 'endpoint' && value.includes(' ')) {
    // The condition on an endpoint also compares method and endpoint, so it would select "GET" with the endpoint "/a" for "GET /a".
    return [condition, { field, values: endpointsWithin(value), exclude: true }];
  }
  return [condition];
}

/** What follows each space: an endpoint, if what is before the space is a method. */
function endpointsWithin(text: string): string[] {
  return [...text.matchAll(/ /g)].map(({ index }) => text.slice(index + 1)).filter((endpoint) => endpoint !== '');
}
