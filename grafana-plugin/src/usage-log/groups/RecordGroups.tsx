import { t, Trans } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import type { DistinctSummary, GroupField, GroupPage, RecordGroup } from '@tokentrail/usage-store';
import { nanoToUsd } from '@tokentrail/records';
import React, { useCallback } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { Missing } from '../../components/Missing.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatCostSum, formatCount, formatExactCost, formatFullTime, formatTime, formatTokens } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { GroupList } from './GroupList.tsx';
import { GroupRecords } from './GroupRecords.tsx';
import { GroupTable, type GroupColumn } from './GroupTable.tsx';
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
  const growing = useGrowingQuery(load, `${selection.id} ${field}`);
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
        <GroupTable
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

function columnsOf(field: GroupField, timeZone: string): GroupColumn<RecordGroup>[] {
  const isRequest = field === 'trace';
  return [
    {
      id: 'last',
      title: isRequest ? t('usage-log.groups.time', 'Time') : t('usage-log.groups.last-activity', 'Last activity'),
      cell: (group) => time(isRequest ? group.firstStartUnixNano : group.lastStartUnixNano, timeZone),
    },
    isRequest
      ? {
          id: 'endpoint',
          title: t('usage-log.groups.endpoint', 'Endpoint'),
          cell: ({ endpoints }) => <Summary summary={endpoints} />,
        }
      : { id: 'id', title: t('usage-log.groups.id', 'Id'), cell: ({ id }) => <NameText text={id} /> },
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
    {
      id: 'models',
      title: t('usage-log.groups.models', 'Models'),
      cell: ({ models }) => <Summary summary={models} />,
    },
    { id: 'keys', title: t('usage-log.groups.keys', 'Keys'), cell: ({ keys }) => <Summary summary={keys} /> },
    { id: 'users', title: t('usage-log.groups.users', 'Users'), cell: ({ users }) => <Summary summary={users} /> },
  ];
}

function time(startUnixNano: string, timeZone: string) {
  return <Hint words={formatFullTime(startUnixNano, timeZone)}>{formatTime(startUnixNano, timeZone, true)}</Hint>;
}

/** One of the values, and how many others there are. */
function Summary({ summary: { count, one } }: { summary: DistinctSummary }) {
  if (one === null) {
    return <Missing />;
  }
  return (
    <>
      <NameText text={one} />
      {count > 1 && ` ${t('usage-log.groups.and-more', '+ {{more}} more', { more: formatCount(count - 1) })}`}
    </>
  );
}

/** A lower bound if the cost of some calls is unknown. */
function Cost({ sum: { nanoUsd, unknown } }: { sum: RecordGroup['charged'] }) {
  const exact = formatExactCost(nanoUsd);
  if (unknown === 0) {
    return (
      <Hint words={exact} copied={nanoToUsd(nanoUsd)}>
        {formatCostSum(nanoUsd)}
      </Hint>
    );
  }
  return (
    <Hint
      words={t('usage-log.groups.unknown-costs', '', {
        count: unknown,
        exact,
        defaultValue_one: '{{exact}} and {{count}} call with unknown cost',
        defaultValue_other: '{{exact}} and {{count}} calls with unknown cost',
      })}
    >
      {`≥ ${formatCostSum(nanoUsd)}`}
    </Hint>
  );
}
