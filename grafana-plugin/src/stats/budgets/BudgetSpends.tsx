import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { budgetSpends, conditionsOfBudget, utcMonthDaysAt, type Budget } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { Section } from '../../components/Section.tsx';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { useFigure } from '../../figures/use-figure.ts';
import { formatMonth, formatShare } from '../../format.ts';
import { statsPath, usageLogPath, type SharedState } from '../../links.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import type { StatsPartProps, StatsSelection } from '../stats-props.ts';
import { BudgetTable, type BudgetRow } from './BudgetTable.tsx';
import { selectedBudgets } from './selected-budgets.ts';

interface Props extends Pick<StatsPartProps, 'selection' | 'series'> {
  /** What a link keeps of the page. */
  shared: Pick<SharedState, 'ds' | 'tz'>;
}

/**
 * The budgets of what the page's filter chooses, with what they have spent in the month of UTC. Nothing if the ledger has no
 * budgets. Read after the series.
 */
export function BudgetSpends({ selection, series, shared }: Props) {
  const styles = useStyles2(getStyles);
  const { ledger } = useLedger().stores;
  const read = useCallback(
    async ({ filter }: StatsSelection, signal: AbortSignal) => {
      const days = utcMonthDaysAt(Date.now());
      const { budgets } = await ledger.settings(signal);
      const chosen = selectedBudgets(budgets?.value ?? [], filter.conditions ?? []);
      const spends = await budgetSpends(ledger, chosen, Date.now(), signal);
      return { days, rows: chosen.map((budget, index): BudgetRow => ({ budget, spend: spends[index] ?? null })) };
    },
    [ledger],
  );
  const isRead = !series.loading && ledger.capabilities.settings;
  const figure = useFigure(read, isRead ? selection : null, selection.id, ledger);
  const title = t('stats.budgets.title', 'Budgets');
  if (figure.failure === null && (figure.value === null || figure.value.rows.length === 0)) {
    return null;
  }
  return (
    <Section level={2} title={title} data-testid={testIds.stats.budgets}>
      {figure.failure && <FigureFailure figure={figure} name={title} />}
      {figure.value && (
        <div className={styles.budgets} aria-busy={figure.loading || figure.outdated}>
          <p className={styles.month}>
            {t(
              'stats.budgets.passed',
              '{{month}}, UTC: {{share}} of the time has passed. Only the group, key and service of the filter apply.',
              {
                month: formatMonth(figure.value.days.month.fromMs, 'utc'),
                share: formatShare(figure.value.days.passed, 1),
                interpolation: { escapeValue: false },
              },
            )}
          </p>
          <BudgetTable rows={figure.value.rows} pathsOf={(budget) => pathsOf(budget, shared)} />
        </div>
      )}
    </Section>
  );
}

function pathsOf(budget: Budget, shared: Props['shared']) {
  const { fromMs, toMs } = utcMonthDaysAt(Date.now()).month;
  const range = { from: String(fromMs), to: String(toMs) };
  const state = { ...shared, ...range, conditions: conditionsOfBudget(budget) };
  return { log: usageLogPath({ ...state, sort: 'cost' }), stats: statsPath(state) };
}

const getStyles = (theme: GrafanaTheme2) => ({
  budgets: css({ overflowX: 'auto', '&[aria-busy="true"]': { opacity: 0.6 } }),
  month: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.text.secondary }),
});
