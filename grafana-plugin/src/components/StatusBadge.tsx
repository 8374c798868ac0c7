import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { isRunning, type UsageRecord } from '@tokentrail/records';
import React from 'react';
import { marksOf, statusOf, type Tone } from '../record/record-view.ts';

/** Status and marks of a record, in colour and with a text for screen readers. */
export function StatusBadge({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const status = statusOf(record);
  return (
    <span className={styles.line}>
      <span className={cx(styles.text, styles[status.tone])} title={status.words} data-tone={status.tone}>
        {record.state !== 'lost' && isRunning(record.state) && <span className={styles.dot} aria-hidden />}
        {status.text}
      </span>
      {marksOf(record).map(({ icon, tone, words }) => (
        <span key={words} title={words} className={cx(styles.mark, styles[tone])}>
          <Icon name={icon} size="sm" title={words} />
        </span>
      ))}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2): Record<Tone | 'line' | 'text' | 'mark' | 'dot', string> => ({
  line: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  text: css({ display: 'inline-flex', alignItems: 'center', fontVariantNumeric: 'tabular-nums' }),
  mark: css({ display: 'inline-flex' }),
  dot: css({
    width: theme.spacing(1),
    height: theme.spacing(1),
    marginRight: theme.spacing(0.5),
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.info.main,
  }),
  success: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  error: css({ color: theme.colors.error.text }),
  plain: css({ color: theme.colors.text.secondary }),
});
