import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatExactCost, formatFullTime } from '../../format.ts';
import { actionWords } from '../../record/event-words.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { whoFacts } from './caller-facts.ts';
import { reported } from './reported.ts';

/** What an event did, what it changed, and who caused it. */
export function eventFacts(record: UsageRecord, timeZone: TimeZone): Fact[] {
  const { amountNanoUsd, balanceAfterNanoUsd, eventName } = record;
  return [
    { label: t('request.summary.time', 'Time'), value: formatFullTime(record.startUnixNano, timeZone) },
    ...reported([
      [t('request.summary.event-type', 'Type'), recordTypeWord(record.recordType)],
      [t('request.summary.action', 'Action'), actionWords(record)],
      [t('request.summary.event-name', 'Event name'), eventName],
      [t('request.summary.event-amount', 'Amount'), exact(amountNanoUsd)],
      [t('request.summary.balance-before', 'Balance before'), exact(balanceBefore(record))],
      [t('request.summary.balance-after', 'Balance after'), exact(balanceAfterNanoUsd)],
    ]),
    ...whoFacts(record),
  ];
}

/**
 * The balance before an amount was added: exact, because both are integers. Null if one is unknown, and for an event that
 * failed and so changed nothing.
 */
function balanceBefore(record: UsageRecord): string | null {
  const { amountNanoUsd, balanceAfterNanoUsd } = record;
  return amountNanoUsd === null || balanceAfterNanoUsd === null || outcomeOf(record) === 'failed'
    ? null
    : String(BigInt(balanceAfterNanoUsd) - BigInt(amountNanoUsd));
}

function exact(nanoUsd: string | null): string | null {
  return nanoUsd === null ? null : formatExactCost(nanoUsd);
}
