import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatExactCost, formatFullTime } from '../../format.ts';
import { actionWords } from '../../record/event-words.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { reported } from './reported.ts';

/** What an event did, and what it changed. */
export function eventFacts(record: UsageRecord, timeZone: TimeZone): Fact[] {
  const { amountNanoUsd, balanceAfterNanoUsd, eventName } = record;
  return [
    { label: t('request.summary.time', 'Time'), value: formatFullTime(record.startUnixNano, timeZone) },
    ...reported([
      [t('request.summary.event-type', 'Type'), recordTypeWord(record.recordType)],
      [t('request.summary.action', 'Action'), actionWords(record)],
      [t('request.summary.event-name', 'Event name'), eventName],
      [t('request.summary.event-amount', 'Amount'), amountNanoUsd && formatExactCost(amountNanoUsd)],
      [
        t('request.summary.balance-after', 'Balance after it'),
        balanceAfterNanoUsd && formatExactCost(balanceAfterNanoUsd),
      ],
    ]),
  ];
}
