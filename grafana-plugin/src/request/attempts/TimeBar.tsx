import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Tone } from '../../record/record-view.ts';
import type { Bar } from './time-axis.ts';

interface Props {
  /** Null: nothing was sent, or its start is unknown. */
  bar: Bar | null;
  tone: Tone;
  /** Whether it still goes on. */
  running?: boolean;
  /** Whether it stands for several attempts. */
  several?: boolean;
}

/** The time of an attempt on the axis; a dashed line if it has none. */
export function TimeBar({ bar, tone, running = false, several = false }: Props) {
  const styles = useStyles2(getStyles);
  const tones = useStyles2(getBarTones);
  if (bar === null) {
    return <span className={styles.noBar} aria-hidden />;
  }
  const percent = (fraction: number) => `${fraction * 100}%`;
  const className = cx(
    styles.bar,
    tones[tone],
    several && styles.several,
    running && styles.running,
    bar.cut && styles.cut,
  );
  return (
    <span
      className={className}
      style={{ left: `min(${percent(bar.start)}, 100% - ${END})`, width: percent(bar.length) }}
      aria-hidden
    >
      {bar.untilFirstChunk !== null && (
        <span className={styles.waiting} style={{ width: percent(bar.untilFirstChunk) }} />
      )}
    </span>
  );
}

/** Space that a bar at the end of the axis keeps. Text of this size is as wide as the shortest bar. */
const END = '0.25em';

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    // Keeps very short attempts visible.
    minWidth: END,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  several: css({ opacity: 0.6 }),
  running: css({ borderRight: `${theme.spacing(0.5)} dotted ${theme.colors.text.primary}` }),
  cut: css({
    backgroundImage: `repeating-linear-gradient(135deg, transparent 0 ${theme.spacing(0.5)}, ${theme.colors.background.primary} ${theme.spacing(0.5)} ${theme.spacing(0.75)})`,
    minWidth: theme.spacing(1),
  }),
  waiting: css({ display: 'block', height: '100%', background: theme.colors.background.primary, opacity: 0.55 }),
  noBar: css({
    position: 'absolute',
    top: '50%',
    left: 0,
    width: theme.spacing(3),
    borderTop: `${theme.spacing(0.25)} dashed ${theme.colors.border.strong}`,
  }),
});

const getBarTones = (theme: GrafanaTheme2): Record<Tone, string> => ({
  success: css({ backgroundColor: theme.colors.success.main }),
  info: css({ backgroundColor: theme.colors.info.main }),
  warning: css({ backgroundColor: theme.colors.warning.main }),
  error: css({ backgroundColor: theme.colors.error.main }),
  plain: css({ backgroundColor: theme.colors.text.disabled }),
});
