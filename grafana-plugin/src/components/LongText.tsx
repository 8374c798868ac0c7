import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../format.ts';
import { MAX_SHOWN_CHARACTERS } from '@tokentrail/records';
import { CopyButton } from './CopyButton.tsx';
import { NameText } from './NameText.tsx';
import { useNamesHidden } from './NamesHidden.tsx';

interface Props {
  /** Names the text for the button that copies it. */
  label: string;
  text: string;
  /** See `NameText`. */
  personal?: boolean;
}

/**
 * A text of any length that someone else has chosen. A very long one, which would take the page seconds to lay out, shows
 * its beginning and its length, and can be copied.
 */
export function LongText({ label, text, personal = false }: Props) {
  const styles = useStyles2(getStyles);
  const hidden = useNamesHidden() && personal;
  if (hidden || text.length <= MAX_SHOWN_CHARACTERS) {
    return <NameText text={text} personal={personal} />;
  }
  return (
    <span>
      <NameText text={text} />
      <span className={styles.note}>
        {' '}
        {t('components.long-text.cut', '({{length}} characters)', { length: formatCount(text.length) })}
      </span>
      <CopyButton label={label} text={text} />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary }),
});
