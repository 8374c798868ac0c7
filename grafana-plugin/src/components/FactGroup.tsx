import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useId, type ReactNode } from 'react';

interface Props {
  title: string;
  children: ReactNode;
  'data-testid'?: string;
}

/** Values that belong together, under a quiet title: beside it if there is enough width, otherwise below it. */
export function FactGroup({ title, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles.group} data-testid={testId}>
      <div id={id} className={styles.title}>
        {title}
      </div>
      <div className={styles.content}>{children}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  group: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    paddingTop: theme.spacing(1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({
    flex: `0 0 ${theme.spacing(12)}`,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  content: css({ flex: `1 1 ${theme.spacing(40)}`, minWidth: 0 }),
});
