import { css } from '@emotion/css';
import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import { recordKeyOf } from '@tokentrail/records';
import React, { lazy, Suspense, useCallback, useRef, type ComponentProps } from 'react';
import type { UsageLogState } from '../links.ts';
import { Failure } from '../states/Failure.tsx';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { useChosenRows } from './compare/use-chosen-rows.ts';
import type { Columns } from './columns/use-columns.ts';
import { ListFooter } from './ListFooter.tsx';
import { RecordTable } from './RecordTable.tsx';
import type { RowRange } from './row-window.ts';
import { useEndlessList } from './use-endless-list.ts';
import { useCellMenu } from './search/use-cell-menu.tsx';
import type { FilterControl } from '../filters/use-filter.ts';
import type { RecordList } from './use-record-list.ts';
import { useRunningRows } from './use-running-rows.ts';

// Loaded when a row is chosen.
const ChosenRowsBar = lazy(() => import('./compare/ChosenRowsBar.tsx'));
// Loaded when there are no rows.
const EmptyLog = lazy(() => import('./EmptyLog.tsx'));

interface Props {
  list: RecordList;
  columns: Columns;
  state: UsageLogState;
  filter: FilterControl;
  onChange: (change: Partial<UsageLogState>) => void;
  timeZone: TimeZone;
  onRetry: () => void;
}

/** Table of the loaded rows, or why there are none. */
export function UsageLogRows({ list, columns, state, filter, onChange, timeZone, onRetry }: Props) {
  const { ds, mayReadTraces, stores } = useLedger();
  const visible = useRef<RowRange>({ first: 0, end: 0 });
  const onNearEnd = useEndlessList(list);
  const onVisible = useCallback(
    (rows: RowRange, atTop: boolean) => {
      visible.current = rows;
      onNearEnd(rows, atTop);
    },
    [onNearEnd],
  );
  useRunningRows(stores.ledger, list, visible);
  const chosen = useChosenRows();
  const { cellMenu, openMenu } = useCellMenu(filter, chosen);
  if (list.failure) {
    return <Failure failure={list.failure} ds={ds} onRetry={onRetry} />;
  }
  if (list.selection === null || columns.shown === null) {
    return (
      <LoadingPlaceholder text={t('usage-log.loading', 'Loading usage log…')} data-testid={testIds.states.loading} />
    );
  }
  if (list.records.length === 0 && list.loading === 'page') {
    return <LoadingPlaceholder text={t('usage-log.searching', 'No loaded row matches. Reading the store…')} />;
  }
  if (list.records.length === 0) {
    return <EmptyRows {...{ state, onChange, timeZone }} selection={list.selection} />;
  }
  return (
    <div className={COLUMN}>
      <div className={TABLE}>
        <RecordTable
          columns={columns.shown}
          px={columns.px}
          density={columns.density}
          onResize={columns.resize}
          sort={list.selection.sort}
          onSort={stores.ledger.capabilities.sorts.length > 1 ? (sort) => onChange({ sort }) : undefined}
          records={list.records}
          timeZone={timeZone}
          ds={ds}
          open={state.open}
          onOpen={mayReadTraces ? (record) => onChange({ open: recordKeyOf(record) }) : null}
          chosen={chosen}
          cellMenu={cellMenu}
          topKey={`${list.selection.id} ${list.selection.sort} ${list.shownOffers}`}
          onVisible={onVisible}
        />
      </div>
      {chosen.records.length > 0 && (
        <Suspense fallback={null}>
          <ChosenRowsBar {...{ chosen, timeZone, ds }} />
        </Suspense>
      )}
      <ListFooter list={list} pageSize={state.limit} />
      {openMenu}
    </div>
  );
}

const COLUMN = css({ display: 'flex', flexDirection: 'column', height: '100%' });
const TABLE = css({ flex: 1, minHeight: 0 });

function EmptyRows(props: ComponentProps<typeof EmptyLog>) {
  return (
    <Suspense fallback={null}>
      <EmptyLog {...props} />
    </Suspense>
  );
}
