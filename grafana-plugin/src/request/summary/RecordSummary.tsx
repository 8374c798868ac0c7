import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { isEvent, type Attempt, type RecordDetail, type UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { FactGroup } from '../../components/FactGroup.tsx';
import { Facts, type Fact } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import { testIds } from '../../testIds.ts';
import { CostFacts } from '../cost/CostFacts.tsx';
import { callerFacts, idFacts, serviceFacts } from '../facts/caller-facts.ts';
import { eventFacts } from '../facts/event-facts.ts';
import { mainFacts } from '../facts/main-facts.ts';
import { recordingFacts } from '../facts/recording-facts.tsx';
import { parameterFacts, requestFacts } from '../facts/request-facts.ts';
import { tokenFacts } from '../facts/token-facts.ts';
import { ErrorNotice } from '../notice/ErrorNotice.tsx';
import { SummaryHead } from './SummaryHead.tsx';

interface Props {
  record: UsageRecord;
  /** Null while it loads, or if it could not be read: its facts are left out. */
  detail: RecordDetail | null;
  timeZone: TimeZone;
  /** Null while they load, and where they are not read: what they say is left out. */
  attempts?: readonly Attempt[] | null;
  /** The error as it was received, for users who may see it. */
  rawError?: ReactNode;
  /** Shown in the head. */
  actions?: ReactNode;
  /** Sections of a call: its cost, attempts and content. Default: the cost in short, as in the unfolded row. */
  children?: ReactNode;
}

/**
 * Everything that the ledger knows of a record, in groups: the unfolded row, and the detail in drawer, page and panel. There,
 * what is asked first comes first, and the other groups follow the sections. What was not reported is left out, unless it
 * matters that it was not.
 */
export function RecordSummary({ record, detail, timeZone, attempts = null, rawError, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const event = isEvent(record.recordType);
  const main = event ? eventFacts(record, timeZone) : mainFacts(record, timeZone, attempts);
  const others = <OtherGroups {...{ record, detail, timeZone }} showsCost={children === undefined} />;
  return (
    <div className={styles.summary} data-testid={testIds.request.summary}>
      <SummaryHead record={record} actions={actions} />
      <ErrorNotice record={record} attempts={attempts}>
        {rawError}
      </ErrorNotice>
      <Group
        title={event ? t('request.summary.event-group', 'Event') : t('request.summary.request-group', 'Request')}
        facts={main}
      />
      {children === undefined || event ? (
        others
      ) : (
        <>
          <div className={styles.sections}>{children}</div>
          <Section title={t('request.summary.details', 'Details')}>
            <div className={styles.summary}>{others}</div>
          </Section>
        </>
      )}
    </div>
  );
}

interface OtherGroupsProps {
  record: UsageRecord;
  detail: RecordDetail | null;
  timeZone: TimeZone;
  /** False where the cost has a section of its own. */
  showsCost: boolean;
}

/** What is asked for later. */
function OtherGroups({ record, detail, timeZone, showsCost }: OtherGroupsProps) {
  const isCall = record.recordType === 'usage';
  return (
    <>
      {!isEvent(record.recordType) && (
        <Group title={t('request.summary.call-group', 'Call')} facts={requestFacts(record, detail)} />
      )}
      {isCall && (
        <>
          <Group title={t('request.summary.parameter-group', 'Parameters')} facts={parameterFacts(detail)} />
          <Group title={t('request.summary.token-group', 'Tokens')} facts={tokenFacts(record, detail)} />
          {showsCost && <CostFacts record={record} />}
        </>
      )}
      <Group title={t('request.summary.caller-group', 'Caller')} facts={callerFacts(record)} />
      <Group title={t('request.summary.service-group', 'Service')} facts={serviceFacts(record, detail)} />
      <Group title={t('request.summary.id-group', 'Ids')} facts={idFacts(record)} />
      <Group
        title={t('request.summary.recording-group', 'Recording')}
        facts={recordingFacts(record, detail, timeZone)}
      />
    </>
  );
}

function Group({ title, facts }: { title: string; facts: readonly Fact[] }) {
  return (
    facts.length > 0 && (
      <FactGroup title={title}>
        <Facts facts={facts} />
      </FactGroup>
    )
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    fontSize: theme.typography.body.fontSize,
    overflowWrap: 'anywhere',
  }),
  sections: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3), margin: theme.spacing(2, 0) }),
});
