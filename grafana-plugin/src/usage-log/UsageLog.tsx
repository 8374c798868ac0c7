import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import React from 'react';
import type { UsageLogState } from '../links.ts';
import { RequestDrawer } from '../request/RequestDrawer.tsx';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { SummaryLine } from './SummaryLine.tsx';
import { Toolbar } from './Toolbar.tsx';
import { UsageLogRows } from './UsageLogRows.tsx';
import { useRecordList } from './use-record-list.ts';
import { useRefresh } from './use-refresh.ts';
import { useRestOfWindow } from './use-rest-of-window.ts';
import { useSelection } from './use-selection.ts';
import { useTotals } from './use-totals.ts';

interface Props {
  state: UsageLogState;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
}

/** Usage log: toolbar, totals, rows, and the detail of the open request. */
export function UsageLog({ state, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [box, height] = useRestOfWindow<HTMLDivElement>(theme.spacing.gridSize * 3);
  const ledger = useLedger();
  const store = ledger.stores.ledger;
  const timeZone = state.tz ?? ledger.timeZone;
  const { count, refresh } = useRefresh(state.refresh);
  const { range, selection } = useSelection(state, timeZone, count);
  const list = useRecordList(store, selection);
  const totals = useTotals(store, list.selection);
  const loading = list.loading === 'page';
  const { open } = state;
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.usageLog.page}>
        <Toolbar {...{ state, onChange, range, timeZone, loading }} onRefresh={refresh} />
        {store.capabilities.totals && list.failure === null && <SummaryLine totals={totals} />}
        <div ref={box} className={styles.rows} style={{ height: height ?? undefined }} aria-busy={loading}>
          <UsageLogRows {...{ list, state, onChange, timeZone }} onRetry={refresh} />
        </div>
        {open && (
          <RequestDrawer
            recordKey={open}
            record={list.records.find((record) => isSame(record, open))}
            onClose={() => onChange({ open: null })}
          />
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
  rows: css({ minHeight: theme.spacing(40) }),
});
