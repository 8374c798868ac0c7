import { css } from '@emotion/css';
import { rangeUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { Button, LoadingPlaceholder, useStyles2, useTheme2 } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import React, { useCallback, useEffect, useMemo, useState } from 'react';
import type { UsageLogState } from '../links.ts';
import { RequestDrawer } from '../request/RequestDrawer.tsx';
import { EmptyLog } from '../states/EmptyLog.tsx';
import { Failure } from '../states/Failure.tsx';
import type { Stores } from '../store/stores.ts';
import { useLoaded } from '../store/use-loaded.ts';
import { testIds } from '../testIds.ts';
import { RecordTable } from './RecordTable.tsx';
import { SummaryLine } from './SummaryLine.tsx';
import { timeRangeOf } from './time-range.ts';
import { Toolbar } from './Toolbar.tsx';
import { useRecordList, type RecordList } from './use-record-list.ts';
import { useRestOfWindow } from './use-rest-of-window.ts';

interface Props {
  stores: Stores;
  /** Uid of the data source behind `stores`, for links. */
  ds: string | null;
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
  /** The user's; the time picker can change it for this page. */
  timeZone: TimeZone;
  /** Whether a row opens into its detail. */
  mayReadTraces: boolean;
}

/** The log itself: what is asked for, its figures, its rows and the open one's detail. Runs on any `UsageLedger`. */
export function UsageLog({ stores, ds, state, onChange, timeZone: userTimeZone, mayReadTraces }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [box, height] = useRestOfWindow<HTMLDivElement>(theme.spacing.gridSize * 3);
  const [timeZone, setTimeZone] = useState(userTimeZone);
  const { refreshes, refresh, interval, setInterval } = useRefresh();

  const { from, to, q, limit } = state;
  const filter = useMemo(() => (q === '' ? {} : { search: q }), [q]);
  const { range, selection } = useMemo(() => {
    const range = timeRangeOf({ from, to }, timeZone);
    const asked = { fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
    return { range, selection: { range: asked, filter, limit, refreshes } };
  }, [from, to, timeZone, filter, limit, refreshes]);
  const list = useRecordList(stores.ledger, selection);

  // The rows come first: totals are asked for when they are there.
  const responded = list.failure === null ? list.selection : null;
  const loadTotals = useCallback(
    (signal: AbortSignal) =>
      stores.ledger.totals({ range: responded?.range ?? NO_TIME, filter: responded?.filter ?? {}, signal }),
    [stores, responded],
  );
  const totals = useLoaded(responded && stores.ledger.capabilities.totals ? loadTotals : null);

  const open = state.open;
  return (
    <div className={styles.page} data-testid={testIds.usageLog.page}>
      <Toolbar
        state={state}
        onChange={onChange}
        range={range}
        timeZone={timeZone}
        onTimeZone={setTimeZone}
        loading={list.loading === 'page'}
        onRefresh={refresh}
        interval={interval}
        onInterval={setInterval}
      />
      {stores.ledger.capabilities.totals && list.failure === null && <SummaryLine totals={totals} />}
      <div
        ref={box}
        className={styles.rows}
        style={{ height: height ?? undefined }}
        aria-busy={list.loading === 'page'}
      >
        <Rows
          list={list}
          state={state}
          ds={ds}
          timeZone={timeZone}
          mayReadTraces={mayReadTraces}
          onChange={onChange}
          onRetry={refresh}
        />
      </div>
      {open && (
        <RequestDrawer
          recordKey={open}
          record={list.records.find((record) => isSame(record, open)) ?? null}
          stores={stores}
          ds={ds}
          timeZone={timeZone}
          mayReadTraces={mayReadTraces}
          onClose={() => onChange({ open: null })}
        />
      )}
    </div>
  );
}

const NO_TIME = { fromMs: 0, toMs: 0 };

interface RowsProps extends Pick<Props, 'state' | 'ds' | 'timeZone' | 'mayReadTraces' | 'onChange'> {
  list: RecordList;
  onRetry: () => void;
}

function Rows({ list, state, ds, timeZone, mayReadTraces, onChange, onRetry }: RowsProps) {
  const styles = useStyles2(getStyles);
  if (list.failure && list.records.length === 0) {
    return <Failure failure={list.failure} ds={ds} onRetry={onRetry} />;
  }
  if (list.selection === null) {
    return <LoadingPlaceholder text="Loading usage log…" data-testid={testIds.states.loading} />;
  }
  if (list.records.length === 0) {
    return <EmptyLog state={state} onChange={onChange} />;
  }
  return (
    <RecordTable
      records={list.records}
      timeZone={timeZone}
      ds={ds}
      open={state.open}
      onOpen={
        mayReadTraces
          ? ({ startUnixNano, traceId, spanId, sender }) =>
              onChange({ open: { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) } })
          : null
      }
      footer={
        <div className={styles.footer}>
          {list.failure && <Failure failure={list.failure} ds={ds} onRetry={list.loadMore} />}
          {list.next === null ? (
            <span>
              {list.records.length === 1 ? 'The only row' : `All ${list.records.length} rows`} of this selection
            </span>
          ) : (
            <Button
              size="sm"
              variant="secondary"
              disabled={list.loading !== null}
              icon={list.loading === 'more' ? 'spinner' : 'angle-down'}
              data-testid={testIds.usageLog.loadMore}
              onClick={list.loadMore}
            >
              Load {state.limit} more
            </Button>
          )}
        </div>
      }
    />
  );
}

/** Whether `key`, which may come from a link without a sender, means this record. */
function isSame(record: RecordKey, key: RecordKey): boolean {
  return (
    record.startUnixNano === key.startUnixNano &&
    record.traceId === key.traceId &&
    record.spanId === key.spanId &&
    (key.sender === undefined || record.sender === key.sender)
  );
}

/** Counts the times the log was asked anew, by hand or at an interval. */
function useRefresh() {
  const [refreshes, setRefreshes] = useState(0);
  const [interval, setIntervalText] = useState('');
  const refresh = useCallback(() => setRefreshes((times) => times + 1), []);
  useEffect(() => {
    if (interval === '') {
      return;
    }
    const timer = window.setInterval(refresh, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
  }, [interval, refresh]);
  return { refreshes, refresh, interval, setInterval: setIntervalText };
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  rows: css({ minHeight: theme.spacing(40) }),
  footer: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
});
