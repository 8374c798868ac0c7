import type { Percentiles, PercentileValues, SeriesFigures, SeriesRank } from '@tokentrail/usage-store';
import { usdOfNano } from './columns.ts';

/** What a query of totals or series can return. Ended calls only; costs are what the caller is billed. */
export const FIGURES = [
  'cost',
  'calls',
  'succeeded',
  'failed',
  'error_rate',
  'cancelled',
  'tokens',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cached_share',
  'cache_hit_rate',
  'unknown_costs',
  'duration_p50',
  'duration_p95',
  'duration_p99',
  'first_chunk_p50',
  'first_chunk_p95',
  'first_chunk_p99',
] as const;
export type FigureName = (typeof FIGURES)[number];

interface Definition {
  /** Name in a legend or column. Not translated: overrides of dashboards refer to it. */
  label: string;
  /** Id of Grafana's unit. */
  unit: string;
  /** Null: not known, or no call to measure. */
  of: (figures: SeriesFigures, latency: Percentiles | null) => number | null;
}

const DEFINITIONS: Readonly<Record<FigureName, Definition>> = {
  cost: { label: 'Cost', unit: 'currencyUSD', of: ({ calls, charged }) => knownCost(calls, charged) },
  calls: { label: 'Calls', unit: 'short', of: ({ calls }) => calls },
  succeeded: {
    label: 'Succeeded',
    unit: 'short',
    of: ({ calls, failed, cancelled }) => calls - failed - cancelled,
  },
  failed: { label: 'Failed', unit: 'short', of: ({ failed }) => failed },
  error_rate: { label: 'Error rate', unit: 'percentunit', of: ({ failed, calls }) => share(failed, calls) },
  cancelled: { label: 'Cancelled', unit: 'short', of: ({ cancelled }) => cancelled },
  tokens: { label: 'Tokens', unit: 'short', of: ({ inputTokens, outputTokens }) => inputTokens + outputTokens },
  input_tokens: { label: 'Input tokens', unit: 'short', of: ({ inputTokens }) => inputTokens },
  output_tokens: { label: 'Output tokens', unit: 'short', of: ({ outputTokens }) => outputTokens },
  cache_read_tokens: { label: 'Cache read', unit: 'short', of: ({ cacheReadTokens }) => cacheReadTokens },
  cache_write_tokens: { label: 'Cache written', unit: 'short', of: ({ cacheWriteTokens }) => cacheWriteTokens },
  cached_share: {
    label: 'Cached input',
    unit: 'percentunit',
    of: ({ cacheReadTokens, inputTokens }) => share(cacheReadTokens, inputTokens),
  },
  cache_hit_rate: { label: 'Cache hits', unit: 'percentunit', of: ({ cacheHits, calls }) => share(cacheHits, calls) },
  unknown_costs: { label: 'Unknown costs', unit: 'short', of: ({ charged }) => charged.unknown },
  duration_p50: percentile('p50', 'durationMs', 'p50'),
  duration_p95: percentile('p95', 'durationMs', 'p95'),
  duration_p99: percentile('p99', 'durationMs', 'p99'),
  first_chunk_p50: percentile('First chunk p50', 'firstChunkMs', 'p50'),
  first_chunk_p95: percentile('First chunk p95', 'firstChunkMs', 'p95'),
  first_chunk_p99: percentile('First chunk p99', 'firstChunkMs', 'p99'),
};

export function figureDefinition(name: FigureName): Definition {
  return DEFINITIONS[name];
}

/** Whether a figure needs the latency of the calls, which is a query of its own. */
export function isLatency(name: FigureName): boolean {
  return name.startsWith('duration_') || name.startsWith('first_chunk_');
}

/** What the values of a dimension are ranked by, so that the highest of the first figure are shown. */
export function rankOf([first]: readonly FigureName[]): SeriesRank {
  if (first === 'cost') {
    return 'cost';
  }
  return first !== undefined && first.includes('token') ? 'tokens' : 'calls';
}

function percentile(label: string, of: keyof Percentiles, value: keyof PercentileValues): Definition {
  return { label, unit: 'ms', of: (_figures, latency) => latency?.[of]?.[value] ?? null };
}

function share(part: number, total: number): number | null {
  return total === 0 ? null : part / total;
}

/** The sum of the known costs; null if none of the calls has one. */
function knownCost(calls: number, { nanoUsd, unknown }: SeriesFigures['charged']): number | null {
  return calls > 0 && unknown === calls ? null : usdOfNano(nanoUsd);
}
