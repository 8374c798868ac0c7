import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { TimeAxis } from './time-axis.ts';
import { getLineStyles } from './tone-styles.ts';

/** Labels of the axis, over the bars. */
export function TimeScale({ axis: { totalMs, ticks } }: { axis: TimeAxis }) {
  const styles = useStyles2(getStyles);
  const line = useStyles2(getLineStyles);
  return (
    <div className={line.line}>
      <div
        className={cx(line.axis, styles.scale)}
        role="img"
        aria-label={t('request.attempts.scale', 'Time axis from 0 to {{duration}}', {
          duration: formatDuration(totalMs),
        })}
        data-testid={testIds.request.timeScale}
      >
        {ticks.map((ms) => (
          <span key={ms} className={styles.tick} style={{ left: `${(ms / totalMs) * 100}%` }}>
            <span className={cx(styles.label, styles[alignmentOf(ms / totalMs)])}>{formatDuration(ms)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

/** A label stays within the axis. */
function alignmentOf(fraction: number): 'after' | 'around' | 'before' {
  return fraction < 0.1 ? 'after' : fraction > 0.9 ? 'before' : 'around';
}

const getStyles = (theme: GrafanaTheme2) => ({
  scale: css({ height: theme.spacing(2.5), borderBottom: `1px solid ${theme.colors.border.medium}` }),
  tick: css({
    position: 'absolute',
    bottom: 0,
    height: theme.spacing(0.75),
    borderLeft: `1px solid ${theme.colors.border.strong}`,
  }),
  label: css({
    position: 'absolute',
    bottom: theme.spacing(0.75),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  }),
  after: css({ left: 0 }),
  around: css({ transform: 'translateX(-50%)' }),
  before: css({ right: 0 }),
});
