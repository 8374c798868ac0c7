import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { recordKeyOf } from '@tokentrail/records';
import React, { useState } from 'react';
import { NO_FILTER } from '../filters/filters.ts';
import { Toolbar } from '../filters/Toolbar.tsx';
import { useFilter } from '../filters/use-filter.ts';
import { useSuggestValues } from '../filters/use-suggest-values.ts';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { TimeControls } from '../time/TimeControls.tsx';
import { useLatestRefresh, useRefreshes } from '../time/use-refresh.ts';
import { ColumnMenuButton } from './columns/ColumnMenuButton.tsx';
import { useColumns } from './columns/use-columns.ts';
import { ExportButton } from './export/ExportButton.tsx';
import { LazyFigures } from './figures/LazyFigures.tsx';
import { useFiguresBar } from './figures/use-figures-bar.ts';
import { LazyGroups } from './groups/LazyGroups.tsx';
import { LimitField } from './LimitField.tsx';
import { ListStatus } from './ListStatus.tsx';
import { OpenRequest } from './OpenRequest.tsx';
import { RowsArea } from './RowsArea.tsx';
import { useInstantRows } from './search/use-instant-rows.ts';
import { UsageLogRows } from './UsageLogRows.tsx';
import { ViewMenuButton } from './views/ViewMenuButton.tsx';
import { useRecordList } from './use-record-list.ts';
import { useSelection } from './use-selection.ts';

const { from, to, limit, sort } = DEFAULT_STATE;
/** Columns, data source, zone and refresh interval are no part of a selection. */
const RESET: Partial<UsageLogState> = { from, to, limit, sort, ...NO_FILTER };

interface Props {
  state: UsageLogState;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
  /** Where the time range and the refresh go: in the page's header. */
  timeSlot: Element | null;
}

/** Usage log: toolbar, totals, rows, and the detail of the open request. */
export function UsageLog({ state, onChange, timeSlot }: Props) {
  const styles = useStyles2(getStyles);
  const ledger = useLedger();
  const store = ledger.stores.ledger;
  const timeZone = state.tz ?? ledger.timeZone;
  const filter = useFilter(state, onChange);
  const [latest, startRefresh] = useLatestRefresh();
  const { range, selection } = useSelection(state, timeZone, latest);
  const stored = useRecordList(store, selection);
  const list = useInstantRows(stored, filter.filter);
  const suggestValues = useSuggestValues(store, selection);
  const bar = useFiguresBar({ ledger, timeZone, state, onChange, filter, range, list: stored, selection });
  const [groupsLoading, setGroupsLoading] = useState(false);
  const loading = list.loading !== null || bar.figures.loading || groupsLoading;
  const refresh = useRefreshes(state.refresh, loading, startRefresh);
  const by = store.capabilities.groups ? state.by : null;
  const columns = useColumns({ state, onChange, list, timeZone });
  const status = <ListStatus list={list} onRetry={refresh} />;
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.usageLog.page}>
        <TimeControls {...{ state, onChange, range, timeZone, loading }} slot={timeSlot} onRefresh={refresh} />
        <Toolbar
          {...{ filter, suggestValues }}
          onQuery={refresh}
          onReset={() => onChange(RESET)}
          actions={
            <>
              <LimitField limit={state.limit} onChange={(limit) => onChange({ limit })} />
              <ViewMenuButton {...{ state, onChange }} canGroup={store.capabilities.groups} />
              <ColumnMenuButton columns={columns} records={list.records} />
              <ExportButton selection={selection} state={state} columns={columns.shown ?? columns.choices} />
            </>
          }
        />
        {list.failure === null ? <LazyFigures {...bar}>{status}</LazyFigures> : status}
        <RowsArea loading={loading} outdated={list.loading === 'page'}>
          {by === null ? (
            <UsageLogRows {...{ list, columns, state, filter, onChange, timeZone }} onRetry={refresh} />
          ) : (
            <LazyGroups {...{ by, selection, filter, onChange, timeZone }} onLoading={setGroupsLoading} />
          )}
        </RowsArea>
        <OpenRequest
          open={state.open}
          list={{
            records: by === null ? list.records : [],
            loadMore: list.hasMore && list.loading === null && list.moreFailure === null ? list.loadMore : null,
            open: (record) => onChange({ open: recordKeyOf(record) }),
            log: state,
          }}
          view={state.view}
          onView={(change) => onChange({ view: { ...state.view, ...change } }, true)}
          onClose={() => onChange({ open: null })}
        />
      </div>
    </OpenLedger>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
