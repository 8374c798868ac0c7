import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  title: string;
  /** Shown at the end of the title line. */
  aside?: ReactNode;
  children: ReactNode;
  'data-testid'?: string;
}

export function Section({ title, aside, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section data-testid={testId} aria-label={title}>
      <div className={styles.line}>
        <h3 className={styles.title}>{title}</h3>
        <div className={styles.aside}>{aside}</div>
      </div>
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(0, 0, 0.5) }),
  aside: css({ fontVariantNumeric: 'tabular-nums' }),
});
