import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Badge, Stack, useStyles2 } from '@grafana/ui';
import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { FactGroup } from '../components/FactGroup.tsx';
import { Facts, type Fact } from '../components/Facts.tsx';
import { NameText } from '../components/NameText.tsx';
import { StatusBadge } from '../components/StatusBadge.tsx';
import { eventTitle, isEvent } from '../record/event-words.ts';
import { endpointText, errorText, joined, marksOf, modelText, statusOf } from '../record/record-view.ts';
import { errorOriginWords, recordTypeWord, sourceWord } from '../record/record-words.ts';
import { visibleText } from '../record/visible-text.ts';
import { testIds } from '../testIds.ts';
import { CostFacts } from './cost/CostFacts.tsx';
import { callerFacts, idFacts, serviceFacts } from './facts/caller-facts.ts';
import { eventFacts } from './facts/event-facts.ts';
import { recordingFacts } from './facts/recording-facts.tsx';
import { parameterFacts, requestFacts } from './facts/request-facts.ts';
import { tokenFacts } from './facts/token-facts.ts';
import { RecordLinks } from './RecordLinks.tsx';

interface Props {
  record: UsageRecord;
  /** Null while it loads, or if it could not be read: its facts are left out. */
  detail: RecordDetail | null;
  timeZone: TimeZone;
  /** Default: true. False where the cost has a section of its own. */
  showsCost?: boolean;
}

/**
 * Everything that the ledger knows of a record, in groups: the unfolded row, and the top of the detail in drawer, page and
 * panel. What was not reported is left out, unless it matters that it was not.
 */
export function RecordSummary({ record, detail, timeZone, showsCost = true }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.summary} data-testid={testIds.request.summary}>
      <Head record={record} />
      <ErrorNotice record={record} />
      {isEvent(record.recordType) ? (
        <Group title={t('request.summary.event-group', 'Event')} facts={eventFacts(record, timeZone)} />
      ) : (
        <Group title={t('request.summary.request-group', 'Request')} facts={requestFacts(record, detail, timeZone)} />
      )}
      {record.recordType === 'usage' && (
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
    </div>
  );
}

/** What it was and how it ended, with the links. */
function Head({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const event = isEvent(record.recordType);
  const title = event
    ? eventTitle(record)
    : (modelText(record) ?? endpointText(record) ?? recordTypeWord(record.recordType));
  return (
    <div>
      <div className={styles.head}>
        <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
          <h2 className={styles.title}>
            <NameText text={title} />
          </h2>
          <StatusBadge record={record} />
          {!event && <CallBadges record={record} />}
        </Stack>
        <RecordLinks record={record} />
      </div>
      {!event && (
        <p className={styles.words}>
          {[...new Set([statusOf(record), ...marksOf(record)].map(({ words }) => words))].join('. ')}.
        </p>
      )}
    </div>
  );
}

function CallBadges({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {record.stream && <Badge text={t('request.summary.stream', 'stream')} color="blue" />}
      {record.source !== null && record.source !== 'api_key' && (
        <Badge text={visibleText(sourceWord(record.source))} color="purple" />
      )}
      <span className={styles.aside}>
        <NameText text={joined(' · ', record.provider, record.operation) ?? ''} />
      </span>
    </>
  );
}

function ErrorNotice({ record }: { record: UsageRecord }) {
  const error = errorText(record);
  if (error === null) {
    return null;
  }
  const { errorOrigin, errorCode, errorType } = record;
  const others = [...new Set([errorCode, errorType])].filter((part) => part !== error);
  return (
    <Alert title={visibleText(error)} severity="error" bottomSpacing={0} data-testid={testIds.request.error}>
      <NameText text={joined(' · ', errorOrigin && errorOriginWords(errorOrigin), ...others) ?? ''} />
    </Alert>
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
  head: css({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: theme.spacing(0.5, 2) }),
  title: css({
    margin: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  aside: css({ color: theme.colors.text.secondary }),
  words: css({ color: theme.colors.text.secondary, margin: 0 }),
});
