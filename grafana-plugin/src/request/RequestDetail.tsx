import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useCallback } from 'react';
import type { Stores } from '../store/stores.ts';
import { useLoaded } from '../store/use-loaded.ts';
import { AttemptsSection } from './AttemptsSection.tsx';
import { ContentSection } from './ContentSection.tsx';
import { CostSection } from './CostSection.tsx';
import { NoDetail } from './NoDetail.tsx';
import { RecordSummary } from './RecordSummary.tsx';

interface Props {
  record: UsageRecord;
  stores: Stores;
  /** Uid of the data source. */
  ds: string | null;
  timeZone: TimeZone;
  /** Whether to ask for attempts and content at all; the server decides in the end. */
  mayReadTraces: boolean;
}

/** One call in full: what it was, what it cost, what was tried, what was said. */
export function RequestDetail({ record, stores, ds, timeZone, mayReadTraces }: Props) {
  const styles = useStyles2(getStyles);
  const { startUnixNano, traceId, spanId, sender } = record;
  const loadAttempts = useCallback(
    (signal: AbortSignal) => stores.ledger.attempts({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  const loadContent = useCallback(
    (signal: AbortSignal) => stores.traces.content({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  const attempts = useLoaded(mayReadTraces ? loadAttempts : null);
  const content = useLoaded(mayReadTraces ? loadContent : null);
  return (
    <div className={styles.detail}>
      <RecordSummary record={record} timeZone={timeZone} />
      {record.recordType === 'usage' && <CostSection record={record} />}
      {mayReadTraces ? (
        <>
          <AttemptsSection attempts={attempts} recordMs={record.durationMs} ds={ds} />
          <ContentSection content={content} captureLevel={record.captureLevel} ds={ds} />
        </>
      ) : (
        <NoDetail />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
});
