import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';
import { isOverBudget, shareOfBudget, type AmountTotal, type Budget, type BudgetSpend } from '@tokentrail/usage-store';
import React from 'react';
import { Missing } from '../../components/Missing.tsx';
import { NameHint } from '../../components/NameHint.tsx';
import { PlainTable, type PlainColumn } from '../../components/PlainTable.tsx';
import { AmountLink } from '../../figures/AmountLink.tsx';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { DASH, formatShare } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { NameLink } from '../dimension/NameLink.tsx';
import { Projection } from '../spend/Projection.tsx';

export interface BudgetRow {
  budget: Budget;
  /** Null if the user may not read what is paid. */
  spend: BudgetSpend | null;
}

interface Props {
  rows: readonly BudgetRow[];
  /** Where the calls and the stats of a budget are. */
  pathsOf: (budget: Budget) => { log: string; stats: string };
}

/** What each budget has spent this month, and its projection. */
export function BudgetTable({ rows, pathsOf }: Props) {
  return (
    <PlainTable
      label={t('stats.budgets.title', 'Budgets')}
      columns={columnsOf(pathsOf)}
      rows={rows}
      idOf={({ budget }) => budget.name}
      sorted=""
      testId={testIds.stats.budgetRow}
    />
  );
}

function columnsOf(pathsOf: Props['pathsOf']): PlainColumn<BudgetRow>[] {
  const ofSpend = (cell: (spend: BudgetSpend, budget: Budget) => React.ReactNode) =>
    function SpendCell({ spend, budget }: BudgetRow) {
      return spend === null ? <Missing reason={notReadable()} /> : cell(spend, budget);
    };
  return [
    {
      id: 'name',
      title: t('stats.budgets.name', 'Budget'),
      namesRows: true,
      cell: ({ budget }) => (
        <NameLink path={pathsOf(budget).stats}>
          <NameHint text={budget.name} personal />
        </NameLink>
      ),
    },
    { id: 'of', title: t('stats.budgets.of', 'For'), cell: ({ budget }) => <BudgetSubject budget={budget} /> },
    {
      id: 'spent',
      title: t('stats.budgets.spent', 'Spent'),
      align: 'right',
      cell: ofSpend(({ spent }, budget) => <AmountLink sum={spent} path={pathsOf(budget).log} />),
    },
    {
      id: 'budget',
      title: t('stats.budgets.monthly', 'Monthly budget'),
      align: 'right',
      cell: ({ budget }) => <AmountLink sum={{ nanoUsd: budget.monthlyNanoUsd, unknown: 0 }} path={null} />,
    },
    {
      id: 'share',
      title: t('stats.budgets.share', 'Share'),
      align: 'right',
      cell: ofSpend(({ spent }, budget) => <Share amount={spent} budget={budget} />),
    },
    {
      id: 'projected',
      title: t('stats.spend.projected', 'Projection'),
      align: 'right',
      cell: ofSpend((spend) => <Projection spend={spend} />),
    },
    {
      id: 'projected share',
      title: t('stats.budgets.projected-share', 'Projected share'),
      align: 'right',
      cell: ofSpend(({ projected }, budget) =>
        projected === null ? DASH : <Share amount={projected} budget={budget} />,
      ),
    },
  ];
}

/** What a budget is for, and with what it is compared. */
export function BudgetSubject({ budget: { field, value, comparedWith } }: { budget: Budget }) {
  return (
    <>
      {filterLabel(field)} <NameHint text={value} personal={field !== 'service'} />
      {comparedWith === 'paid' && (
        <Text color="secondary"> {t('stats.budgets.paid', '(what the provider invoices)')}</Text>
      )}
    </>
  );
}

/** The part of a budget that an amount is. */
function Share({ amount, budget }: { amount: AmountTotal; budget: Budget }) {
  const share = shareOfBudget(amount, budget);
  const text = Number.isFinite(share) ? formatShare(share, 1) : t('stats.budgets.above-zero', 'Above 0');
  return isOverBudget(amount, budget) ? (
    <Text color="error" weight="medium">
      {text}
    </Text>
  ) : (
    <>{text}</>
  );
}

function notReadable(): string {
  return t('stats.budgets.paid-hidden', 'The ledger hides from you what is paid');
}
