import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { Hint } from '../../components/Hint.tsx';
import { Missing } from '../../components/Missing.tsx';
import { NameHint } from '../../components/NameHint.tsx';
import { NameText } from '../../components/NameText.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import {
  DASH,
  formatCost,
  formatCount,
  formatDay,
  formatDuration,
  formatFullTime,
  formatShare,
  formatTime,
} from '../../format.ts';
import {
  endpointText,
  errorText,
  joined,
  marksOf,
  modelText,
  outputRate,
  shortModelText,
  statusOf,
} from '../../record/record-view.ts';
import { RunningTime } from '../RunningTime.tsx';
import { CallerCell, CallerDetails, callerText } from './CallerCell.tsx';
import type { Column, ColumnOptions } from './column.ts';
import { amountColumn, MissingIn, shortTokens, textColumn } from './column-kinds.tsx';

/** Columns of a user who has chosen none, in their order. */
export function defaultColumns(options: ColumnOptions): Column[] {
  return [timeColumn(options), STATUS, ENDPOINT, MODEL, CALLER, TOKENS, DURATION, COST, ERROR];
}

/** A row's first cell. `RecordRow` makes it a link. */
function timeColumn({ severalDays, oldest }: ColumnOptions): Column {
  const text = (startUnixNano: string, timeZone: TimeZone) => formatTime(startUnixNano, timeZone, severalDays);
  return {
    id: 'time',
    title: () => t('usage-log.column.time', 'Time'),
    width: { min: 8, grows: false },
    align: 'left',
    sort: 'time',
    cell: ({ startUnixNano }, timeZone) => (
      <Hint words={() => formatFullTime(startUnixNano, timeZone)}>{text(startUnixNano, timeZone)}</Hint>
    ),
    firstOfTwo: ({ startUnixNano }, timeZone) => (
      <Hint words={() => formatFullTime(startUnixNano, timeZone)}>{formatTime(startUnixNano, timeZone, false)}</Hint>
    ),
    second: ({ startUnixNano }, timeZone) => formatDay(startUnixNano, timeZone),
    measured: ({ startUnixNano }, timeZone) =>
      [startUnixNano, oldest ?? startUnixNano]
        .map((time) => text(time, timeZone))
        .reduce((a, b) => (b.length > a.length ? b : a)),
    has: () => true,
  };
}

const STATUS: Column = {
  id: 'status',
  title: () => t('usage-log.column.status', 'Status'),
  width: { min: 7.5, grows: true },
  align: 'left',
  cell: (record) => <StatusBadge record={record} />,
  // A mark is about as wide as two letters.
  measured: (record) => statusOf(record).text + 'MM'.repeat(marksOf(record).length),
  second: ({ finishReasons }) => nameOf(joined(', ', ...finishReasons)),
  has: () => true,
};

const ENDPOINT: Column = {
  ...textColumn(
    'endpoint',
    () => t('usage-log.column.endpoint', 'Endpoint'),
    (record) => joined(' ', record.method, endpointText(record)),
    { min: 10 },
  ),
  second: ({ serviceName, deploymentEnvironment }) => nameOf(joined(' · ', serviceName, deploymentEnvironment)),
};

const MODEL: Column = {
  ...textColumn('model', () => t('usage-log.column.model', 'Model'), shortModelText, {
    min: 10,
    full: modelText,
    ofCalls: true,
  }),
  second: ({ provider, servedServiceTier }) => nameOf(joined(' · ', provider, servedServiceTier)),
};

const CALLER: Column = {
  id: 'caller',
  title: () => t('usage-log.column.caller', 'Key · user'),
  width: { min: 15, grows: true },
  align: 'left',
  cell: (record) => <CallerCell record={record} />,
  second: (record) => <CallerDetails record={record} />,
  measured: callerText,
  has: (record) => callerText(record) !== null,
};

const TOKENS: Column = {
  id: 'tokens',
  title: () => t('usage-log.column.tokens', 'Tokens in / out'),
  width: { min: 8, grows: false },
  align: 'right',
  sort: 'tokens',
  cell: (record) => <TokensCell record={record} />,
  second: ({ cacheReadTokens, inputTokens }) =>
    cacheReadTokens !== null &&
    inputTokens !== null &&
    t('usage-log.column.cached-share', '{{share}} cached', { share: formatShare(cacheReadTokens, inputTokens) }),
  measured: ({ inputTokens, outputTokens }) => `${shortTokens(inputTokens)} / ${shortTokens(outputTokens)}`,
  has: ({ inputTokens, outputTokens }) => inputTokens !== null || outputTokens !== null,
};

