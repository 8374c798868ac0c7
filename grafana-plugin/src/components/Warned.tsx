import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameText } from './NameText.tsx';

interface Props {
  text: string;
  /** What the text means for the reader. */
  words?: string;
}

/** A value that the reader should not overlook, with what it means. */
export function Warned({ text, words }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.text}>
        <NameText text={text} />
      </span>
      {words !== undefined && <div className={styles.words}>{words}</div>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ color: theme.colors.warning.text }),
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
