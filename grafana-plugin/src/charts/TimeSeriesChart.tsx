import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useId } from 'react';
import { testIds } from '../testIds.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartPlot, type PlotProps } from './ChartPlot.tsx';
import { useWidth } from './use-width.ts';

interface Props extends PlotProps {
  /** Whether the values are of a previous selection. */
  isOutdated: boolean;
  withLegend: boolean;
  /** The chart in a sentence, for screen readers. */
  summary: string;
}

/** In units of the theme's grid. */
const HEIGHT = 22;

/**
 * Bars or lines over time. A drag selects a time range, a click opens the records behind a bucket or a series; arrow keys,
 * Shift and Enter do the same.
 */
export function TimeSeriesChart({ isOutdated, withLegend, summary, ...plot }: Props) {
  const { chart, onOpen } = plot;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const titleId = useId();
  const [width, measure] = useWidth();
  return (
    <figure
      className={cx(styles.chart, isOutdated && styles.outdated)}
      aria-labelledby={titleId}
      data-testid={testIds.stats.chart(chart.id)}
    >
      <figcaption id={titleId} className={styles.title}>
        {chart.title}
      </figcaption>
      <span className="sr-only">{summary}</span>
      <div ref={measure} className={styles.plot}>
        {width > 0 && <ChartPlot {...plot} width={width} height={theme.spacing.gridSize * HEIGHT} />}
      </div>
      {withLegend && <ChartLegend series={chart.series} onOpen={(seriesId) => onOpen({ bucket: null, seriesId })} />}
    </figure>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chart: css({ minWidth: 0, margin: 0 }),
  outdated: css({ opacity: 0.6 }),
  title: css({
    fontSize: theme.typography.h6.fontSize,
    fontWeight: theme.typography.h6.fontWeight,
    paddingBottom: theme.spacing(1),
  }),
  // As high as the plot, so that nothing moves when it is drawn.
  plot: css({ minHeight: theme.spacing(HEIGHT), overflow: 'hidden' }),
});
