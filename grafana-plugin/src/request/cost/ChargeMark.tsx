import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatExactCost } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { ChargeCheck, PartCheck } from './charge-check.ts';

/** Marks whether formula and lines, computed again, give the charge; if not, by how much they differ. */
export function ChargeMark({ check: { formula, lines } }: { check: ChargeCheck }) {
  const styles = useStyles2(getStyles);
  const deviations = [
    ...deviationOf(formula, t('request.cost.formula', 'Formula')),
    ...deviationOf(lines, t('request.cost.lines-sum', 'Sum of the lines')),
  ];
  if (formula === null && lines === null) {
    return null;
  }
  return deviations.length === 0 ? (
    <p className={styles.mark} data-testid={testIds.request.chargeMark}>
      <Icon name="check-circle" className={styles.equal} />
      {formula === null
        ? t('request.cost.lines-equal', 'The lines add up to the charge')
        : t('request.cost.formula-equal', 'The formula evaluates to the charge')}
    </p>
  ) : (
    deviations.map((words) => (
      <p key={words} className={styles.mark} data-testid={testIds.request.chargeMark}>
        <Icon name="exclamation-triangle" className={styles.differs} />
        {words}
      </p>
    ))
  );
}

function deviationOf(check: PartCheck | null, part: string): string[] {
  if (check === null || check.result === 'equal') {
    return [];
  }
  if (check.result === 'unreadable') {
    return [t('request.cost.unreadable', '{{part}}: cannot be evaluated, so the charge is not checked', { part })];
  }
  const isMore = !check.by.startsWith('-');
  const values = { part, amount: formatExactCost(check.nanoUsd), by: formatExactCost(check.by.replace('-', '')) };
  return [
    isMore
      ? t('request.cost.more', '{{part}}: {{amount}}, {{by}} more than the charge', values)
      : t('request.cost.less', '{{part}}: {{amount}}, {{by}} less than the charge', values),
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), margin: theme.spacing(0.5, 0, 0) }),
  equal: css({ color: theme.colors.success.text }),
  differs: css({ color: theme.colors.warning.text }),
});
