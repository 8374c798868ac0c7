import {
  DETAIL_FIELD_KEYS,
  FIELDS,
  MARGIN_FIELD_KEYS,
  RECORD_FIELD_KEYS,
  recordOfValues,
  type FieldKey,
  type FieldValues,
  type RecordDetail,
  type RecordKey,
  type UsageRecord,
} from '@tokentrail/records';
import { fieldReaders } from './column-readers.ts';
import type { Row } from './query.ts';

const READERS = fieldReaders(FIELDS, RECORD_FIELD_KEYS);
const DETAIL_READERS = fieldReaders(FIELDS, DETAIL_FIELD_KEYS);

function withoutMargin<K extends FieldKey>(keys: readonly K[]): K[] {
  return keys.filter((key) => !MARGIN_FIELD_KEYS.includes(key));
}

const COLUMNS_WITHOUT_MARGIN = {
  columns: fieldReaders(FIELDS, withoutMargin(RECORD_FIELD_KEYS)).columns,
  detailColumns: fieldReaders(FIELDS, withoutMargin(DETAIL_FIELD_KEYS)).columns,
};

/** Where records are read. */
export interface RecordSource {
  table: string;
  /** The SELECT list that `recordOf` reads. */
  columns: string;
  /** The SELECT list that `detailOf` reads. */
  detailColumns: string;
}

/** @param margin False: without the columns that a ledger may hide. */
export function recordSource(table: string, margin: boolean): RecordSource {
  return margin
    ? { table, columns: READERS.columns, detailColumns: DETAIL_READERS.columns }
    : { table, ...COLUMNS_WITHOUT_MARGIN };
}

/** The key of a row that has `start_unix_nano`. */
export function keyOfRow(row: Row): Required<RecordKey> {
  return {
    startUnixNano: String(row['start_unix_nano']),
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    sender: String(row['sender']),
  };
}

/**
 * Builds the record from a row of a record source. Empty text in the store means "not reported" and becomes null, and so does a
 * column that is not read; the states of hidden costs say that they are.
 */
export function recordOf(row: Row): UsageRecord {
  const values = READERS.valuesOf(row) as FieldValues;
  const isHidden = !(FIELDS.costListState.column in row);
  return recordOfValues(isHidden ? { ...values, costListState: 'hidden', costPaidState: 'hidden' } : values);
}

/** Builds the detail from a row of its columns. */
export function detailOf(row: Row): RecordDetail {
  return DETAIL_READERS.valuesOf(row) as RecordDetail;
}
