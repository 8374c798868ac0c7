import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

/** Controls in the header of a page. They wrap in a narrow window, which those of Grafana's header do not. */
export function PageActions({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.actions}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  actions: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(1, 2),
    // In a narrow window all lines begin below the title.
    [theme.breakpoints.down('md')]: { justifyContent: 'flex-start' },
  }),
});
