import { t, Trans } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import { MAX_GROUPS, type GroupField, type GroupPage, type RecordGroup } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { Missing } from '../../components/Missing.tsx';
import { formatCount, formatTokens } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { amount } from '../../figures/figure-values.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';
import { NameCell, SummaryCell, TimeCell } from './group-cells.tsx';
import { GroupList } from './GroupList.tsx';
import { GroupRecords } from './GroupRecords.tsx';
import { PlainTable, type PlainColumn } from '../../components/PlainTable.tsx';
import type { GroupsProps } from './groups-props.ts';
import { useGrowingQuery, type LoadRows } from './use-growing-query.ts';

/** Selected records by session, conversation or inbound request. A group unfolds to its records. */
export function RecordGroups({
  field,
  selection,
  timeZone,
  onShowRows,
  onLoading,
}: GroupsProps & { field: GroupField }) {
  const { stores, ds } = useLedger();
  const load = useCallback<LoadRows<GroupPage>>(
    (limit, signal) => {
      const { range, filter } = selection;
      return stores.ledger.groups({ range, filter, by: field, limit, signal });
    },
    [stores.ledger, selection, field],
  );
  const growing = useGrowingQuery(load, `${selection.id} ${field}`, MAX_GROUPS);
  return (
    <GroupList
      growing={growing}
      hasMore={({ next }) => next !== null}
      countOf={({ groups }) => groups.length}
      emptyText={emptyTextOf(field)}
      onLoading={onLoading}
      ds={ds}
    >
      {({ groups }) => (
        <PlainTable
          label={t('usage-log.groups.label', 'Groups')}
          columns={columnsOf(field, timeZone)}
          rows={groups}
          idOf={({ id }) => id}
          sorted="last"
          action={({ id }) => (
            <Button size="sm" variant="secondary" fill="text" onClick={() => onShowRows([{ field, values: [id] }])}>
              <Trans i18nKey="usage-log.groups.filter">Filter</Trans>
            </Button>
          )}
          unfolded={(group) => <GroupRecords group={group} field={field} selection={selection} timeZone={timeZone} />}
          testId={testIds.usageLog.group}
        />
      )}
    </GroupList>
  );
}

function emptyTextOf(field: GroupField): string {
  switch (field) {
    case 'trace':
      return t('usage-log.groups.no-requests', 'No requests in this selection');
    case 'session':
      return t('usage-log.groups.no-sessions', 'No record of this selection has a session');
    case 'conversation':
      return t('usage-log.groups.no-conversations', 'No record of this selection has a conversation');
  }
}

function columnsOf(field: GroupField, timeZone: string): PlainColumn<RecordGroup>[] {
  const isRequest = field === 'trace';
  return [
    {
      id: 'last',
      title: isRequest ? t('usage-log.groups.time', 'Time') : t('usage-log.groups.last-activity', 'Last activity'),
      cell: ({ firstStartUnixNano, lastStartUnixNano }) => (
        <TimeCell startUnixNano={isRequest ? firstStartUnixNano : lastStartUnixNano} timeZone={timeZone} />
      ),
    },
    isRequest
      ? {
          id: 'endpoint',
          title: t('usage-log.groups.endpoint', 'Endpoint'),
          cell: ({ endpoints }) => <SummaryCell summary={endpoints} />,
        }
      : {
          id: 'id',
          title: t('usage-log.groups.id', 'Id'),
          cell: ({ id }) => <NameCell text={id} personal={isPersonal(field)} />,
        },
    ...figureColumns(),
    {
      id: 'models',
      title: t('usage-log.groups.models', 'Models'),
      cell: ({ models }) => <SummaryCell summary={models} />,
    },
    {
      id: 'keys',
      title: t('usage-log.groups.keys', 'Keys'),
      cell: ({ keys }) => <SummaryCell summary={keys} personal />,
    },
    {
      id: 'users',
      title: t('usage-log.groups.users', 'Users'),
      cell: ({ users }) => <SummaryCell summary={users} personal />,
    },
  ];
}

function figureColumns(): PlainColumn<RecordGroup>[] {
  return [
    {
      id: 'calls',
      title: t('usage-log.groups.calls', 'Calls'),
      align: 'right',
      cell: ({ calls, running }) =>
        running === 0 ? formatCount(calls) : `${formatCount(calls)} + ${formatCount(running)}`,
    },
    {
      id: 'failed',
      title: t('usage-log.groups.failed', 'Failed'),
      align: 'right',
      cell: ({ failed }) => formatCount(failed),
    },
    {
      id: 'tokens',
      title: t('usage-log.groups.tokens', 'In / out'),
      align: 'right',
      cell: ({ inputTokens, outputTokens }) =>
        inputTokens === 0 && outputTokens === 0 ? (
          <Missing />
        ) : (
          <Hint words={`${formatCount(inputTokens)} / ${formatCount(outputTokens)}`}>
            {formatTokens(inputTokens)} / {formatTokens(outputTokens)}
          </Hint>
        ),
    },
    {
      id: 'cost',
      title: t('usage-log.groups.cost', 'Cost'),
      align: 'right',
      cell: ({ charged }) => <Cost sum={charged} />,
    },
  ];
}

function Cost({ sum }: { sum: RecordGroup['charged'] }) {
  const { value, exact, copied } = amount(sum);
  return (
    <Hint words={exact} {...(copied !== null && { copied })}>
      {value}
    </Hint>
  );
}
