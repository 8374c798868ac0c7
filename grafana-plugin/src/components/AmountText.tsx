import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { nanoToUsd, type Amount } from '@tokentrail/records';
import React from 'react';
import { formatCost } from '../format.ts';
import { amountWords } from '../record/record-view.ts';
import { Hint } from './Hint.tsx';
import { Missing } from './Missing.tsx';

/** Amount of a record, with the exact one in the tooltip and when copied. An unknown amount is a dash with the reason. */
export function AmountText({ amount }: { amount: Amount }) {
  const styles = useStyles2(getStyles);
  const { nanoUsd } = amount;
  if (nanoUsd === null) {
    return amount.state === null ? <Missing /> : <Missing reason={amountWords(amount)} className={styles.unknown} />;
  }
  return (
    <Hint words={() => amountWords(amount)} copied={nanoToUsd(nanoUsd)}>
      {formatCost(nanoUsd)}
    </Hint>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  unknown: css({ color: theme.colors.warning.text }),
});
