import { t, Trans } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import { conditionsOfError, type ErrorGroup, type ErrorSort } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { Missing } from '../../components/Missing.tsx';
import { NameText } from '../../components/NameText.tsx';
import { PlainTable, type PlainColumn } from '../../components/PlainTable.tsx';
import { formatCount } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { AndMore, NameCell, TimeCell } from './group-cells.tsx';
import type { GroupsProps } from './groups-props.ts';
import { GroupList } from './GroupList.tsx';
import { useGrowingQuery, type LoadRows } from './use-growing-query.ts';

/** Larger lists are not for reading: narrow the filter. */
const MAX_ERRORS = 500;

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
  const growing = useGrowingQuery(load, `${selection.id} ${sort}`, MAX_ERRORS);
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
        <PlainTable
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

function columnsOf(timeZone: string): PlainColumn<ErrorGroup>[] {
  return [
    {
      id: 'count',
      title: t('usage-log.groups.count', 'Count'),
      align: 'right',
      sortable: 'highest-first',
      cell: ({ count }) => formatCount(count),
    },
    { id: 'error', title: t('usage-log.groups.error-type', 'Error'), cell: (group) => <ErrorText group={group} /> },
    {
      id: 'status',
      title: t('usage-log.groups.status', 'Status'),
      cell: ({ statusCode }) => statusCode ?? <Missing />,
    },
    { id: 'model', title: t('usage-log.groups.model', 'Model'), cell: ({ model }) => <NameCell text={model} /> },
    {
      id: 'provider',
      title: t('usage-log.groups.provider', 'Provider'),
      cell: ({ provider }) => <NameCell text={provider} />,
    },
    {
      id: 'first',
      title: t('usage-log.groups.first-seen', 'First seen'),
      cell: ({ firstStartUnixNano }) => <TimeCell startUnixNano={firstStartUnixNano} timeZone={timeZone} />,
    },
    {
      id: 'last',
      title: t('usage-log.groups.last-seen', 'Last seen'),
      sortable: 'highest-first',
      cell: ({ lastStartUnixNano }) => <TimeCell startUnixNano={lastStartUnixNano} timeZone={timeZone} />,
    },
  ];
}

function ErrorText({ group: { errorType, codes } }: { group: ErrorGroup }) {
  const { one } = codes;
  return (
    <>
      <NameCell text={errorType} />
      {one !== null && one !== errorType && (
        <>
          {' · '}
          <NameText text={one} />
        </>
      )}
      <AndMore summary={codes} />
    </>
  );
}

function ShowRows({ onClick }: { onClick: () => void }) {
  return (
    <Button size="sm" variant="secondary" fill="text" onClick={onClick}>
      <Trans i18nKey="usage-log.groups.show-rows">Show rows</Trans>
    </Button>
  );
}
