import type { Series, SeriesFigures, SeriesResult } from '@tokentrail/usage-store';

/** Figures of calls that cost `usd` together; one call, or as `more` says. */
export function figuresOf(usd: number, more: Partial<SeriesFigures> = {}): SeriesFigures {
  return {
    calls: 1,
    failed: 0,
    cancelled: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    cacheHits: 0,
    charged: { nanoUsd: String(Math.round(usd * 1e9)), unknown: 0 },
    ...more,
  };
}

/** A series of one bucket. */
export function seriesOf(usd: number, more: Partial<SeriesFigures> = {}): Series {
  const figures = figuresOf(usd, more);
  return { total: figures, points: [figures] };
}

/**
 * The result of one bucket for values with their costs in USD.
 *
 * @param rest cost and number of the other values
 */
export function resultOf(
  costs: Readonly<Record<string, number>>,
  rest?: { usd: number; values: number },
): SeriesResult {
  const sum = Object.values(costs).reduce((total, usd) => total + usd, rest?.usd ?? 0);
  return {
    total: seriesOf(sum),
    values: Object.entries(costs).map(([value, usd]) => ({ value, ...seriesOf(usd) })),
    rest: rest ? { values: rest.values, ...seriesOf(rest.usd) } : null,
  };
}
