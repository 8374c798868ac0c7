import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatShare } from '../../format.ts';

/** A share of 0 to 1 as a bar, with its percentage. */
export function ShareBar({ share }: { share: number }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.share}>
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={styles.text}>{formatShare(share, 1)}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  share: css({ display: 'inline-flex', alignItems: 'center', justifyContent: 'flex-end', gap: theme.spacing(1) }),
  track: css({
    width: theme.spacing(6),
    height: theme.spacing(1),
    overflow: 'hidden',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  // So wide that the bars of all rows begin below each other.
  text: css({ minWidth: theme.spacing(5.5) }),
  bar: css({ display: 'block', height: '100%', background: theme.colors.primary.main }),
});
