import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { DASH } from '../format.ts';
import { once } from '../once.ts';
import { Hint } from './Hint.tsx';

interface Props {
  /** Why there is no value. Default: it was not reported. */
  reason?: string;
  className?: string;
}

/** Placeholder for a value that is not known: a dash, never 0. */
export function Missing({ reason, className }: Props) {
  const styles = useStyles2(getStyles);
  const words = reason ?? notReported();
  return (
    <Hint words={words} tabStop={reason !== undefined}>
      <span role="img" className={cx(styles.dash, className)} aria-label={words}>
        {DASH}
      </span>
    </Hint>
  );
}

const notReported = once(() => t('components.missing.title', 'Not reported'));

const getStyles = (theme: GrafanaTheme2) => ({
  dash: css({ color: theme.colors.text.secondary }),
});
