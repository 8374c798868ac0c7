import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { createContext, useContext, type ReactNode } from 'react';

type Level = 2 | 3;

const DefaultLevel = createContext<Level>(3);

/** Level of the headings of all sections within: `<SectionLevel value={2}>`. Default: 3. */
export const SectionLevel = DefaultLevel.Provider;

interface Props {
  title: string;
  /** Shown at the end of the title line. */
  aside?: ReactNode;
  /** Level of the heading: one more than that of the title above. Default: that of `SectionLevel`. */
  level?: Level;
  children: ReactNode;
  'data-testid'?: string;
}

export function Section({ title, aside, level, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  const defaultLevel = useContext(DefaultLevel);
  const Heading = (level ?? defaultLevel) === 2 ? 'h2' : 'h3';
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
