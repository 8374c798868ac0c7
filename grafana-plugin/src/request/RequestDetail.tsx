import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { AttemptsSection } from './attempts/AttemptsSection.tsx';
import { CostSection } from './cost/CostSection.tsx';
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
  const { ds, mayReadTraces, timeZone } = useLedger();
  const { record, detail, attempts } = useRequest(known);
  const shows = (section: RequestSection) => sections.includes(section);
  const needsTraces = shows('attempts') || shows('content');
  return (
    <div className={styles.detail}>
      {shows('summary') && <RecordSummary record={record} detail={detail} timeZone={timeZone} showsCost={false} />}
      {shows('summary') && record.recordType === 'usage' && (
        <CostSection record={record} detail={detail} attempts={attempts.value ?? null} />
      )}
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
        <ContentSection record={record} detail={detail} tab={view.tab} onTab={(tab) => onView({ tab })} ds={ds} />
      )}
      {needsTraces && !mayReadTraces && <NoDetail />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
});
