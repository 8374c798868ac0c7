import type { TimeZone } from '@grafana/data';
import { isEvent, type UsageRecord, visibleText } from '@tokentrail/records';
import { formatClock } from '../format.ts';
import { eventTitle } from '../record/event-words.ts';
import { endpointText, modelText } from '../record/record-view.ts';
import { recordTypeWord } from '../record/record-words.ts';

/** What a record was: the models of a call, "best → gpt-4o", the path of an inbound request, or what happened. */
export function recordName(record: UsageRecord): string {
  return isEvent(record.recordType)
    ? eventTitle(record)
    : (modelText(record) ?? endpointText(record) ?? recordTypeWord(record.recordType));
}

/** Names a request in titles: "gpt-4o · 14:32:10". */
export function requestTitle(record: UsageRecord, timeZone: TimeZone): string {
  const name = record.requestModel ?? recordName(record);
  return `${visibleText(name)} · ${formatClock(record.startUnixNano, timeZone)}`;
}
