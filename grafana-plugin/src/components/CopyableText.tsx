import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { MAX_SHOWN_CHARACTERS } from '@tokentrail/records';
import { CopyButton } from './CopyButton.tsx';
import { LongText } from './LongText.tsx';
import { useNamesHidden } from './NamesHidden.tsx';

interface Props {
  /** Names what is copied, for screen readers. */
  label: string;
  text: string;
  /** See `NameText`. A hidden text cannot be copied. */
  personal?: boolean;
}

/** A text, such as an id, with a button that copies all of it. */
export function CopyableText({ label, text, personal = false }: Props) {
  const styles = useStyles2(getStyles);
  const hidden = useNamesHidden() && personal;
  return (
    <span className={styles.line}>
      <LongText label={label} text={text} personal={personal} />
      {!hidden && text.length <= MAX_SHOWN_CHARACTERS && <CopyButton label={label} text={text} />}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), minWidth: 0, maxWidth: '100%' }),
});
