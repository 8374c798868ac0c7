import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { useRestOfWindow } from './use-rest-of-window.ts';

interface Props {
  /** Whether anything on the page loads. */
  loading: boolean;
  /** Whether the rows belong to an old selection. */
  outdated: boolean;
  children: ReactNode;
}

/** Decides the speed of the loading bar only: that of a wide panel of Grafana. */
const BAR_WIDTH = 1000;

/** The rest of the window, for the rows. A bar at its top shows that something loads; rows of an old selection are dimmed. */
export function RowsArea({ loading, outdated, children }: Props) {
  const styles = useStyles2(getStyles);
  const [area, height] = useRestOfWindow<HTMLDivElement>();
  return (
    <div ref={area} className={styles.area} style={{ height: height ?? undefined }} aria-busy={outdated}>
      <div className={styles.bar}>{loading && <LoadingBar width={BAR_WIDTH} />}</div>
      <div className={cx(styles.content, outdated && styles.outdated)}>{children}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  area: css({ position: 'relative', minHeight: theme.spacing(40) }),
  content: css({ height: '100%' }),
  outdated: css({ opacity: 0.6 }),
  // Over the edge of the table, so that it moves nothing.
  bar: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 2 }),
});
