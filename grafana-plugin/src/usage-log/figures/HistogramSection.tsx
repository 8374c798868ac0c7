import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { Outcome } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { targetSize } from '../../components/target-size.ts';
import React, { lazy, Suspense, type ReactNode } from 'react';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { countsIn } from './histogram-layout.ts';
import { Legend } from './Legend.tsx';
import type { Figures } from './use-figures.ts';

/** Loaded with the first histogram, which comes after the rows. */
const HistogramPlot = lazy(async () => ({ default: (await import('./HistogramPlot.tsx')).HistogramPlot }));

interface Props {
  histogram: Figures['histogram'];
  annotations: Figures['annotations'];
  /** Whether the bars are shown. Null: the store has no histogram. */
  shown: boolean | null;
  onShow: (shown: boolean) => void;
  timeZone: TimeZone;
  onRange: (range: TimeRange) => void;
  onZoomOut: () => void;
  /** Outcomes that the filter includes. */
  filtered: readonly Outcome[];
  onFilter: (outcome: Outcome, include: boolean) => void;
  /** Stands at the end of the line below the bars. */
  children: ReactNode;
}

/** Histogram with its legend. Its height is reserved while it loads. */
export function HistogramSection(props: Props) {
  const { histogram, annotations, shown, onShow, timeZone, onRange, onZoomOut, filtered, onFilter, children } = props;
  const styles = useStyles2(getStyles);
  const loaded = histogram?.value ?? null;
  return (
    <div>
      {shown === true && (
        <div className={styles.plot} aria-busy={histogram?.loading ?? false}>
          {loaded !== null && (
            <Suspense fallback={null}>
              <HistogramPlot
                histogram={loaded.histogram}
                annotations={annotations}
                endMs={loaded.endMs}
                isOutdated={histogram?.outdated ?? false}
                {...{ timeZone, onRange, onZoomOut }}
              />
            </Suspense>
          )}
        </div>
      )}
      <div className={styles.line}>
        {shown !== null && (
          <IconButton
            name={shown ? 'angle-down' : 'angle-right'}
            size="md"
            className={styles.fold}
            aria-expanded={shown}
            tooltip={
              shown ? t('usage-log.histogram.hide', 'Hide histogram') : t('usage-log.histogram.show', 'Show histogram')
            }
            onClick={() => onShow(!shown)}
          />
        )}
        {histogram?.failure && <FigureFailure figure={histogram} name={t('usage-log.histogram.name', 'Histogram')} />}
        {loaded !== null && shown === true && (
          <Legend
            counts={countsIn(loaded.histogram, { first: 0, last: loaded.histogram.buckets.length - 1 })}
            {...{ filtered, onFilter }}
          />
        )}
        <div className={styles.end}>{children}</div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As high as the plot.
  plot: css({ height: theme.spacing(6) }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    minHeight: theme.spacing(theme.components.height.sm),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  fold: targetSize(theme),
  end: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto' }),
});
