import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useCallback } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { AttemptsSection } from './AttemptsSection.tsx';
import { ContentSection } from './ContentSection.tsx';
import { NoDetail } from './NoDetail.tsx';
import { RecordSummary } from './RecordSummary.tsx';
import { useWholeRecord } from './use-whole-record.ts';

/** Full detail of one record: summary with cost, attempts and content. */
export function RequestDetail({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const { stores, ds, mayReadTraces, timeZone } = useLedger();
  const { startUnixNano, traceId, spanId, sender } = record;
  const { whole } = useWholeRecord(record);
  const loadAttempts = useCallback(
    (signal: AbortSignal) => stores.ledger.attempts({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  const loadContent = useCallback(
    (signal: AbortSignal) => stores.traces.content({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  // Without the permission the server denies both queries.
  const attempts = useQuery(mayReadTraces ? loadAttempts : null);
  const content = useQuery(mayReadTraces ? loadContent : null);
  return (
    <div className={styles.detail}>
      <RecordSummary {...whole} timeZone={timeZone} />
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
