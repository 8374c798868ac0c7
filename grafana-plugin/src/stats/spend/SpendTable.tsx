import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { conditionsOfSeriesValue, type MonthDays, type TimeRange } from '@tokentrail/usage-store';
import React from 'react';
import { Missing } from '../../components/Missing.tsx';
import { PlainTable, type PlainColumn } from '../../components/PlainTable.tsx';
import { AmountLink } from '../../figures/AmountLink.tsx';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { formatMonth } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { ChangeText } from '../ChangeText.tsx';
import { conditionsOfRow } from '../../filters/dimension-row.ts';
import { RowName } from '../dimension/RowName.tsx';
import type { StatsPartProps } from '../stats-props.ts';
import { THIS_MONTH } from './month-days.ts';
import { Projection, tooFewDays } from './Projection.tsx';
import { SpendMenu } from './SpendMenu.tsx';
import type { SpendField, SpendRow, SpendRows } from './spend-rows.ts';

interface Props extends Pick<StatsPartProps, 'logPath' | 'statsPath'> {
  field: SpendField;
  spend: SpendRows;
  days: MonthDays;
  timeZone: TimeZone;
}

/** What each value has spent this month, what the whole month will cost, and what the month before did. */
export function SpendTable({ spend: { rows, sums }, ...props }: Props) {
  const { field, days, timeZone, statsPath } = props;
  const values = rows.map(({ value }) => value);
  return (
    <PlainTable
      label={t('stats.spend.title', 'Spend of the month')}
      columns={columnsOf(props, values)}
      rows={rows}
      sums={sums}
      idOf={({ kind, value }) => `${kind} ${value}`}
      sorted="spent"
      action={({ kind, value }) => kind === 'value' && <SpendMenu {...{ field, value, days, timeZone, statsPath }} />}
      testId={testIds.stats.spendRow}
    />
  );
}

function columnsOf(props: Omit<Props, 'spend'>, values: readonly string[]): PlainColumn<SpendRow>[] {
  const { field, days, timeZone, logPath, statsPath } = props;
  const rowsOf = (row: SpendRow, range: TimeRange) => {
    const conditions = conditionsOfRow(row, field, values);
    return conditions && logPath({ conditions, range, sort: 'cost' });
  };
  return [
    {
      id: 'value',
      title: filterLabel(field),
      namesRows: true,
      cell: (row) => (
        <RowName row={row} field={field} path={statsPath(conditionsOfSeriesValue(field, row.value), THIS_MONTH)} />
      ),
    },
    {
      id: 'spent',
      title: t('stats.spend.spent', 'Spent'),
      align: 'right',
      cell: (row) => <AmountLink sum={row.spent} path={rowsOf(row, days.month)} />,
    },
    {
      id: 'projected',
      title: t('stats.spend.projected', 'Projection'),
      align: 'right',
      cell: (row) => <Projection spend={row} />,
    },
    {
      id: 'previous',
      title: formatMonth(days.previous.fromMs, timeZone),
      align: 'right',
      cell: (row) => <AmountLink sum={row.previous} path={rowsOf(row, days.previous)} />,
    },
    {
      id: 'change',
      title: t('stats.spend.change', 'Change'),
      align: 'right',
      cell: (row) =>
        row.projected === null ? (
          <Missing reason={tooFewDays(row)} />
        ) : (
          <ChangeText now={row.projected} before={row.previous} path={null} />
        ),
    },
  ];
}