const DURATION: Column = {
  id: 'duration',
  title: () => t('usage-log.column.duration', 'Duration / first'),
  width: { min: 8, grows: false },
  align: 'right',
  sort: 'duration',
  cell: (record) => <DurationCell record={record} />,
  second: rateText,
  measured: ({ durationMs, timeToFirstChunkMs }) =>
    [durationMs, timeToFirstChunkMs].map((ms) => (ms === null ? DASH : formatDuration(ms))).join(' / '),
  has: ({ durationMs }) => durationMs !== null,
};

const COST: Column = {
  ...amountColumn(
    'cost',
    () => t('usage-log.column.cost', 'Cost'),
    ({ cost }) => cost.charged,
    true,
  ),
  sort: 'cost',
  second: ({ cost: { list, charged } }) =>
    list.nanoUsd === null || list.nanoUsd === charged.nanoUsd
      ? null
      : t('usage-log.column.list-amount', 'list {{amount}}', { amount: formatCost(list.nanoUsd) }),
};

const ERROR: Column = {
  ...textColumn('error', () => t('usage-log.column.error', 'Error'), errorText, { min: 8 }),
  cell: (record) => <ErrorCell record={record} />,
  second: (record) => {
    const others = [record.errorCode, record.errorType].filter((part) => part !== errorText(record));
    return nameOf(joined(' · ', ...new Set(others)));
  },
};

/** Output tokens per second after the first chunk: "342 tok/s". Null if they are not known. */
function rateText(record: UsageRecord): string | null {
  const rate = outputRate(record);
  return rate === null ? null : t('usage-log.column.tokens-per-second', '{{rate}} tok/s', { rate: formatCount(rate) });
}

function ErrorCell({ record }: { record: UsageRecord }): ReactNode {
  const text = errorText(record);
  if (text !== null) {
    return <NameHint text={text} />;
  }
  return outcomeOf(record) === 'success' ? (
    <Missing reason={t('usage-log.column.no-error', 'No error')} />
  ) : (
    <MissingIn record={record} />
  );
}

function DurationCell({ record }: { record: UsageRecord }): ReactNode {
  const { durationMs, timeToFirstChunkMs } = record;
  if (outcomeOf(record) === 'running') {
    return <RunningTime startUnixNano={record.startUnixNano} />;
  }
  if (durationMs === null) {
    return <MissingIn record={record} />;
  }
  const duration = formatDuration(durationMs);
  if (timeToFirstChunkMs === null) {
    return duration;
  }
  const first = formatDuration(timeToFirstChunkMs);
  const words = () => {
    const times = t('usage-log.column.first-chunk-after', 'Total {{duration}}, first chunk after {{first}}', {
      duration,
      first,
    });
    return joined(', ', times, rateText(record)) ?? times;
  };
  return (
    <Hint words={words}>
      {duration} / {first}
    </Hint>
  );
}

function TokensCell({ record }: { record: UsageRecord }): ReactNode {
  const { inputTokens, outputTokens } = record;
  if (inputTokens === null && outputTokens === null) {
    return <MissingIn record={record} ofCalls />;
  }
  return (
    <Hint words={() => tokensWords(record)} copied={`${inputTokens ?? DASH} / ${outputTokens ?? DASH}`}>
      {shortTokens(inputTokens)} / {shortTokens(outputTokens)}
    </Hint>
  );
}

function tokensWords({ inputTokens, outputTokens, cacheReadTokens }: UsageRecord): string {
  const exact = (count: number | null) =>
    count === null ? t('usage-log.column.not-reported', 'not reported') : formatCount(count);
  const words = t('usage-log.column.tokens-words', 'Input {{input}}, output {{output}}', {
    input: exact(inputTokens),
    output: exact(outputTokens),
  });
  return cacheReadTokens === null
    ? words
    : `${words}, ${t('usage-log.column.cached', '{{tokens}} read from the cache', { tokens: formatCount(cacheReadTokens) })}`;
}

function nameOf(text: string | null): ReactNode {
  return text === null ? null : <NameText text={text} />;
}
