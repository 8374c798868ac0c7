import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import type { Histogram, TimeRange } from '@tokentrail/usage-store';
import React, { useId, useMemo } from 'react';
import type { Span } from '../../charts/span.ts';
import { spanStyle } from '../../charts/span-style.ts';
import { useSpan } from '../../charts/use-span.ts';
import { formatTimeSpan } from '../../format.ts';
import type { Annotation } from '../../store/stores.ts';
import { testIds } from '../../testIds.ts';
import { AnnotationMarks, annotationsNear } from './AnnotationMarks.tsx';
import { BucketTooltip, countWords } from './BucketTooltip.tsx';
import { countsIn, DRAWING_HEIGHT, pathsOf, rangeOf, totalOf } from './histogram-layout.ts';
import { outcomeColor } from '../../record/outcome-words.ts';

interface Props {
  histogram: Histogram;
  annotations: readonly Annotation[];
  /** End of the selection, which the last bucket may exceed, Unix ms. */
  endMs: number;
  timeZone: TimeZone;
  isOutdated: boolean;
  onRange: (range: TimeRange) => void;
  onZoomOut: () => void;
}

/** Bars of the histogram. A dragged span, or one selected with the keyboard, becomes the time range. */
export function HistogramPlot({ histogram, annotations, endMs, timeZone, isOutdated, onRange, onZoomOut }: Props) {
  const styles = useStyles2(getStyles);
  const helpId = useId();
  const count = histogram.buckets.length;
  const { span, current, handlers } = useSpan(count, (chosen) => onRange(rangeOf(histogram, chosen, endMs)));
  const shown = span ?? (current === null ? null : { first: current, last: current });
  const timesOf = (of: Span) => rangeOf(histogram, of, endMs);
  const wordsOf = (of: Span) => {
    const { fromMs, toMs } = timesOf(of);
    return `${formatTimeSpan(fromMs, toMs, timeZone)}: ${countWords(countsIn(histogram, of))}`;
  };
  return (
    <div className={cx(styles.plot, isOutdated && styles.outdated)} data-testid={testIds.usageLog.histogram}>
      <Bars histogram={histogram} label={summaryWords(histogram, wordsOf)} />
      <AnnotationMarks annotations={annotations} histogram={histogram} />
      {span && (
        <div className={styles.span} style={positionOf(span, count)} data-testid={testIds.usageLog.histogramSpan} />
      )}
      <div
        role="slider"
        tabIndex={0}
        className={styles.control}
        aria-label={t('usage-log.histogram.control', 'Time span to show')}
        aria-describedby={helpId}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={current ?? count - 1}
        aria-valuetext={wordsOf(shown ?? { first: 0, last: count - 1 })}
        onDoubleClick={onZoomOut}
        {...handlers}
      />
      <span id={helpId} hidden>
        {t(
          'usage-log.histogram.help',
          'Arrow keys select a time span, with Shift a longer one. Enter shows it, Escape cancels.',
        )}
      </span>
      {shown && (
        <Tooltip
          // A new element for each span, because a shown tooltip does not follow its anchor.
          key={`${shown.first} ${shown.last}`}
          content={
            <BucketTooltip
              times={formatTimeSpan(timesOf(shown).fromMs, timesOf(shown).toMs, timeZone)}
              counts={countsIn(histogram, shown)}
              annotations={annotationsNear(annotations, timesOf(shown), histogram.bucketMs / 2)}
            />
          }
          placement="bottom"
          show
        >
          <div className={styles.anchor} style={positionOf(shown, count)} />
        </Tooltip>
      )}
    </div>
  );
}

function Bars({ histogram, label }: { histogram: Histogram; label: string }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const paths = useMemo(() => pathsOf(histogram), [histogram]);
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.bars}
      viewBox={`0 0 ${histogram.buckets.length} ${DRAWING_HEIGHT}`}
      preserveAspectRatio="none"
    >
      {paths.map(({ outcome, path }) => (
        <path key={outcome} d={path} fill={outcomeColor(theme, outcome)} data-outcome={outcome} />
      ))}
    </svg>
  );
}

/** The histogram in words: all counts, and the highest bar. */
function summaryWords(histogram: Histogram, wordsOf: (span: Span) => string): string {
  const totals = histogram.buckets.map(({ counts }) => totalOf(counts));
  const highest = totals.indexOf(Math.max(...totals));
  const all = wordsOf({ first: 0, last: totals.length - 1 });
  return totals.every((total) => total === 0)
    ? all
    : t('usage-log.histogram.summary', '{{all}}. Highest bar: {{highest}}', {
        all,
        highest: wordsOf({ first: highest, last: highest }),
        interpolation: { escapeValue: false },
      });
}

function positionOf({ first, last }: Span, count: number): React.CSSProperties {
  return { left: `${(first / count) * 100}%`, width: `${((last + 1 - first) / count) * 100}%` };
}

const getStyles = (theme: GrafanaTheme2) => ({
  plot: css({ position: 'relative', height: theme.spacing(6), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  outdated: css({ opacity: 0.6 }),
  bars: css({ display: 'block', width: '100%', height: '100%' }),
  control: css({
    position: 'absolute',
    inset: 0,
    cursor: 'crosshair',
    // A vertical swipe still scrolls the page.
    touchAction: 'pan-y',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '2px' },
  }),
  span: spanStyle(theme),
  anchor: css({ position: 'absolute', top: 0, bottom: 0, pointerEvents: 'none' }),
});
