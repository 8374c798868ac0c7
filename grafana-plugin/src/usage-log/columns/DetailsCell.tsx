import { t } from '@grafana/i18n';
import { isEvent, outcomeOf, type UsageRecord } from '@tokentrail/records';
import React from 'react';
import { NameHint } from '../../components/NameHint.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { formatCost } from '../../format.ts';
import { errorText, joined } from '../../record/record-view.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { MissingIn } from './column-kinds.tsx';

/** The factors of a call's price, what an event did, or why a record failed, in one line. */
export function DetailsCell({ record }: { record: UsageRecord }) {
  const namesHidden = useNamesHidden();
  const text = detailsText(record, namesHidden);
  return text === null ? <MissingIn record={record} /> : <NameHint text={text} />;
}

/** Text of `DetailsCell`. The names of factors may be those of a group or user. */
export function detailsText(record: UsageRecord, namesHidden = false): string | null {
  if (isEvent(record.recordType)) {
    return eventText(record);
  }
  return outcomeOf(record) === 'failed'
    ? (errorText(record) ?? factorsText(record, namesHidden))
    : factorsText(record, namesHidden);
}

function eventText({ recordType, eventName, amountNanoUsd, balanceAfterNanoUsd }: UsageRecord): string | null {
  return joined(
    ', ',
    eventName ?? recordTypeWord(recordType),
    amountNanoUsd && formatCost(amountNanoUsd),
    balanceAfterNanoUsd &&
      t('usage-log.column.balance-after', 'balance {{amount}}', { amount: formatCost(balanceAfterNanoUsd) }),
  );
}

/** "group shop × 0.8, contract × 0.9". Null for a price without factors. */
function factorsText({ costLines }: UsageRecord, namesHidden: boolean): string | null {
  const factors = costLines.flatMap(({ factors = [] }) => factors);
  const texts = factors.map(({ name, times }) => (namesHidden ? `× ${times}` : `${name} × ${times}`));
  return joined(', ', ...new Set(texts));
}
