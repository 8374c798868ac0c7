import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { Alert, Badge, ClipboardButton, Stack, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../components/AmountText.tsx';
import { Facts, type Fact } from '../components/Facts.tsx';
import { Missing } from '../components/Missing.tsx';
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
        <span className={styles.model}>{modelText(record) ?? endpointText(record) ?? record.recordType}</span>
        <StatusBadge record={record} />
        {record.stream && <Badge text="stream" color="blue" />}
        {record.source !== null && record.source !== 'api_key' && <Badge text={record.source} color="purple" />}
        <span className={styles.aside}>{joined(' · ', record.provider, record.operation)}</span>
      </Stack>
      <p className={styles.words}>
        {[statusOf(record).words, ...marksOf(record).map(({ words }) => words)].join('. ')}.
      </p>
      <Facts facts={factsOf(record, timeZone)} />
      {error !== null && (
        <Alert title={error} severity="error" bottomSpacing={0} data-testid={testIds.request.error}>
          {[...new Set([record.errorCode, record.errorType])]
            .filter((part) => part !== null && part !== error)
            .join(' · ')}
        </Alert>
      )}
    </div>
  );
}

function factsOf(record: UsageRecord, timeZone: TimeZone): Fact[] {
  const caller: Fact[] = [
    { label: 'Key', value: keyText(record) },
    { label: 'User', value: record.userId },
    { label: 'Group', value: record.group },
    { label: 'Service', value: record.serviceName || null },
    { label: 'Request id', value: record.requestId === null ? null : <CopyableId id={record.requestId} /> },
    { label: 'Trace id', value: <CopyableId id={record.traceId} /> },
  ];
  return [
    { label: 'Time', value: formatFullTime(record.startUnixNano, timeZone) },
    {
      label: 'Endpoint',
      value: joined(' ', record.method, endpointText(record)),
    },
    { label: 'Total time', value: duration(record.durationMs) },
    ...(record.recordType === 'usage' ? callFacts(record) : []),
    ...caller,
  ];
}

/** Facts that only LLM calls have. */
function callFacts(record: UsageRecord): Fact[] {
  const rate = outputRate(record);
  return [
    { label: 'First chunk', value: duration(record.timeToFirstChunkMs) },
    ...(rate === null ? [] : [{ label: 'Output rate', value: `${formatCount(rate)} tok/s` }]),
    { label: 'Input tokens', value: inputTokens(record) },
    { label: 'Output tokens', value: outputTokens(record) },
    { label: 'Cost', value: <AmountText amount={record.cost.charged} /> },
  ];
}

function duration(ms: number | null): string | null {
  return ms === null ? null : formatDuration(ms);
}

function inputTokens(record: UsageRecord) {
  return (
    <Tokens
      count={record.inputTokens}
      parts={[
        { count: record.cacheReadTokens, label: 'cached' },
        { count: record.cacheWriteTokens, label: 'written to cache' },
      ]}
    />
  );
}

function outputTokens(record: UsageRecord) {
  return <Tokens count={record.outputTokens} parts={[{ count: record.reasoningTokens, label: 'reasoning' }]} />;
}

function Tokens({ count, parts }: { count: number | null; parts: { count: number | null; label: string }[] }) {
  if (count === null) {
    return <Missing />;
  }
  const reported = parts.filter((part) => part.count !== null && part.count > 0);
  const detail = reported.map((part) => `${formatCount(part.count ?? 0)} ${part.label}`).join(', ');
  return <>{`${formatCount(count)}${detail && ` (${detail})`}`}</>;
}

function CopyableId({ id }: { id: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.id}>
      <code>{id}</code>
      <ClipboardButton
        icon="copy"
        size="sm"
        variant="secondary"
        fill="text"
        aria-label="Copy"
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
  id: css({ display: 'inline-flex', alignItems: 'center', '& code': { background: 'none', border: 0, padding: 0 } }),
});
