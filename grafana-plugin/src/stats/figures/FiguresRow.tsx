import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import type { Figure } from '../../figures/use-figure.ts';
import { formatTimeSpan } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { StatsPartProps } from '../stats-props.ts';
import type { StatsLatency } from '../use-stats-data.ts';
import { cacheFigure, errorFigure, latencyFigures, sumFigures, type StatsFigure } from './stats-figure.ts';
import { StatsFigureTile } from './StatsFigureTile.tsx';

interface Props extends Pick<StatsPartProps, 'selection' | 'timeZone' | 'series' | 'logPath'> {
  latency: Figure<StatsLatency>;
}

/** The figures of the selection, each against the period before and with a link to its rows. */
export function FiguresRow({ selection, timeZone, series, latency, logPath }: Props) {
  const styles = useStyles2(getStyles);
  const { fromMs, toMs } = selection.previous;
  const data = series.value;
  const durations = latency.value;
  const totals = [data?.current.total.total ?? null, data?.previous.total.total ?? null] as const;
  const ofLatency = latencyFigures(durations?.current.total.total, durations?.previous).map((figure) => ({
    figure,
    isOutdated: latency.outdated,
  }));
  const ofCalls = (figures: readonly StatsFigure[]) =>
    figures.map((figure) => ({ figure, isOutdated: series.outdated }));
  const tiles = [
    ...ofCalls([...sumFigures(...totals), errorFigure(...totals)]),
    ...ofLatency,
    ...ofCalls([cacheFigure(...totals)]),
  ];
  return (
    <section
      className={styles.container}
      aria-label={t('stats.figures.title', 'Figures')}
      data-testid={testIds.stats.figures}
    >
      <div className={styles.line}>
        <span>
          {t('stats.figures.compared', 'Compared with {{period}}', {
            period: formatTimeSpan(fromMs, toMs, timeZone),
            interpolation: { escapeValue: false },
          })}
        </span>
        {series.failure && <FigureFailure figure={series} name={t('stats.figures.title', 'Figures')} />}
        {latency.failure && <FigureFailure figure={latency} name={t('stats.figures.latency', 'Latency')} />}
      </div>
      <ul className={styles.tiles} aria-busy={series.loading || latency.loading}>
        {tiles.map(({ figure, isOutdated }) => (
          <StatsFigureTile key={figure.id} {...{ figure, logPath, isOutdated }} />
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    lineHeight: theme.spacing(theme.components.height.sm),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  // All eight in one line, or in two or four.
  container: css({ containerType: 'inline-size' }),
  tiles: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [`@container (min-width: ${theme.spacing(60)})`]: { gridTemplateColumns: 'repeat(4, minmax(0, 1fr))' },
    [`@container (min-width: ${theme.spacing(150)})`]: { gridTemplateColumns: 'repeat(8, minmax(0, 1fr))' },
    gap: theme.spacing(1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  }),
});
