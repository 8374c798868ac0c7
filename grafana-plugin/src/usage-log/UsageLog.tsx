import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import React, { lazy, Suspense } from 'react';
import type { UsageLogState } from '../links.ts';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { ListStatus } from './ListStatus.tsx';
import { SummaryLine } from './SummaryLine.tsx';
import { Toolbar } from './Toolbar.tsx';
import { UsageLogRows } from './UsageLogRows.tsx';
import { useRecordList } from './use-record-list.ts';
import { useFilter } from './use-filter.ts';
import { useLatestRefresh, useRefreshes } from './use-refresh.ts';
import { useRestOfWindow } from './use-rest-of-window.ts';
import { useSelection } from './use-selection.ts';
import { useTotals } from './use-totals.ts';

/** Loaded when a request is opened, so that the list does not wait for it. */
const RequestDrawer = lazy(() => import('../request/RequestDrawer.tsx'));

interface Props {
  state: UsageLogState;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
}

/** Decides the speed of the loading bar only: that of a wide panel of Grafana. */
const BAR_WIDTH = 1000;

/** Usage log: toolbar, totals, rows, and the detail of the open request. */
export function UsageLog({ state, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [box, height] = useRestOfWindow<HTMLDivElement>();
  const ledger = useLedger();
  const store = ledger.stores.ledger;
  const timeZone = state.tz ?? ledger.timeZone;
  const filter = useFilter(state, onChange);
  const [latest, startRefresh] = useLatestRefresh();
  const { range, selection } = useSelection(state, timeZone, latest);
  const list = useRecordList(store, selection);
  const totals = useTotals(store, list.selection);
  const readsTotals = store.capabilities.totals && list.selection !== null && list.failure === null;
  const loading = list.loading !== null || (readsTotals && totals.status === 'loading');
  const refresh = useRefreshes(state.refresh, loading, startRefresh);
  const { open } = state;
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.usageLog.page}>
        <Toolbar {...{ state, filter, onChange, range, timeZone, loading }} onRefresh={refresh} />
        <div className={styles.overRows}>
          {store.capabilities.totals && list.failure === null && <SummaryLine totals={totals} />}
          <ListStatus list={list} onRetry={refresh} />
        </div>
        <div
          ref={box}
          className={styles.rows}
          style={{ height: height ?? undefined }}
          aria-busy={list.loading === 'page'}
        >
          <div className={styles.loading}>{loading && <LoadingBar width={BAR_WIDTH} />}</div>
          <div className={cx(styles.content, list.loading === 'page' && styles.outdated)}>
            <UsageLogRows {...{ list, state, onChange, timeZone }} onRetry={refresh} />
          </div>
        </div>
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
  // As high as a button, so that a status does not move the rows.
  overRows: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    minHeight: theme.spacing(theme.components.height.sm),
  }),
  rows: css({ position: 'relative', minHeight: theme.spacing(40) }),
  content: css({ height: '100%' }),
  // Over the edge of the table, so that it moves nothing.
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 2 }),
  outdated: css({ opacity: 0.6 }),
});
