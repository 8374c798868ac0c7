import type { SeriesFigures } from './series.ts';

/** The figures of a bucket or value that has no calls. */
export const NO_CALLS: SeriesFigures = {
  calls: 0,
  failed: 0,
  cancelled: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheHits: 0,
  charged: { nanoUsd: '0', unknown: 0 },
};
