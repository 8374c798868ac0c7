import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { visibleTextParts } from '@tokentrail/records';
import { HIDDEN_NAME, useNamesHidden } from './NamesHidden.tsx';

interface Props {
  text: string;
  /** Whether the text names a person, a team or a key, or identifies a client. The user can hide such texts. */
  personal?: boolean;
}

/**
 * Text that someone else has chosen: a name, an endpoint, a model. Its writing direction does not affect the texts beside
 * it, and characters that are hidden or reorder text show as their code point, so two names that look alike are alike.
 */
export function NameText({ text, personal = false }: Props) {
  const hidden = useNamesHidden() && personal;
  if (hidden) {
    return (
      <span role="img" aria-label={t('components.name-text.hidden-name', 'hidden name')}>
        {HIDDEN_NAME}
      </span>
    );
  }
  return (
    <bdi>
      {visibleTextParts(text).map((part, index) =>
        part.kind === 'plain' ? part.text : <HiddenCharacter key={index} codePoint={part.codePoint} />,
      )}
    </bdi>
  );
}

function HiddenCharacter({ codePoint }: { codePoint: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span
      role="img"
      className={styles.hidden}
      aria-label={t('components.name-text.hidden', 'hidden character {{codePoint}}', { codePoint })}
    >
      {codePoint}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  hidden: css({
    margin: theme.spacing(0, 0.25),
    padding: theme.spacing(0, 0.25),
    border: `1px solid ${theme.colors.warning.border}`,
    borderRadius: theme.shape.radius.default,
    color: theme.colors.warning.text,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
