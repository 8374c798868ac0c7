import type { TimeZone } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Stack, Text } from '@grafana/ui';
import type { Budget, LedgerSettings } from '@tokentrail/usage-store';
import React from 'react';
import { NameHint } from '../components/NameHint.tsx';
import { PlainTable, type PlainColumn } from '../components/PlainTable.tsx';
import { Section } from '../components/Section.tsx';
import { AmountLink } from '../figures/AmountLink.tsx';
import { BudgetSubject } from '../stats/budgets/BudgetTable.tsx';
import { configTestIds } from '../configTestIds.ts';
import { SetBy } from './SetBy.tsx';

interface Props {
  budgets: LedgerSettings['budgets'];
  timeZone: TimeZone;
}

/** The monthly budgets of the ledger, and where to change them. */
export function Budgets({ budgets, timeZone }: Props) {
  return (
    <Section level={2} title={t('configuration.budgets.title', 'Budgets')} data-testid={configTestIds.budgets}>
      <Stack direction="column" gap={2}>
        <Text color="secondary">
          <Trans i18nKey="configuration.budgets.description">
            What a group, key or service may cost in a month of UTC. The stats page shows what is spent. To change
            budgets and their alerts, edit budgets.yaml and run: tokentrail budgets apply
          </Trans>
        </Text>
        {budgets === null || budgets.value.length === 0 ? (
          <Text>
            <Trans i18nKey="configuration.budgets.none">This ledger has no budgets.</Trans>
          </Text>
        ) : (
          <>
            <PlainTable
              label={t('configuration.budgets.title', 'Budgets')}
              columns={columnsOf()}
              rows={budgets.value}
              idOf={({ name }) => name}
              sorted=""
              testId={configTestIds.budget}
            />
            <SetBy setting={budgets} timeZone={timeZone} />
          </>
        )}
      </Stack>
    </Section>
  );
}

function columnsOf(): PlainColumn<Budget>[] {
  return [
    {
      id: 'name',
      title: t('configuration.budgets.name', 'Budget'),
      namesRows: true,
      cell: ({ name }) => <NameHint text={name} personal />,
    },
    { id: 'of', title: t('configuration.budgets.of', 'For'), cell: (budget) => <BudgetSubject budget={budget} /> },
    {
      id: 'budget',
      title: t('configuration.budgets.monthly', 'Monthly budget'),
      align: 'right',
      cell: ({ monthlyNanoUsd }) => <AmountLink sum={{ nanoUsd: monthlyNanoUsd, unknown: 0 }} path={null} />,
    },
  ];
}
