import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { isEvent, outcomeOf, type UsageRecord } from '@tokentrail/records';
import { unixMs } from '../../format.ts';
import { errorText } from '../../record/record-view.ts';
import { summaryOf } from './columns.ts';

/** Records as annotations: a title, a text, and tags to filter by. Fields have the names by which Grafana finds them. */
export function annotationsFrame(refId: string, records: readonly UsageRecord[]): DataFrame {
  const field = (name: string, type: FieldType, value: (record: UsageRecord) => unknown) => ({
    name,
    type,
    config: {},
    values: records.map(value),
  });
  return createDataFrame({
    refId,
    name: 'annotations',
    fields: [
      field('time', FieldType.time, ({ startUnixNano }) => unixMs(startUnixNano)),
      field('title', FieldType.string, summaryOf),
      field('text', FieldType.string, textOf),
      field('tags', FieldType.other, tagsOf),
      field('id', FieldType.string, ({ traceId, spanId }) => `${traceId}-${spanId}`),
    ],
  });
}

/** Why it failed, or whom it concerns. */
function textOf(record: UsageRecord): string {
  const { requestModel, userId, group, keyName } = record;
  return [requestModel, errorText(record), userId, group, keyName].filter((part) => part !== null).join(' · ');
}

/** Tags have no commas: Grafana splits them there. */
function tagsOf(record: UsageRecord): string[] {
  const { recordType, provider, serviceName } = record;
  const outcome = isEvent(recordType) ? null : outcomeOf(record);
  return [recordType, outcome, provider, serviceName]
    .filter((tag) => tag !== null && tag !== '')
    .map((tag) => String(tag).replaceAll(',', ' '));
}
