import { t, Trans } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import { conditionsOfError, type ErrorGroup, type ErrorSort } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { Missing } from '../../components/Missing.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatCount, formatFullTime, formatTime } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { Hint } from '../../components/Hint.tsx';
import type { GroupsProps } from './groups-props.ts';
import { GroupList } from './GroupList.tsx';
import { GroupTable, type GroupColumn } from './GroupTable.tsx';
import { useGrowingQuery, type LoadRows } from './use-growing-query.ts';

/** Failed records by error, status, model and provider. */
export function ErrorGroups({ selection, timeZone, onShowRows, onLoading }: GroupsProps) {
  const { stores, ds } = useLedger();
  const [sort, setSort] = useState<ErrorSort>('count');
  const load = useCallback<LoadRows<ErrorGroup[]>>(
    (limit, signal) => {
      const { range, filter } = selection;
      return stores.ledger.errors({ range, filter, sort, limit, signal });
    },
    [stores.ledger, selection, sort],
  );
  const growing = useGrowingQuery(load, `${selection.id} ${sort}`);
  const columns = columnsOf(timeZone);
  return (
    <GroupList
      growing={growing}
      hasMore={(groups) => groups.length === growing.limit}
      countOf={(groups) => groups.length}
      emptyText={t('usage-log.groups.no-errors', 'No failed calls in this selection')}
      onLoading={onLoading}
      ds={ds}
    >
      {(groups) => (
        <GroupTable
          label={t('usage-log.groups.errors', 'Errors')}
          columns={columns}
          rows={groups}
          idOf={(group) => JSON.stringify([group.errorType, group.statusCode, group.model, group.provider])}
          sorted={sort === 'count' ? 'count' : 'last'}
          onSort={(id) => setSort(id === 'count' ? 'count' : 'time')}
          action={(group) => <ShowRows onClick={() => onShowRows(conditionsOfError(group))} />}
          testId={testIds.usageLog.group}
        />
      )}
    </GroupList>
  );
}

function columnsOf(timeZone: string): GroupColumn<ErrorGroup>[] {
  const time = (startUnixNano: string) => (
    <Hint words={formatFullTime(startUnixNano, timeZone)}>{formatTime(startUnixNano, timeZone, true)}</Hint>
  );
  return [
    {
      id: 'count',
      title: t('usage-log.groups.count', 'Count'),
      align: 'right',
      sortable: true,
      cell: ({ count }) => formatCount(count),
    },
    { id: 'error', title: t('usage-log.groups.error-type', 'Error'), cell: (group) => <ErrorText group={group} /> },
    {
      id: 'status',
      title: t('usage-log.groups.status', 'Status'),
      cell: ({ statusCode }) => statusCode ?? <Missing />,
    },
    { id: 'model', title: t('usage-log.groups.model', 'Model'), cell: ({ model }) => <Name text={model} /> },
    {
      id: 'provider',
      title: t('usage-log.groups.provider', 'Provider'),
      cell: ({ provider }) => <Name text={provider} />,
    },
    {
      id: 'first',
      title: t('usage-log.groups.first-seen', 'First seen'),
      cell: ({ firstStartUnixNano }) => time(firstStartUnixNano),
    },
    {
      id: 'last',
      title: t('usage-log.groups.last-seen', 'Last seen'),
      sortable: true,
      cell: ({ lastStartUnixNano }) => time(lastStartUnixNano),
    },
  ];
}

function ErrorText({ group: { errorType, codes } }: { group: ErrorGroup }) {
  const { one, count } = codes;
  return (
    <>
      <Name text={errorType} />
      {one !== null && one !== errorType && (
        <>
          {' · '}
          <NameText text={one} />
        </>
      )}
      {count > 1 && ` ${t('usage-log.groups.and-more', '+ {{more}} more', { more: formatCount(count - 1) })}`}
    </>
  );
}

function Name({ text }: { text: string | null }) {
  return text === null ? <Missing /> : <NameText text={text} />;
}

function ShowRows({ onClick }: { onClick: () => void }) {
  return (
    <Button size="sm" variant="secondary" fill="text" onClick={onClick}>
      <Trans i18nKey="usage-log.groups.show-rows">Show rows</Trans>
    </Button>
  );
}
