import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  /** Says what is shown, at the start of the line. */
  note?: ReactNode;
  children?: ReactNode;
}

/** The line above a recorded text: what it is, and its controls. */
export function Bar({ note, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar}>
      <span className={styles.note}>{note}</span>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
