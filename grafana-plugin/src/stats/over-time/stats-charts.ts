import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type {
  FilterCondition,
  LatencyResult,
  Percentiles,
  PercentileValues,
  SeriesFigures,
} from '@tokentrail/usage-store';
import type { Chart, ChartSeries } from '../../charts/chart.ts';
import { amount, ofCalls } from '../../figures/figure-values.ts';
import {
  DASH,
  formatCount,
  formatDuration,
  formatShare,
  formatShareTick,
  formatTokens,
  formatUsdTick,
} from '../../format.ts';
import { outcomeColor, outcomeWord } from '../../record/outcome-words.ts';
import type { SeriesPart } from './series-parts.ts';

/** A chart of the page. The series know their rows in the log. */
export interface StatsChart extends Chart {
  series: readonly StatsChartSeries[];
}

interface StatsChartSeries extends ChartSeries {
  /** Null if no filter selects them. */
  conditions: readonly FilterCondition[] | null;
}

export interface ChartsInput {
  theme: GrafanaTheme2;
  /** All selected calls. */
  total: readonly SeriesFigures[];
  /** Calls by value of the dimension; null without one. */
  parts: readonly SeriesPart[] | null;
  /** Number of buckets that have begun. Later ones have no values. */
  begun: number;
}

/** The charts of series. */
export function seriesCharts(input: ChartsInput): StatsChart[] {
  return [costChart(input), callsChart(input), tokensChart(input), errorChart(input), cacheChart(input)];
}

function costChart({ theme, total, parts, begun }: ChartsInput): StatsChart {
  const title = t('stats.over-time.cost', 'Cost');
  const seriesOf = seriesBuilder(begun, ({ charged }) => ({
    value: Number(charged.nanoUsd) / 1e9,
    text: amount(charged).value,
  }));
  return {
    id: 'cost',
    title,
    kind: 'bars',
    formatTick: formatUsdTick,
    series: parts?.map(seriesOf) ?? [seriesOf(wholePart(title, named(theme, 'blue'), total))],
  };
}

function callsChart({ theme, total, parts, begun }: ChartsInput): StatsChart {
  const count = (calls: number) => ({ value: calls, text: formatCount(calls) });
  const title = t('stats.over-time.calls', 'Calls');
  const common = { id: 'calls', title, kind: 'bars', formatTick: formatTokens } as const;
  if (parts !== null) {
    return { ...common, series: parts.map(seriesBuilder(begun, ({ calls }) => count(calls))) };
  }
  // What went wrong stands on the base line, where lengths are comparable.
  const outcomes = [
    ['failed', ({ failed }: SeriesFigures) => count(failed)],
    ['cancelled', ({ cancelled }: SeriesFigures) => count(cancelled)],
    ['success', ({ calls, failed, cancelled }: SeriesFigures) => count(calls - failed - cancelled)],
  ] as const;
  return {
    ...common,
    series: outcomes.map(([outcome, read]) => ({
      ...seriesBuilder(begun, read)(wholePart(outcomeWord(outcome), outcomeColor(theme, outcome), total)),
      id: outcome,
      conditions: [{ field: 'state', values: [outcome] }],
    })),
  };
}

function tokensChart({ theme, total, parts, begun }: ChartsInput): StatsChart {
  const tokens = (count: number) => ({ value: count, text: formatTokens(count) });
  const title = t('stats.over-time.tokens', 'Tokens');
  const common = { id: 'tokens', title, kind: 'bars', formatTick: formatTokens } as const;
  if (parts !== null) {
    const read = ({ inputTokens, outputTokens }: SeriesFigures) => tokens(inputTokens + outputTokens);
    return { ...common, series: parts.map(seriesBuilder(begun, read)) };
  }
  const input = wholePart(t('stats.over-time.input', 'Input'), named(theme, 'blue'), total);
  const output = wholePart(t('stats.over-time.output', 'Output'), named(theme, 'purple'), total);
  return {
    ...common,
    series: [
      { ...seriesBuilder(begun, ({ inputTokens }) => tokens(inputTokens))(input), id: 'input' },
      { ...seriesBuilder(begun, ({ outputTokens }) => tokens(outputTokens))(output), id: 'output' },
    ],
  };
}

