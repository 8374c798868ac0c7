import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../format.ts';
import { hourColor } from './hour-colors.ts';
import type { HourFigure } from './hour-figures.ts';

interface Props {
  figure: HourFigure;
  /** Highest figure as text. */
  highest: string;
}

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** From none to the highest figure. */
export function HourLegend({ figure, highest }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <div className={styles.legend}>
      <span>{formatCount(0)}</span>
      <span className={styles.scale}>
        {SHARES.map((share) => (
          <span key={share} className={styles.step} style={{ background: hourColor(share, figure, theme) }} />
        ))}
      </span>
      <span>{highest}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), whiteSpace: 'nowrap' }),
  scale: css({ display: 'flex', gap: theme.spacing(0.25) }),
  step: css({ width: theme.spacing(3), height: theme.spacing(1.5), borderRadius: theme.shape.radius.default }),
});
