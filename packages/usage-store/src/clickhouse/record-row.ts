import {
  DETAIL_FIELD_KEYS,
  FIELDS,
  RECORD_FIELD_KEYS,
  recordOfValues,
  type FieldValues,
  type RecordDetail,
  type RecordKey,
  type UsageRecord,
} from '@tokentrail/records';
import { fieldReaders } from './column-readers.ts';
import type { Row } from './query.ts';

const READERS = fieldReaders(FIELDS, RECORD_FIELD_KEYS);
const DETAIL_READERS = fieldReaders(FIELDS, DETAIL_FIELD_KEYS);

/** The SELECT list over `usage_records` that `recordOf` reads. */
export const RECORD_COLUMNS = READERS.columns;

/** The SELECT list over `usage_records` that `detailOf` reads. */
export const DETAIL_COLUMNS = DETAIL_READERS.columns;

/** The key of a row that has `start_unix_nano`. */
export function keyOfRow(row: Row): Required<RecordKey> {
  return {
    startUnixNano: String(row['start_unix_nano']),
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    sender: String(row['sender']),
  };
}

/** Builds the record from a row of `RECORD_COLUMNS`. Empty text in the store means "not reported" and becomes null. */
export function recordOf(row: Row): UsageRecord {
  return recordOfValues(READERS.valuesOf(row) as FieldValues);
}

/** Builds the detail from a row of `DETAIL_COLUMNS`. */
export function detailOf(row: Row): RecordDetail {
  return DETAIL_READERS.valuesOf(row) as RecordDetail;
}
