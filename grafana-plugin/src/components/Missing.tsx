import { useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import React from 'react';
import { DASH } from '../format.ts';

/** Placeholder for a value that was not reported: a dash, never 0. */
export function Missing() {
  const styles = useStyles2(getStyles);
  return (
    <span
      role="img"
      className={styles.dash}
      title={t('components.missing.title', 'Not reported')}
      aria-label={t('components.missing.label', 'not reported')}
    >
      {DASH}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  dash: css({ color: theme.colors.text.disabled }),
});
