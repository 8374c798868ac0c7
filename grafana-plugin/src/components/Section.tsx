import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  title: string;
  /** Shown at the end of the title line. */
  aside?: ReactNode;
  /** Level of the heading: one more than that of the title above. Default: 3. */
  level?: 2 | 3;
  children: ReactNode;
  'data-testid'?: string;
}

export function Section({ title, aside, level = 3, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section data-testid={testId} aria-label={title}>
      <div className={styles.line}>
        <Heading className={styles.title}>{title}</Heading>
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
