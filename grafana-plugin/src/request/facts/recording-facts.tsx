import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FIELDS, outcomeOf, type FieldDefinition, type RecordDetail, type UsageRecord } from '@tokentrail/records';
import React from 'react';
import type { Fact } from '../../components/Facts.tsx';
import { Warned } from '../../components/Warned.tsx';
import { formatDuration, formatFullTime } from '../../format.ts';
import { delayOf, LATE_AFTER_MS } from '../../record/arrival.ts';
import { captureWords } from '../../record/record-words.ts';
import { reported } from './reported.ts';

/** When the store received the record, what was recorded, and what could not be. */
export function recordingFacts(record: UsageRecord, detail: RecordDetail | null, timeZone: TimeZone): Fact[] {
  return [
    ...receivedFacts(record, timeZone),
    ...reported([
      [t('request.summary.captured', 'Also recorded'), record.captureLevel && captureWords(record.captureLevel)],
    ]),
    ...usageUnreadFacts(record),
    ...(detail === null ? [] : unreadableFacts(detail)),
  ];
}

function receivedFacts(record: UsageRecord, timeZone: TimeZone): Fact[] {
  const { receivedAtMs } = record;
  if (receivedAtMs === null) {
    return [];
  }
  const lateMs = latenessOf(record);
  const received = {
    label: t('request.summary.received', 'Received'),
    value: formatFullTime(`${receivedAtMs}000000`, timeZone),
  };
  if (lateMs === null) {
    return [received];
  }
  const words = t('request.summary.after-end', '{{duration}} after the end', { duration: formatDuration(lateMs) });
  return [
    received,
    {
      label: t('request.summary.lateness', 'Arrived'),
      value:
        lateMs > LATE_AFTER_MS ? (
          <Warned
            text={t('request.summary.late', '{{words}}: late', { words, interpolation: { escapeValue: false } })}
          />
        ) : (
          words
        ),
    },
  ];
}

/** How long after its end a record arrived, ms. Null while it runs, and if it is not known. */
function latenessOf(record: UsageRecord): number | null {
  const outcome = outcomeOf(record);
  const delayMs = outcome === 'running' || outcome === 'lost' ? null : delayOf(record);
  return delayMs === null ? null : Math.max(0, delayMs);
}

function usageUnreadFacts({ usageUnread }: UsageRecord): Fact[] {
  const words = t(
    'request.summary.usage-unread-words',
    'The provider reported these counts, and they may cost something. Without their meaning the cost is unknown.',
  );
  return usageUnread.length === 0
    ? []
    : [
        {
          label: t('request.summary.usage-unread', 'Usage not understood'),
          value: <Warned text={usageUnread.join(', ')} words={words} />,
        },
      ];
}

/** Values that arrived but could not be stored. An implausible start is replaced, because it is part of the key. */
function unreadableFacts({ unreadable }: RecordDetail): Fact[] {
  const start = FIELDS.startUnixNano.column;
  const missing = unreadable.filter((column) => column !== start);
  const replacedWords = t(
    'request.summary.replaced-words',
    'The start that was sent cannot be true. The time shown is that of the report, of the end or of the arrival.',
  );
  const missingWords = t('request.summary.unreadable-words', 'These values arrived, but are not valid.');
  return [
    {
      label: t('request.summary.replaced', 'Replaced'),
      value: unreadable.includes(start) ? (
        <Warned text={t('request.summary.start', 'Start')} words={replacedWords} />
      ) : null,
    },
    {
      label: t('request.summary.unreadable', 'Could not be read'),
      value: missing.length === 0 ? null : <Warned text={missing.map(labelOfColumn).join(', ')} words={missingWords} />,
    },
  ].filter(({ value }) => value !== null);
}

/** The label of a column of the ledger, or its name. */
function labelOfColumn(column: string): string {
  const fields: readonly FieldDefinition[] = Object.values(FIELDS);
  return fields.find((field) => field.column === column)?.shown?.label ?? column.replaceAll('_', ' ');
}
