import { isEvent } from '@tokentrail/records';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { formatClock } from '../format.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { CompareButton } from './compare/CompareButton.tsx';
import { ContentSection } from './content/ContentSection.tsx';
import { NoDetail } from './NoDetail.tsx';
import { RawError } from './notice/RawError.tsx';
import { RecordedLine } from './RecordedLine.tsx';
import { RequestNotFound } from './RequestNotFound.tsx';
import type { RequestView } from './request-view.ts';
import { SECTIONS, type RequestSection } from './sections.ts';
import { RecordSummary } from './summary/RecordSummary.tsx';
import type { RequestParts } from './use-request.ts';

// Loaded after the head, which shows first.
const AttemptsSection = lazy(() => import('./attempts/AttemptsSection.tsx'));
const CostSection = lazy(() => import('./cost/CostSection.tsx'));
// Loaded when two requests are compared.
const ComparedRequest = lazy(() => import('./compare/ComparedRequest.tsx'));

interface Props {
  request: RequestParts;
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
  /** Default: all. */
  sections?: readonly RequestSection[] | undefined;
}

/** Detail of one record: what it was and why it failed, its cost, attempts and content, and the rest. */
export function RequestDetail({ request, sections = SECTIONS, ...props }: Props) {
  const styles = useStyles2(getStyles);
  const { timeZone, mayReadTraces } = useLedger();
  const { record, detail, attempts, isGone } = request;
  if (isGone) {
    return <RequestNotFound />;
  }
  const { view, onView } = props;
  if (view.compareWith !== null && sections.includes('summary')) {
    return (
      <Suspense fallback={null}>
        <ComparedRequest
          request={request}
          compareWith={view.compareWith}
          onClose={() => onView({ compareWith: null })}
        />
      </Suspense>
    );
  }
  const event = isEvent(record.recordType);
  const parts = event ? null : <Sections {...{ request, sections }} {...props} />;
  return (
    <div className={styles.detail}>
      <StaleNote request={request} />
      {sections.includes('summary') ? (
        <RecordSummary
          {...{ record, detail, timeZone }}
          attempts={attempts.value ?? null}
          rawError={mayReadTraces && <RawError record={record} attempts={attempts.value ?? []} />}
          actions={!event && <CompareButton record={record} onCompare={(compareWith) => onView({ compareWith })} />}
        >
          {parts}
        </RecordSummary>
      ) : (
        <div className={styles.sections}>{parts}</div>
      )}
    </div>
  );
}

interface SectionsProps extends Props {
  sections: readonly RequestSection[];
}

/** Cost, attempts and content of a call or of an inbound request. */
function Sections({ request, sections, view, onView }: SectionsProps) {
  const { ds, mayReadTraces } = useLedger();
  const { record, detail, attempts, refresh } = request;
  const shows = (section: RequestSection) => sections.includes(section);
  const needsTraces = shows('attempts') || shows('content');
  return (
    <Suspense fallback={null}>
      {shows('summary') && record.recordType === 'usage' && (
        <CostSection record={record} detail={detail} attempts={attempts.value ?? null} />
      )}
      {mayReadTraces && shows('attempts') && (
        <AttemptsSection
          record={record}
          attempts={attempts}
          chosen={view.attempt}
          onChoose={(attempt) => onView({ attempt })}
          onRetry={refresh}
          ds={ds}
        />
      )}
      {mayReadTraces && shows('content') && (
        <>
          <RecordedLine record={record} />
          <ContentSection record={record} detail={detail} tab={view.tab} onTab={(tab) => onView({ tab })} ds={ds} />
        </>
      )}
      {needsTraces && !mayReadTraces && <NoDetail />}
    </Suspense>
  );
}

/** Says which version is shown if the newest one, or a part of it, could not be read. */
function StaleNote({ request: { record, failure, attemptsOutdated, refresh } }: { request: RequestParts }) {
  const styles = useStyles2(getStyles);
  const { timeZone } = useLedger();
  if (failure === null && !attemptsOutdated) {
    return null;
  }
  const { receivedAtMs } = record;
  return (
    <Alert
      severity="warning"
      bottomSpacing={0}
      title={
        attemptsOutdated
          ? t('request.stale.attempts', 'The attempts are older than the rest of this request')
          : t('request.stale.title', 'The newest version of this request could not be read')
      }
      data-testid={testIds.request.stale}
    >
      <div className={styles.stale}>
        <span>
          {failure?.message}{' '}
          {receivedAtMs !== null &&
            t('request.stale.shown', 'Shown is what the store received at {{time}}.', {
              time: formatClock(`${receivedAtMs}000000`, timeZone),
            })}
        </span>
        <Button size="sm" variant="secondary" icon="sync" onClick={refresh}>
          {t('request.stale.retry', 'Retry')}
        </Button>
      </div>
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  sections: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
  stale: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
});
