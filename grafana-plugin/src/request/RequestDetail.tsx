import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useCallback } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { AttemptsSection } from './attempts/AttemptsSection.tsx';
import { ContentSection } from './content/ContentSection.tsx';
import { NoDetail } from './NoDetail.tsx';
import { RecordSummary } from './RecordSummary.tsx';
import { SECTIONS, type RequestSection } from './sections.ts';
import type { RequestView } from './request-view.ts';
import { useRequest } from './use-request.ts';

interface Props {
  record: UsageRecord;
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
  /** Default: all. */
  sections?: readonly RequestSection[] | undefined;
}

/** Detail of one record: summary with cost, attempts and content. */
export function RequestDetail({ record: known, view, onView, sections = SECTIONS }: Props) {
  const styles = useStyles2(getStyles);
  const { stores, ds, mayReadTraces, timeZone } = useLedger();
  const { record, detail, attempts } = useRequest(known);
  const { startUnixNano, traceId, spanId, sender } = record;
  const loadContent = useCallback(
    (signal: AbortSignal) => stores.traces.content({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  // Without the permission the server denies the query.
  const shows = (section: RequestSection) => sections.includes(section);
  const content = useQuery(mayReadTraces && shows('content') ? loadContent : null);
  const needsTraces = shows('attempts') || shows('content');
  return (
    <div className={styles.detail}>
      {shows('summary') && <RecordSummary record={record} detail={detail} timeZone={timeZone} />}
      {mayReadTraces && shows('attempts') && (
        <AttemptsSection
          record={record}
          attempts={attempts}
          chosen={view.attempt}
          onChoose={(attempt) => onView({ attempt })}
          ds={ds}
        />
      )}
      {mayReadTraces && shows('content') && (
        <ContentSection content={content} captureLevel={record.captureLevel} ds={ds} />
      )}
      {needsTraces && !mayReadTraces && <NoDetail />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
});
