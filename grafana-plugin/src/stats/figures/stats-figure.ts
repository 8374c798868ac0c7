import { t } from '@grafana/i18n';
import type { Percentiles, SeriesFigures } from '@tokentrail/usage-store';
import { amount, count, ofCalls, share, tokens } from '../../figures/figure-values.ts';
import type { FigureValue } from '../../figures/summary-figure.ts';
import { DASH, formatDuration, formatQuantity } from '../../format.ts';
import type { LogTarget } from '../stats-props.ts';

/** A figure of the selection, and how it differs from the period before. */
export interface StatsFigure {
  id: string;
  label: string;
  definition: string;
  /** Which direction is better; null if that is not clear. */
  better: 'more' | 'less' | null;
  /** The rows behind the figure. */
  target: LogTarget;
  /** Null while it is not known yet. */
  values: { current: Measured; previous: Measured } | null;
}

/** A value in words and as a number. */
export type Measured = FigureValue & {
  /** Null if there is none. */
  number: number | null;
  /** Whether parts of the value are unknown. */
  isLowerBound?: boolean;
};

/** The sums of calls: cost, number, tokens. `current` is null while they load. */
export function sumFigures(current: SeriesFigures | null, previous: SeriesFigures | null): StatsFigure[] {
  const compared = comparer(current, previous);
  return [
    {
      id: 'cost',
      label: t('stats.figures.cost', 'Cost'),
      definition: t('stats.figures.cost-definition', 'Sum of what callers are charged for ended calls.'),
      better: null,
      target: { sort: 'cost' },
      values: compared(({ charged }) => ({
        ...amount(charged),
        number: Number(charged.nanoUsd),
        isLowerBound: charged.unknown > 0,
      })),
    },
    {
      id: 'calls',
      label: t('stats.figures.calls', 'Calls'),
      definition: t('stats.figures.calls-definition', 'LLM calls that have ended.'),
      better: null,
      target: {},
      values: compared(({ calls }) => ({ ...count(calls, t('stats.figures.calls-unit', 'calls')), number: calls })),
    },
    {
      id: 'input-tokens',
      label: t('stats.figures.input-tokens', 'Input tokens'),
      definition: t('stats.figures.input-tokens-definition', 'Input tokens of ended calls, also those from a cache.'),
      better: null,
      target: { sort: 'tokens' },
      values: compared(({ inputTokens }) => ({ ...tokens(inputTokens), number: inputTokens })),
    },
    {
      id: 'output-tokens',
      label: t('stats.figures.output-tokens', 'Output tokens'),
      definition: t('stats.figures.output-tokens-definition', 'Output tokens of ended calls.'),
      better: null,
      target: { sort: 'tokens' },
      values: compared(({ outputTokens }) => ({ ...tokens(outputTokens), number: outputTokens })),
    },
  ];
}

/** Share of calls that failed. */
export function errorFigure(current: SeriesFigures | null, previous: SeriesFigures | null): StatsFigure {
  return {
    id: 'error-rate',
    label: t('stats.figures.error-rate', 'Error rate'),
    definition: t(
      'stats.figures.error-rate-definition',
      'Share of ended calls that failed, also after a status of 200. Cancelled calls are no failures.',
    ),
    better: 'less',
    target: { conditions: [{ field: 'state', values: ['failed'] }] },
    values: comparer(current, previous)(({ failed, calls }) => shareOfCalls(failed, calls)),
  };
}

/** Share of calls that read from a cache. */
export function cacheFigure(current: SeriesFigures | null, previous: SeriesFigures | null): StatsFigure {
  return {
    id: 'cache-hits',
    label: t('stats.figures.cache-hits', 'Cache hit rate'),
    definition: t(
      'stats.figures.cache-hits-definition',
      'Share of ended calls that read at least one token from a cache.',
    ),
    better: 'more',
    target: {},
    values: comparer(current, previous)(({ cacheHits, calls }) => shareOfCalls(cacheHits, calls)),
  };
}

/** A function that reads a figure of both periods; null while they load. */
function comparer(current: SeriesFigures | null, previous: SeriesFigures | null) {
  return (read: (figures: SeriesFigures) => Measured): StatsFigure['values'] =>
    current && previous && { current: read(current), previous: read(previous) };
}

/** P50 and P95 of the duration. Undefined while they load. */
export function latencyFigures(current: Percentiles | undefined, previous: Percentiles | undefined): StatsFigure[] {
  return (['p50', 'p95'] as const).map((level) => {
    const percent = level.slice(1);
    return {
      id: level,
      label: t('stats.figures.percentile', 'P{{percent}} latency', { percent }),
      definition: t(
        'stats.figures.percentile-definition',
        'Duration that {{percent}}% of the ended calls do not exceed, within 1%.',
        { percent },
      ),
      better: 'less',
      target: { sort: 'duration' },
      values:
        current && previous
          ? { current: durationOf(current.durationMs?.[level]), previous: durationOf(previous.durationMs?.[level]) }
          : null,
    };
  });
}

function shareOfCalls(part: number, calls: number): Measured {
  return { ...share(part, calls), exact: ofCalls(part, calls), number: calls === 0 ? null : part / calls };
}

function durationOf(ms: number | undefined): Measured {
  return ms === undefined
    ? { value: DASH, exact: t('stats.figures.no-percentile', 'No call has a value'), copied: null, number: null }
    : {
        value: formatDuration(ms),
        exact: t('stats.figures.percentile-exact', '≈ {{ms}} ms', { ms: formatQuantity(ms.toFixed(3)) }),
        copied: String(ms),
        number: ms,
      };
}
