import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';
import type { TimeRange } from '@tokentrail/usage-store';
import React, { useId, type ReactElement } from 'react';
import { formatTimeSpan } from '../format.ts';
import type { BucketPositions, Chart, ChartBuckets } from './chart.ts';
import type { Span } from './span.ts';
import { spanStyle } from './span-style.ts';
import { useSpan } from './use-span.ts';

interface Props {
  chart: Chart;
  positions: BucketPositions;
  buckets: ChartBuckets;
  timeZone: TimeZone;
  /** Times of a bucket in words. */
  timesOf: (bucket: number) => string;
  /** The values of a bucket. */
  tooltip: (bucket: number) => ReactElement;
  onRange: (range: TimeRange) => void;
  /** Shows the records of a bucket. */
  onOpen: (bucket: number) => void;
}

/** Lies over the plot and makes it usable with the keyboard and for screen readers. The pointer passes through it. */
export function KeyboardControl({ chart, positions, buckets, timeZone, timesOf, tooltip, onRange, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const helpId = useId();
  const { bounds } = buckets;
  const count = bounds.length - 1;
  const apply = ({ first, last }: Span) =>
    first === last ? onOpen(first) : onRange({ fromMs: bounds[first] ?? 0, toMs: bounds[last + 1] ?? 0 });
  const { span, current, handlers } = useSpan(count, apply);
  const shown = current ?? count - 1;
  const words =
    span === null || span.first === span.last
      ? [timesOf(shown), ...chart.series.map(({ label, textOf }) => `${label} ${textOf(shown)}`)].join(', ')
      : formatTimeSpan(bounds[span.first] ?? 0, bounds[span.last + 1] ?? 0, timeZone);
  return (
    <>
      <div
        role="slider"
        tabIndex={0}
        className={styles.control}
        aria-label={t('charts.keyboard.label', '{{title}}: period', {
          title: chart.title,
          interpolation: { escapeValue: false },
        })}
        aria-describedby={helpId}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={shown}
        aria-valuetext={words}
        onKeyDown={handlers.onKeyDown}
        onBlur={handlers.onBlur}
      />
      <span id={helpId} hidden>
        {t(
          'charts.keyboard.help',
          'Arrow keys select a period, with Shift a longer one. Enter shows the records of a period, or narrows the time range to a longer one. Escape cancels.',
        )}
      </span>
      {span && (
        <Tooltip
          // A new element for each span, because a shown tooltip does not follow its anchor.
          key={`${span.first} ${span.last}`}
          content={tooltip(shown)}
          placement="bottom"
          show
        >
          <div className={styles.span} style={positionOf(positions, span)} />
        </Tooltip>
      )}
    </>
  );
}

function positionOf({ edges, fromMs, toMs }: BucketPositions, { first, last }: Span): React.CSSProperties {
  const percent = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * 100;
  const left = percent(edges[first] ?? fromMs);
  return { left: `${left}%`, width: `${percent(edges[last + 1] ?? toMs) - left}%` };
}

const getStyles = (theme: GrafanaTheme2) => ({
  control: css({
    position: 'absolute',
    inset: 0,
    pointerEvents: 'none',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '2px' },
  }),
  span: spanStyle(theme),
});
