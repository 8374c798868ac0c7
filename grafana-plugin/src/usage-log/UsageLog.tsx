import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import React, { lazy, Suspense } from 'react';
import type { UsageLogState } from '../links.ts';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { ColumnMenuButton } from './columns/ColumnMenuButton.tsx';
import { useColumns } from './columns/use-columns.ts';
import { useFiguresBar } from './figures/use-figures-bar.ts';
import { ListStatus } from './ListStatus.tsx';
import { RowsArea } from './RowsArea.tsx';
import { Toolbar } from './Toolbar.tsx';
import { UsageLogRows } from './UsageLogRows.tsx';
import { useRecordList } from './use-record-list.ts';
import { useFilter } from './use-filter.ts';
import { useLatestRefresh, useRefreshes } from './use-refresh.ts';
import { useSelection } from './use-selection.ts';

const FiguresBar = lazy(() => import('./figures/FiguresBar.tsx'));

/** Loaded when a request is opened, so that the list does not wait for it. */
const RequestDrawer = lazy(() => import('../request/RequestDrawer.tsx'));

interface Props {
  state: UsageLogState;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
}

/** Usage log: toolbar, totals, rows, and the detail of the open request. */
export function UsageLog({ state, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const ledger = useLedger();
  const store = ledger.stores.ledger;
  const timeZone = state.tz ?? ledger.timeZone;
  const filter = useFilter(state, onChange);
  const [latest, startRefresh] = useLatestRefresh();
  const { range, selection } = useSelection(state, timeZone, latest);
  const list = useRecordList(store, selection);
  const bar = useFiguresBar({ ledger: { ...ledger, timeZone }, state, onChange, filter, range, list, selection });
  const loading = list.loading !== null || bar.figures.loading;
  const refresh = useRefreshes(state.refresh, loading, startRefresh);
  const { open } = state;
  const columns = useColumns({ state, onChange, list, timeZone });
  const status = (
    <>
      <ListStatus list={list} onRetry={refresh} />
      <ColumnMenuButton columns={columns} records={list.records} />
    </>
  );
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.usageLog.page}>
        <Toolbar {...{ state, filter, onChange, range, timeZone, loading }} onRefresh={refresh} />
        {list.failure === null ? (
          <Suspense fallback={status}>
            <FiguresBar {...bar}>{status}</FiguresBar>
          </Suspense>
        ) : (
          status
        )}
        <RowsArea loading={loading} outdated={list.loading === 'page'}>
          <UsageLogRows {...{ list, columns, state, onChange, timeZone }} onRetry={refresh} />
        </RowsArea>
        {open && (
          <Suspense fallback={null}>
            <RequestDrawer
              recordKey={open}
              record={list.records.find((record) => isSame(record, open))}
              onClose={() => onChange({ open: null })}
            />
          </Suspense>
        )}
      </div>
    </OpenLedger>
  );
}

/** Whether `key` identifies the record. A key from a link may have no sender. */
function isSame(record: RecordKey, key: RecordKey): boolean {
  return (
    record.startUnixNano === key.startUnixNano &&
    record.traceId === key.traceId &&
    record.spanId === key.spanId &&
    (key.sender === undefined || record.sender === key.sender)
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