function errorChart({ theme, total, parts, begun }: ChartsInput): StatsChart {
  const title = t('stats.over-time.error-rate', 'Error rate');
  const seriesOf = seriesBuilder(begun, ({ failed, calls }) => rate(failed, calls));
  return {
    id: 'error-rate',
    title,
    kind: 'lines',
    formatTick: formatShareTick,
    series: (parts?.map(seriesOf) ?? [seriesOf(wholePart(title, outcomeColor(theme, 'failed'), total))]).map(
      (series) => ({
        ...series,
        conditions: series.conditions && [...series.conditions, { field: 'state', values: ['failed'] }],
      }),
    ),
  };
}

function cacheChart({ theme, total, parts, begun }: ChartsInput): StatsChart {
  const title = t('stats.over-time.cache-hits', 'Cache hit rate');
  const seriesOf = seriesBuilder(begun, ({ cacheHits, calls }) => rate(cacheHits, calls));
  return {
    id: 'cache-hits',
    title,
    kind: 'lines',
    formatTick: formatShareTick,
    series: parts?.map(seriesOf) ?? [seriesOf(wholePart(title, named(theme, 'blue'), total))],
  };
}

/**
 * P50 and P95, or P95 by value: percentiles of several values have no sum, so the others have no line.
 *
 * @param latency null while they load
 */
export function latencyChart({ theme, total, parts }: ChartsInput, latency: LatencyResult | null): StatsChart {
  const line = (part: SeriesPart, level: keyof PercentileValues, points: readonly Percentiles[]) => {
    const at = (bucket: number) => points[bucket]?.durationMs?.[level];
    return {
      ...part,
      values: total.map((_, bucket) => at(bucket) ?? null),
      textOf: (bucket: number) => {
        const ms = at(bucket);
        return ms === undefined ? DASH : `≈ ${formatDuration(ms)}`;
      },
    };
  };
  const common = { id: 'latency', kind: 'lines', formatTick: formatDuration } as const;
  if (parts === null) {
    const points = latency?.total.points ?? [];
    const levels = [
      ['p50', t('stats.over-time.p50', 'P50'), named(theme, 'blue')],
      ['p95', t('stats.over-time.p95', 'P95'), named(theme, 'orange')],
    ] as const;
    return {
      ...common,
      title: t('stats.over-time.latency', 'Latency'),
      series: levels.map(([level, label, color]) => ({
        ...line(wholePart(label, color, total), level, points),
        id: level,
      })),
    };
  }
  return {
    ...common,
    title: t('stats.over-time.p95-latency', 'P95 latency'),
    series: parts.flatMap((part) => {
      const found = latency?.values.find(({ value }) => value === part.value);
      return part.value === null ? [] : [line(part, 'p95', found?.points ?? [])];
    }),
  };
}

/** A value of a bucket as a number and in words. */
interface Shown {
  value: number | null;
  text: string;
}

/** A function that makes the series of a part. */
function seriesBuilder(begun: number, read: (figures: SeriesFigures) => Shown): (part: SeriesPart) => StatsChartSeries {
  return ({ id, label, color, points, conditions }) => ({
    id,
    label,
    color,
    conditions,
    values: points.map((figures, bucket) => (bucket < begun ? read(figures).value : null)),
    textOf: (bucket) => {
      const figures = points[bucket];
      return figures === undefined || bucket >= begun ? DASH : read(figures).text;
    },
  });
}

function rate(part: number, calls: number): Shown {
  return calls === 0
    ? { value: null, text: DASH }
    : { value: part / calls, text: `${formatShare(part, calls)} (${ofCalls(part, calls)})` };
}

/** All selected calls as the only part. */
function wholePart(label: string, color: string, points: readonly SeriesFigures[]): SeriesPart {
  return { id: 'all', label, color, value: null, points, conditions: [] };
}

function named({ visualization }: GrafanaTheme2, name: string): string {
  return visualization.getColorByName(name);
}
