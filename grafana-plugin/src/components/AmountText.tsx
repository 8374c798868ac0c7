import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Amount } from '@tokentrail/records';
import React from 'react';
import { amountView } from '../record/record-view.ts';
import { Missing } from './Missing.tsx';

/** Amount with its exact value as the tooltip. An unknown amount shows as "unknown". */
export function AmountText({ amount }: { amount: Amount }) {
  const styles = useStyles2(getStyles);
  if (amount.nanoUsd === null && amount.state === null) {
    return <Missing />;
  }
  const { text, words, unknown } = amountView(amount);
  return (
    <span className={cx(unknown && styles.unknown)} title={words}>
      {text}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  unknown: css({ color: theme.colors.warning.text, fontStyle: 'italic' }),
});
