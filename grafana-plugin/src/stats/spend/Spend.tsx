import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { Section } from '../../components/Section.tsx';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { useFigure } from '../../figures/use-figure.ts';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { formatMonth, formatShare, zoneName } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import type { StatsPartProps, StatsSelection } from '../stats-props.ts';
import { monthDaysAt } from './month-days.ts';
import { SPEND_FIELDS, spendRows, type SpendField } from './spend-rows.ts';
import { SpendTable } from './SpendTable.tsx';

/** Values with a row of their own. */
const MAX_ROWS = 20;

/** Spend of the current month and its projection, by group or key. The page's filter applies, but not its range. Read after the series. */
export function Spend({ selection, timeZone, series, logPath, statsPath }: StatsPartProps) {
  const styles = useStyles2(getStyles);
  const [field, setField] = useState<SpendField>('group');
  const { ledger } = useLedger().stores;
  const read = useCallback(
    async ({ filter }: StatsSelection, signal: AbortSignal) => {
      const days = monthDaysAt(Date.now(), timeZone);
      const result = await ledger.series({
        filter,
        bounds: days.bounds,
        by: field,
        limit: MAX_ROWS,
        rank: 'cost',
        signal,
      });
      return { field, days, spend: spendRows(result, days) };
    },
    [ledger, timeZone, field],
  );
  const spend = useFigure(read, series.loading ? null : selection, selection.id, ledger);
  const title = t('stats.spend.title', 'Spend of the month');
  return (
    <Section
      level={2}
      title={title}
      data-testid={testIds.stats.spend}
      aside={
        <RadioButtonGroup
          size="sm"
          aria-label={t('stats.spend.by-switch', 'Spend by')}
          options={SPEND_FIELDS.map((value) => ({ value, label: filterLabel(value) }))}
          value={field}
          onChange={setField}
        />
      }
    >
      {spend.failure && <FigureFailure figure={spend} name={title} />}
      <div className={styles.spend} aria-busy={spend.loading || spend.outdated}>
        {spend.value === null ? (
          spend.failure === null && <LoadingPlaceholder text={t('stats.spend.loading', 'Loading spend…')} />
        ) : (
          <>
            <p className={styles.month}>
              {t('stats.spend.passed', '{{month}}, {{zone}}: {{share}} of the time has passed.', {
                month: formatMonth(spend.value.days.month.fromMs, timeZone),
                zone: zoneName(timeZone),
                share: formatShare(spend.value.days.passed, 1),
                interpolation: { escapeValue: false },
              })}
            </p>
            <SpendTable {...spend.value} {...{ timeZone, logPath, statsPath }} />
          </>
        )}
      </div>
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  spend: css({ minHeight: theme.spacing(20), overflowX: 'auto', '&[aria-busy="true"]': { opacity: 0.6 } }),
  month: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.text.secondary }),
});
