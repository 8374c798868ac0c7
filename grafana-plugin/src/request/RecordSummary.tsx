import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Badge, ClipboardButton, Stack, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../components/AmountText.tsx';
import { Facts, type Fact } from '../components/Facts.tsx';
import { NameText } from '../components/NameText.tsx';
import { StatusBadge } from '../components/StatusBadge.tsx';
import { formatCount, formatDuration, formatFullTime } from '../format.ts';
import {
  endpointText,
  errorText,
  joined,
  keyText,
  marksOf,
  modelText,
  outputRate,
  statusOf,
} from '../record/record-view.ts';
import { recordTypeWord, sourceWord } from '../record/record-words.ts';
import { visibleText } from '../record/visible-text.ts';
import { testIds } from '../testIds.ts';

interface Props {
  record: UsageRecord;
  timeZone: TimeZone;
}

/** Overview of a record, used in the expanded row, at the top of the detail and in the panel. */
export function RecordSummary({ record, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const error = errorText(record);
  return (
    <div className={styles.summary} data-testid={testIds.request.summary}>
      <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
        <span className={styles.model}>
          <NameText text={modelText(record) ?? endpointText(record) ?? recordTypeWord(record.recordType)} />
        </span>
        <StatusBadge record={record} />
        {record.stream && <Badge text={t('request.summary.stream', 'stream')} color="blue" />}
        {record.source !== null && record.source !== 'api_key' && (
          <Badge text={sourceWord(record.source)} color="purple" />
        )}
        <span className={styles.aside}>
          <NameText text={joined(' · ', record.provider, record.operation) ?? ''} />
        </span>
      </Stack>
      <p className={styles.words}>
        {[...new Set([statusOf(record), ...marksOf(record)].map(({ words }) => words))].join('. ')}.
      </p>
      <Facts facts={factsOf(record, timeZone)} />
      {error !== null && (
        <Alert title={visibleText(error)} severity="error" bottomSpacing={0} data-testid={testIds.request.error}>
          <NameText text={otherErrorWords(record, error)} />
        </Alert>
      )}
    </div>
  );
}

function otherErrorWords({ errorCode, errorType }: UsageRecord, shown: string): string {
  return [...new Set([errorCode, errorType])].filter((part) => part !== null && part !== shown).join(' · ');
}

function factsOf(record: UsageRecord, timeZone: TimeZone): Fact[] {
  const caller: Fact[] = [
    { label: t('request.summary.key', 'Key'), value: keyText(record), personal: true },
    { label: t('request.summary.user', 'User'), value: record.userId, personal: true },
    { label: t('request.summary.group', 'Group'), value: record.group, personal: true },
    { label: t('request.summary.service', 'Service'), value: record.serviceName || null },
    {
      label: t('request.summary.request-id', 'Request id'),
      value: record.requestId === null ? null : <CopyableId id={record.requestId} />,
    },
    { label: t('request.summary.trace-id', 'Trace id'), value: <CopyableId id={record.traceId} /> },
  ];
  return [
    { label: t('request.summary.time', 'Time'), value: formatFullTime(record.startUnixNano, timeZone) },
    {
      label: t('request.summary.endpoint', 'Endpoint'),
      value: joined(' ', record.method, endpointText(record)),
    },
    { label: t('request.summary.total-time', 'Total time'), value: duration(record.durationMs) },
    ...(record.recordType === 'usage' ? callFacts(record) : []),
    ...caller,
  ];
}

/** Facts that only LLM calls have. */
function callFacts(record: UsageRecord): Fact[] {
  const rate = outputRate(record);
  return [
    { label: t('request.summary.first-chunk', 'First chunk'), value: duration(record.timeToFirstChunkMs) },
    ...(rate === null
      ? []
      : [
          {
            label: t('request.summary.output-rate', 'Output rate'),
            value: t('request.summary.tokens-per-second', '{{rate}} tok/s', { rate: formatCount(rate) }),
          },
        ]),
    { label: t('request.summary.input-tokens', 'Input tokens'), value: inputTokens(record) },
    { label: t('request.summary.output-tokens', 'Output tokens'), value: outputTokens(record) },
    { label: t('request.summary.cost', 'Cost'), value: <AmountText amount={record.cost.charged} /> },
  ];
}

function duration(ms: number | null): string | null {
  return ms === null ? null : formatDuration(ms);
}

function inputTokens({ inputTokens, cacheReadTokens, cacheWriteTokens }: UsageRecord): string | null {
  return withParts(inputTokens, [
    partOf(cacheReadTokens, (tokens) => t('request.summary.cached', '{{tokens}} cached', { tokens })),
    partOf(cacheWriteTokens, (tokens) =>
      t('request.summary.written-to-cache', '{{tokens}} written to cache', { tokens }),
    ),
  ]);
}

function outputTokens({ outputTokens, reasoningTokens }: UsageRecord): string | null {
  return withParts(outputTokens, [
    partOf(reasoningTokens, (tokens) => t('request.summary.reasoning', '{{tokens}} reasoning', { tokens })),
  ]);
}

/** Text of a part of a count, such as "1,024 cached". Null for a part that is 0 or was not reported. */
function partOf(count: number | null, words: (count: string) => string): string | null {
  return count === null || count === 0 ? null : words(formatCount(count));
}

/** Count with its parts: "1,200 (1,024 cached)". */
function withParts(count: number | null, parts: (string | null)[]): string | null {
  const detail = joined(', ', ...parts);
  return count === null ? null : `${formatCount(count)}${detail === null ? '' : ` (${detail})`}`;
}

function CopyableId({ id }: { id: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.id}>
      <code>
        <NameText text={id} />
      </code>
      <ClipboardButton
        icon="copy"
        size="sm"
        variant="secondary"
        fill="text"
        aria-label={t('request.summary.copy', 'Copy')}
        getText={() => id}
        onClick={(event) => event.stopPropagation()}
      />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    fontSize: theme.typography.body.fontSize,
  }),
  model: css({
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
  }),
  aside: css({ color: theme.colors.text.secondary }),
  words: css({ color: theme.colors.text.secondary, margin: 0 }),
  id: css({
    display: 'inline-flex',
    alignItems: 'center',
    // Grafana does not wrap code, so a long id would cover the next value.
    '& code': { background: 'none', border: 0, padding: 0, whiteSpace: 'normal' },
  }),
});
