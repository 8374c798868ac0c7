import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

/** Name of a row that leads to its own stats. It is cut off where the cell is too narrow. */
export function NameLink({ path, children }: { path: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <a href={locationUtil.assureBaseUrl(path)} className={styles.link}>
      {children}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-1px' },
  }),
});
