import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { Hint } from '../components/Hint.tsx';
import type { HintWords } from '../components/shared-hints.ts';

interface Props {
  /** Path of the rows that the figure comes from, without Grafana's sub path. Null: no link leads to them. */
  path: string | null;
  /** The exact value in words. */
  words: HintWords;
  /** The exact value as plain digits, for the clipboard. */
  copied: string | null;
  children: ReactNode;
}

/** A figure of a table, which leads to its rows. It looks like text, because every figure of the table is a link. */
export function FigureLink({ path, words, copied, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Hint words={words} tabStop={path === null} {...(copied !== null && { copied })}>
      {path === null ? (
        children
      ) : (
        <a href={locationUtil.assureBaseUrl(path)} className={styles.link}>
          {children}
        </a>
      )}
    </Hint>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: 'inherit',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: theme.spacing(0.25) },
  }),
});
