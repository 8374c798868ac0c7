import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useCallback, useState } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { AttemptsSection } from './attempts/AttemptsSection.tsx';
import { ContentSection } from './content/ContentSection.tsx';
import { NoDetail } from './NoDetail.tsx';
import { RecordSummary } from './RecordSummary.tsx';
import { SECTIONS, type RequestSection } from './sections.ts';
import { useWholeRecord } from './use-whole-record.ts';

interface Props {
  record: UsageRecord;
  /** Default: all. */
  sections?: readonly RequestSection[] | undefined;
}

/** Detail of one record: summary with cost, attempts and content. */
export function RequestDetail({ record, sections = SECTIONS }: Props) {
  const styles = useStyles2(getStyles);
  const { stores, ds, mayReadTraces, timeZone } = useLedger();
  const { startUnixNano, traceId, spanId, sender } = record;
  const { whole } = useWholeRecord(record);
  const loadAttempts = useCallback(
    (signal: AbortSignal) => stores.ledger.attempts({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  // Without the permission the server denies both queries.
  const shows = (section: RequestSection) => sections.includes(section);
  const attempts = useQuery(mayReadTraces && shows('attempts') ? loadAttempts : null);
  const [tab, setTab] = useState<string | null>(null);
  const needsTraces = shows('attempts') || shows('content');
  return (
    <div className={styles.detail}>
      {shows('summary') && <RecordSummary {...whole} timeZone={timeZone} />}
      {mayReadTraces && shows('attempts') && (
        <AttemptsSection attempts={attempts} recordMs={record.durationMs} ds={ds} />
      )}
      {mayReadTraces && shows('content') && <ContentSection {...whole} tab={tab} onTab={setTab} ds={ds} />}
      {needsTraces && !mayReadTraces && <NoDetail />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
});
