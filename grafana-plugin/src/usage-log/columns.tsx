import type { TimeZone } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { AmountText } from '../components/AmountText.tsx';
import { Missing } from '../components/Missing.tsx';
import { StatusBadge } from '../components/StatusBadge.tsx';
import { formatCount, formatDuration, formatFullTime, formatTime, formatTokens } from '../format.ts';
import {
  endpointText,
  errorText,
  keyText,
  modelText,
  shortKeyText,
  shortModelText,
  totalTokens,
} from '../record/record-view.ts';

export interface Column {
  id: string;
  title: string;
  /** Width in units of the theme's spacing: the least, and how much of the rest. */
  width: { least: number; share: number };
  align: 'left' | 'right';
  cell(record: UsageRecord, timeZone: TimeZone): ReactNode;
}

/** Between two columns, in units of the theme's spacing. */
export const COLUMN_GAP = 1.25;

/** What the usage log shows of a record, in this order. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'time',
    title: 'Time',
    width: { least: 16, share: 0 },
    align: 'left',
    cell: (record, timeZone) => (
      <span title={formatFullTime(record.startUnixNano, timeZone)}>{formatTime(record.startUnixNano, timeZone)}</span>
    ),
  },
  text('endpoint', 'Endpoint', { least: 16.5, share: 3 }, endpointText),
  text('method', 'Method', { least: 6, share: 0 }, (record) => record.method),
  {
    id: 'status',
    title: 'Status',
    width: { least: 7.5, share: 0 },
    align: 'left',
    cell: (record) => <StatusBadge record={record} />,
  },
  {
    id: 'model',
    title: 'Model',
    width: { least: 14, share: 4 },
    align: 'left',
    cell: (record) => titled(shortModelText(record), modelText(record)),
  },
  tokens('input', 'Input', (record) => record.inputTokens),
  tokens('output', 'Output', (record) => record.outputTokens),
  tokens('total', 'Total', totalTokens),
  {
    id: 'duration',
    title: 'Duration / first',
    width: { least: 12.5, share: 0 },
    align: 'right',
    cell: durationCell,
  },
  {
    id: 'cost',
    title: 'Cost',
    width: { least: 10.5, share: 0 },
    align: 'right',
    cell: (record) => <AmountText amount={record.cost.charged} />,
  },
  text('user', 'User', { least: 6, share: 1 }, (record) => record.userId),
  {
    id: 'key',
    title: 'Key',
    width: { least: 8, share: 1 },
    align: 'left',
    cell: (record) => titled(shortKeyText(record), keyText(record)),
  },
  text('error', 'Error', { least: 9, share: 4 }, errorText),
];

function text(
  id: string,
  title: string,
  width: Column['width'],
  value: (record: UsageRecord) => string | null,
): Column {
  return {
    id,
    title,
    width,
    align: 'left',
    cell: (record) => titled(value(record), value(record)),
  };
}

/** A text that may be cut, whole in its title. */
function titled(text: string | null, whole: string | null): ReactNode {
  return text === null ? <Missing /> : <span title={whole ?? text}>{text}</span>;
}

function tokens(id: string, title: string, value: (record: UsageRecord) => number | null): Column {
  return {
    id,
    title,
    width: { least: 5.5, share: 0 },
    align: 'right',
    cell: (record) => {
      const count = value(record);
      return count === null ? <Missing /> : <span title={formatCount(count)}>{formatTokens(count)}</span>;
    },
  };
}

function durationCell(record: UsageRecord): ReactNode {
  const { durationMs, timeToFirstChunkMs } = record;
  return (
    <>
      {durationMs === null ? <Missing /> : formatDuration(durationMs)}
      {timeToFirstChunkMs !== null && (
        <span title="Time to the first chunk"> / {formatDuration(timeToFirstChunkMs)}</span>
      )}
    </>
  );
}
