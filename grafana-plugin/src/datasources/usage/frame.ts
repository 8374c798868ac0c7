import { createDataFrame, type DataFrame, type DataLink } from '@grafana/data';
import { valuesOfRecord, type RecordKey, type UsageRecord } from '@tokentrail/records';
import { rowIdOf } from '../../usage-log/row-id.ts';
import { RECORDS_IN_META, recordsInMeta } from './record-frame.ts';
import { COLUMNS, KEY_COLUMNS, USUAL_COLUMNS, type Column } from './columns.ts';

export interface FrameOptions {
  /** True: all columns. Default: the usual ones, no more than Explore shows. */
  allFields?: boolean;
  /** Link of each row. Default: none. */
  link?: DataLink;
}

/**
 * A table of records, one row each. The records themselves are in its metadata, for the panels of this plugin. Content is not
 * part of a record.
 */
export function frameOfRecords(
  refId: string,
  records: readonly UsageRecord[],
  { allFields = false, link }: FrameOptions = {},
): DataFrame {
  const rows = records.map((record) => ({ record, values: valuesOfRecord(record) }));
  const columns = allFields ? COLUMNS : COLUMNS.filter(({ name }) => USUAL_COLUMNS.includes(name));
  return createDataFrame({
    refId,
    name: 'usage',
    meta: { preferredVisualisationType: 'table', custom: { [RECORDS_IN_META]: records } },
    fields: columns.map((column) => ({
      name: column.name,
      type: column.type,
      config: configOf(column, link),
      values: rows.map(({ record, values }) => column.value(record, values)),
    })),
  });
}

/** Columns that link to the record of their row. */
const LINKED = ['time', 'trace_id'];

function configOf({ name, config }: Column, link: DataLink | undefined) {
  return link !== undefined && LINKED.includes(name) ? { ...config, links: [link] } : config;
}

/**
 * The records of the rows of a data frame of `frameOfRecords`, also if transformations have sorted or filtered its rows. Null
 * for other data frames.
 */
export function recordsOfFrame(frame: DataFrame): UsageRecord[] | null {
  const records = recordsInMeta(frame);
  const [traceIds, spanIds, senders, starts] = KEY_COLUMNS.map((name) => valuesOf(frame, name));
  if (!records || !traceIds || !spanIds || !senders || !starts) {
    return null;
  }
  const byId = new Map(records.map((record) => [rowIdOf(record), record]));
  return Array.from({ length: frame.length }, (_, row): RecordKey => {
    const [traceId, spanId, sender, startUnixNano] = [traceIds, spanIds, senders, starts].map((values) =>
      String(values[row]),
    ) as [string, string, string, string];
    return { traceId, spanId, sender, startUnixNano };
  }).flatMap((key) => byId.get(rowIdOf(key)) ?? []);
}

function valuesOf(frame: DataFrame, name: string): readonly unknown[] | undefined {
  return frame.fields.find((field) => field.name === name)?.values;
}
