import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { ValueUse } from '../filters.ts';

interface Props {
  value: string;
  label: string;
  /** Number of records that have the value. */
  count?: number;
  use: ValueUse;
  onUse: (use: ValueUse) => void;
}

/** A value that can be included or excluded. */
export function ValueRow({ value, label, count, use, onUse }: Props) {
  const styles = useStyles2(getStyles);
  const isExcluded = use === 'exclude';
  return (
    <li className={styles.row} data-testid={testIds.filters.value} data-value={value} data-use={use}>
      <Checkbox
        className={cx(styles.check, isExcluded && styles.excluded)}
        label={label}
        value={use === 'include'}
        onChange={() => onUse(use === 'include' ? null : 'include')}
      />
      {count !== undefined && <span className={styles.count}>{formatCount(count)}</span>}
      <Button
        size="sm"
        variant={isExcluded ? 'destructive' : 'secondary'}
        fill={isExcluded ? 'outline' : 'text'}
        icon="ban"
        aria-pressed={isExcluded}
        tooltip={t('filters.controls.exclude', 'Exclude')}
        aria-label={t('filters.controls.exclude-value', 'Exclude {{label}}', {
          label,
          interpolation: { escapeValue: false },
        })}
        onClick={() => onUse(isExcluded ? null : 'exclude')}
      />
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: theme.spacing(theme.components.height.sm),
    '&:hover': { background: theme.colors.action.hover },
  }),
  check: css({
    flex: '1 1 0',
    minWidth: 0,
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    '& > span': {
      maxWidth: '100%',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
  }),
  excluded: css({ '& > span': { textDecoration: 'line-through' } }),
  count: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
});
