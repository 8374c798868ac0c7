import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Icon } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { NameHint } from '../../components/NameHint.tsx';
import { formatCount } from '../../format.ts';
import { joined, outputRate, routingMarksOf } from '../../record/record-view.ts';
import { callTypeWord, recordTypeWord, sourceWord } from '../../record/record-words.ts';
import type { Column } from './column.ts';
import { MissingIn, textColumn } from './column-kinds.tsx';
import { DetailsCell, detailsText } from './DetailsCell.tsx';

/** Ids are cut off in their middle: many share their beginning. */
const ID = { min: 12, keepsEnd: true } as const;

const MARK = css({ marginLeft: '0.5ch' });

const PROVIDER: Column = {
  ...textColumn(
    'provider',
    () => t('usage-log.column.provider', 'Provider'),
    ({ provider }) => provider,
    { min: 12 },
  ),
  cell: (record) => <ProviderCell record={record} />,
};

const RATE: Column = {
  id: 'rate',
  title: () => t('usage-log.column.rate', 'Tokens/s'),
  width: { min: 7, grows: false },
  align: 'right',
  cell: (record) => {
    const rate = outputRate(record);
    return rate === null ? (
      <MissingIn record={record} ofCalls />
    ) : (
      <Hint words={t('usage-log.column.rate-words', 'Output tokens per second after the first chunk')}>
        {formatCount(rate)}
      </Hint>
    );
  },
  has: (record) => outputRate(record) !== null,
};

const DETAILS: Column = {
  ...textColumn('details', () => t('usage-log.column.details', 'Details'), detailsText, { min: 16 }),
  cell: (record) => <DetailsCell record={record} />,
};

/** What was called, and how it ended. */
export const CALL_COLUMNS: readonly Column[] = [
  textColumn(
    'type',
    () => t('usage-log.column.type', 'Type'),
    ({ recordType }) => recordTypeWord(recordType),
    {
      min: 7,
    },
  ),
  textColumn(
    'source',
    () => t('usage-log.column.source', 'Source'),
    ({ source }) => (source === null ? null : sourceWord(source)),
    { min: 7 },
  ),
  textColumn(
    'method',
    () => t('usage-log.column.method', 'Method'),
    ({ method }) => method,
    { min: 6, grows: false },
  ),
  PROVIDER,
  textColumn(
    'service',
    () => t('usage-log.column.service', 'Service'),
    ({ serviceName }) => serviceName || null,
    {
      min: 10,
    },
  ),
  textColumn(
    'environment',
    () => t('usage-log.column.environment', 'Environment'),
    ({ deploymentEnvironment }) => deploymentEnvironment,
    { min: 10 },
  ),
  textColumn(
    'call-type',
    () => t('usage-log.column.call-type', 'Call type'),
    ({ callType }) => (callType === null ? null : callTypeWord(callType)),
    { min: 8, ofCalls: true },
  ),
  RATE,
  textColumn(
    'finish-reason',
    () => t('usage-log.column.finish-reason', 'Finish reason'),
    ({ finishReasons }) => joined(', ', ...finishReasons),
    { min: 10, ofCalls: true },
  ),
  DETAILS,
  textColumn(
    'format',
    () => t('usage-log.column.format', 'API format'),
    ({ apiFormat }) => apiFormat,
    {
      min: 10,
      ofCalls: true,
    },
  ),
  textColumn(
    'tier',
    () => t('usage-log.column.tier', 'Service tier'),
    ({ servedServiceTier }) => servedServiceTier,
    {
      min: 8,
      ofCalls: true,
    },
  ),
  textColumn(
    'request-id',
    () => t('usage-log.column.request-id', 'Request id'),
    ({ requestId }) => requestId,
    ID,
  ),
  textColumn(
    'trace-id',
    () => t('usage-log.column.trace-id', 'Trace id'),
    ({ traceId }) => traceId,
    ID,
  ),
  textColumn(
    'response-id',
    () => t('usage-log.column.response-id', 'Response id'),
    ({ responseId }) => responseId,
    {
      ...ID,
      ofCalls: true,
    },
  ),
  textColumn(
    'unread-usage',
    () => t('usage-log.column.unread-usage', 'Unread usage'),
    ({ usageUnread }) => joined(', ', ...usageUnread),
    { min: 12, ofCalls: true },
  ),
];

/** Provider, with marks for retries, other keys and other providers. */
function ProviderCell({ record }: { record: UsageRecord }): ReactNode {
  if (record.provider === null) {
    return <MissingIn record={record} ofCalls />;
  }
  return (
    <>
      <NameHint text={record.provider} />
      {routingMarksOf(record).map(({ icon, words }) => (
        <Hint key={words} words={words} tabStop={false} className={MARK}>
          <span role="img" aria-label={words}>
            <Icon name={icon} size="sm" />
          </span>
        </Hint>
      ))}
    </>
  );
}
