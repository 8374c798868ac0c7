import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { AmountText } from '../components/AmountText.tsx';
import { Hint } from '../components/Hint.tsx';
import { Missing } from '../components/Missing.tsx';
import { NameHint } from '../components/NameHint.tsx';
import { StatusBadge } from '../components/StatusBadge.tsx';
import { DASH, formatCost, formatCount, formatDuration, formatFullTime, formatTime, formatTokens } from '../format.ts';
import {
  endpointText,
  errorText,
  keyText,
  modelText,
  shortKeyText,
  shortModelText,
  totalTokens,
} from '../record/record-view.ts';
import { RunningTime } from './RunningTime.tsx';

export interface Column {
  id: string;
  title(): string;
  /** Minimum width in units of the theme's spacing. A column that `grows` gets a share of the remaining width. */
  width: { min: number; grows: boolean };
  align: 'left' | 'right';
  cell(record: UsageRecord, timeZone: TimeZone): ReactNode;
  /** Text of the cell, if the column is as wide as its content needs. */
  measured?(record: UsageRecord, timeZone: TimeZone): string | null;
}

/** Gap between two columns, in units of the theme's spacing. */
export const COLUMN_GAP = 1.25;

/** Columns of the usage log, in display order. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'time',
    title: () => t('usage-log.column.time', 'Time'),
    width: { min: 16, grows: false },
    align: 'left',
    cell: (record, timeZone) => (
      <Hint words={formatFullTime(record.startUnixNano, timeZone)}>{formatTime(record.startUnixNano, timeZone)}</Hint>
    ),
    measured: (record, timeZone) => formatTime(record.startUnixNano, timeZone),
  },
  text('endpoint', () => t('usage-log.column.endpoint', 'Endpoint'), { min: 16.5, grows: true }, endpointText),
  text(
    'method',
    () => t('usage-log.column.method', 'Method'),
    { min: 6, grows: false },
    (record) => record.method,
  ),
  {
    id: 'status',
    title: () => t('usage-log.column.status', 'Status'),
    width: { min: 7.5, grows: false },
    align: 'left',
    cell: (record) => <StatusBadge record={record} />,
  },
  {
    id: 'model',
    title: () => t('usage-log.column.model', 'Model'),
    width: { min: 14, grows: true },
    align: 'left',
    cell: (record) => truncatable(shortModelText(record), modelText(record)),
    measured: shortModelText,
  },
  tokens(
    'input',
    () => t('usage-log.column.input', 'Input'),
    (record) => record.inputTokens,
  ),
  tokens(
    'output',
    () => t('usage-log.column.output', 'Output'),
    (record) => record.outputTokens,
  ),
  tokens('total', () => t('usage-log.column.total', 'Total'), totalTokens),
  {
    id: 'duration',
    title: () => t('usage-log.column.duration', 'Duration / first'),
    width: { min: 12.5, grows: false },
    align: 'right',
    cell: durationCell,
    measured: ({ durationMs, timeToFirstChunkMs }) =>
      [durationMs, timeToFirstChunkMs].map((ms) => (ms === null ? DASH : formatDuration(ms))).join(' / '),
  },
  {
    id: 'cost',
    title: () => t('usage-log.column.cost', 'Cost'),
    width: { min: 10.5, grows: false },
    align: 'right',
    cell: (record) => <AmountText amount={record.cost.charged} />,
    measured: ({ cost: { charged } }) => (charged.nanoUsd === null ? DASH : formatCost(charged.nanoUsd)),
  },
  text(
    'user',
    () => t('usage-log.column.user', 'User'),
    { min: 10, grows: true },
    (record) => record.userId,
  ),
  {
    id: 'key',
    title: () => t('usage-log.column.key', 'Key'),
    width: { min: 10, grows: true },
    align: 'left',
    cell: (record) => truncatable(shortKeyText(record), keyText(record)),
    measured: shortKeyText,
  },
  text('error', () => t('usage-log.column.error', 'Error'), { min: 9, grows: true }, errorText),
];

function text(
  id: string,
  title: () => string,
  width: Column['width'],
  value: (record: UsageRecord) => string | null,
): Column {
  return {
    id,
    title,
    width,
    align: 'left',
    cell: (record) => truncatable(value(record), value(record)),
    measured: value,
  };
}

/** Text that may be cut off; the tooltip shows the full text. */
function truncatable(text: string | null, fullText: string | null): ReactNode {
  return text === null ? <Missing /> : <NameHint text={text} fullText={fullText ?? text} />;
}

function tokens(id: string, title: () => string, value: (record: UsageRecord) => number | null): Column {
  return {
    id,
    title,
    width: { min: 5.5, grows: false },
    align: 'right',
    cell: (record) => {
      const count = value(record);
      return count === null ? (
        <Missing />
      ) : (
        <Hint words={formatCount(count)} copied={String(count)}>
          {formatTokens(count)}
        </Hint>
      );
    },
  };
}

function durationCell(record: UsageRecord): ReactNode {
  const { durationMs, timeToFirstChunkMs, startUnixNano } = record;
  if (outcomeOf(record) === 'running') {
    return <RunningTime startUnixNano={startUnixNano} />;
  }
  return (
    <>
      {durationMs === null ? <Missing /> : formatDuration(durationMs)}
      {timeToFirstChunkMs !== null && (
        <Hint words={t('usage-log.column.first-chunk', 'Time to the first chunk')}>
          {' '}
          / {formatDuration(timeToFirstChunkMs)}
        </Hint>
      )}
    </>
  );
}
