import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2, type IconName } from '@grafana/ui';
import React from 'react';
import { Hint } from '../../../components/Hint.tsx';
import type { Difference } from './compared.ts';

const ICONS: Readonly<Record<Difference, IconName>> = {
  added: 'plus',
  removed: 'minus',
  changed: 'pen',
  same: 'check',
};

/** How a part differs, as an icon with words. */
export function DifferenceMark({ difference }: { difference: Difference | null }) {
  const styles = useStyles2(getStyles);
  if (difference === null) {
    return <span className={styles.same}>{t('request.content.compare.unknown', 'redacted')}</span>;
  }
  return (
    <span className={cx(styles.mark, styles[difference])}>
      <Icon name={ICONS[difference]} size="sm" aria-hidden />
      {differenceWords(difference)}
    </span>
  );
}

export function differenceWords(difference: Difference): string {
  switch (difference) {
    case 'added':
      return t('request.content.compare.added', 'added');
    case 'removed':
      return t('request.content.compare.removed', 'removed');
    case 'changed':
      return t('request.content.compare.changed', 'changed');
    case 'same':
      return t('request.content.compare.same', 'same');
  }
}

/** Marks a value that was redacted before it was recorded. */
export function RedactedMark() {
  const styles = useStyles2(getStyles);
  return (
    <Hint words={t('request.content.compare.redacted-words', 'Redacted before it was recorded')} tabStop>
      <span role="img" className={styles.lock} aria-label={t('request.content.compare.redacted', 'Redacted')}>
        <Icon name="lock" size="sm" />
      </span>
    </Hint>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  added: css({ color: theme.colors.success.text }),
  removed: css({ color: theme.colors.error.text }),
  changed: css({ color: theme.colors.warning.text }),
  same: css({ color: theme.colors.text.secondary }),
  lock: css({ color: theme.colors.text.secondary, marginLeft: theme.spacing(0.5) }),
});
