import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { partsOf } from '../record/visible-text.ts';

/**
 * Text that someone else has chosen: a name, an endpoint, a model. Its writing direction does not affect the texts beside
 * it, and characters that are hidden or reorder text show as their code point, so two names that look alike are alike.
 */
export function NameText({ text }: { text: string }) {
  return (
    <bdi>
      {partsOf(text).map((part, index) =>
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
