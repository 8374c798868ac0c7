import { t } from '@grafana/i18n';
import type { Percentiles, PercentileValues } from '@tokentrail/usage-store';
import { DASH, formatDuration, formatQuantity } from '../../format.ts';
import type { FigureGroup } from './more-figures.ts';
import { figureOf, type SummaryFigure } from '../../figures/summary-figure.ts';

type Level = keyof PercentileValues;

/** P50 and P95 of the duration. */
export function mainPercentiles(percentiles: Percentiles | null): SummaryFigure[] {
  return [durationFigure(percentiles, 'p50'), durationFigure(percentiles, 'p95')];
}

/** P99 of the duration, and all of the first chunk. */
export function morePercentiles(percentiles: Percentiles | null): FigureGroup {
  return {
    id: 'latency',
    label: t('usage-log.figures.latency', 'Latency'),
    figures: [
      durationFigure(percentiles, 'p99'),
      ...(['p50', 'p95', 'p99'] as const).map((level) => firstChunkFigure(percentiles, level)),
    ],
  };
}

function durationFigure(percentiles: Percentiles | null, level: Level): SummaryFigure {
  const percent = percentOf(level);
  return percentileFigure(percentiles?.durationMs, level, {
    id: `duration-${level}`,
    label: t('usage-log.figures.percentile', 'P{{percent}}', { percent }),
    definition: t(
      'usage-log.figures.duration-definition',
      'Duration that {{percent}}% of the ended calls do not exceed, within 1%.',
      { percent },
    ),
  });
}

function firstChunkFigure(percentiles: Percentiles | null, level: Level): SummaryFigure {
  const percent = percentOf(level);
  return percentileFigure(percentiles?.firstChunkMs, level, {
    id: `first-chunk-${level}`,
    label: t('usage-log.figures.first-chunk-percentile', 'first chunk P{{percent}}', { percent }),
    definition: t(
      'usage-log.figures.first-chunk-definition',
      'Time to the first chunk that {{percent}}% of the ended streamed calls do not exceed, within 1%.',
      { percent },
    ),
  });
}

function percentOf(level: Level): string {
  return level.slice(1);
}

/** @param values undefined while they load, null if no call has a value */
function percentileFigure(
  values: PercentileValues | null | undefined,
  level: Level,
  words: Pick<SummaryFigure, 'id' | 'label' | 'definition'>,
): SummaryFigure {
  return figureOf(
    { ...words, labelFirst: true, typical: '≈ 12.3 s' },
    values === undefined ? null : { ms: values?.[level] ?? null },
    ({ ms }) =>
      ms === null
        ? { value: DASH, exact: t('usage-log.figures.no-percentile', 'No call has a value'), copied: null }
        : {
            value: `≈ ${formatDuration(ms)}`,
            exact: t('usage-log.figures.percentile-exact', '≈ {{ms}} ms', { ms: formatQuantity(ms.toFixed(3)) }),
            copied: String(ms),
          },
  );
}
