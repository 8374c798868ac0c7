import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import React from 'react';
import { marksOf, statusOf, type Tone } from '../record/record-view.ts';
import { Hint } from './Hint.tsx';

/** Status and marks of a record, in colour. Screen readers get the marks; the record's summary has all in words. */
export function StatusBadge({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const { text, tone, words } = statusOf(record);
  const outcome = outcomeOf(record);
  return (
    <span className={styles.line}>
      <Hint words={words} tabStop={false}>
        <span className={cx(styles.text, styles[tone])} data-tone={tone}>
          {outcome === 'running' && <span className={styles.running} aria-hidden />}
          {outcome === 'lost' && <span className={styles.lost} aria-hidden />}
          {text}
        </span>
      </Hint>
      {marksOf(record).map((mark) => (
        <Hint key={mark.words} words={mark.words} tabStop={false}>
          <span role="img" aria-label={mark.words} className={cx(styles.mark, styles[mark.tone])}>
            <Icon name={mark.icon} size="sm" />
          </span>
        </Hint>
      ))}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2): Record<Tone | 'line' | 'text' | 'mark' | 'running' | 'lost', string> => {
  const dot = {
    width: theme.spacing(1),
    height: theme.spacing(1),
    marginRight: theme.spacing(0.5),
    borderRadius: theme.shape.radius.circle,
  };
  return {
    line: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
    text: css({ display: 'inline-flex', alignItems: 'center', fontVariantNumeric: 'tabular-nums' }),
    mark: css({ display: 'inline-flex' }),
    running: css({ ...dot, background: theme.colors.info.main }),
    // A ring: the call may still run, but does not report.
    lost: css({ ...dot, border: `2px solid ${theme.colors.warning.main}` }),
    success: css({ color: theme.colors.success.text }),
    info: css({ color: theme.colors.info.text }),
    warning: css({ color: theme.colors.warning.text }),
    error: css({ color: theme.colors.error.text }),
    plain: css({ color: theme.colors.text.secondary }),
  };
};
