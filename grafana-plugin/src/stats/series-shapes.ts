import type { AmountTotal, FilterCondition, Percentiles, RecordFilter } from '@tokentrail/usage-store';

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
export type SeriesRank = 'cost' | 'calls' | 'tokens';

export interface SeriesRequest {
  filter: RecordFilter;
  bounds: readonly number[];
  by: SeriesField | null;
  limit: number;
  rank: SeriesRank;
  signal?: AbortSignal;
}

export interface SeriesFigures {
  calls: number;
  failed: number;
  cancelled: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  cacheHits: number;
  charged: AmountTotal;
}

export interface Series {
  total: SeriesFigures;
  points: SeriesFigures[];
}

export interface SeriesResult {
  total: Series;
  values: (Series & { value: string })[];
  rest: (Series & { values: number }) | null;
}

export interface LatencyRequest {
  filter: RecordFilter;
  bounds: readonly number[];
  by: SeriesField | null;
  values: readonly string[];
  signal?: AbortSignal;
}

export interface LatencySeries {
  total: Percentiles;
  points: Percentiles[];
}

export interface LatencyResult {
  total: LatencySeries;
  values: (LatencySeries & { value: string })[];
}

export type ConditionsOfSeriesValue = (field: SeriesField, value: string) => FilterCondition[];
