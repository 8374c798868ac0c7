import { createDataFrame, FieldType, type DataFrame, type FieldConfig } from '@grafana/data';
import {
  FIELDS,
  RECORD_FIELD_KEYS,
  recordOfValues,
  valuesOfRecord,
  type FieldDefinition,
  type FieldKind,
  type FieldValues,
  type TextMap,
  type UsageRecord,
} from '@tokentrail/records';
import { unixMs } from '../../format.ts';
import { totalTokens } from '../../record/record-view.ts';
import { isRecordFrame } from './record-frame.ts';

interface Column {
  name: string;
  type: FieldType;
  config: FieldConfig;
  value: (record: UsageRecord, values: FieldValues) => unknown;
}

/** How the fields of a kind are shown in a data frame, and read back. */
interface FrameKind {
  type: FieldType;
  /** Converts a field's value to that of the data frame. Default: no change. */
  show?(value: never): unknown;
  /** Inverse of `show`. Default: no change. */
  read?(shown: never): unknown;
  /** Value of a field that the data frame lacks, or that has another type there. */
  missing: unknown;
}

const TEXT: FrameKind = { type: FieldType.string, missing: null };
const WORD: FrameKind = { type: FieldType.string, missing: '' };
const NUMBER: FrameKind = { type: FieldType.number, missing: null };
const NANO_USD: FrameKind = { type: FieldType.number, show: usd, read: nano, missing: null };
/** Shown as JSON, which Grafana's transformation "Extract fields" reads. */
const MAP: FrameKind = { type: FieldType.string, show: JSON.stringify, read: mapOf, missing: {} };
const TIME: FrameKind = { type: FieldType.time, missing: null };
const LIST: FrameKind = { type: FieldType.other, missing: [] };

const KINDS: Readonly<Record<Exclude<FieldKind, 'other'>, FrameKind>> = {
  text: TEXT,
  costState: TEXT,
  word: WORD,
  startTime: { ...WORD, missing: '0' },
  state: { ...WORD, missing: 'success' },
  integer: NUMBER,
  duration: NUMBER,
  amount: NANO_USD,
  cost: NANO_USD,
  flag: { type: FieldType.boolean, missing: false },
  optionalFlag: { type: FieldType.boolean, missing: null },
  texts: LIST,
  costLines: LIST,
  map: MAP,
  time: TIME,
};

function kindOf({ kind }: FieldDefinition): FrameKind {
  return kind === 'other' ? TEXT : KINDS[kind];
}

/** Columns that are no field: computed from the record. */
const COMPUTED: readonly Column[] = [
  {
    name: 'time',
    type: FieldType.time,
    config: { displayName: 'Time' },
    value: (record) => unixMs(record.startUnixNano),
  },
  {
    name: 'total_tokens',
    type: FieldType.number,
    config: { displayName: 'Total tokens', unit: 'short' },
    value: totalTokens,
  },
];

/** Names of the first columns, as in the usage log. The other columns follow in the order of `FIELDS`. */
const FIRST = [
  ...['time', 'endpoint', 'method', 'status_code', 'request_model', 'input_tokens', 'output_tokens', 'total_tokens'],
  ...['duration', 'time_to_first_chunk', 'cost', 'cost_state', 'user', 'key_name', 'key_preview'],
  ...['error', 'error_code', 'error_type', 'state', 'provider', 'response_model', 'target_model', 'operation', 'group'],
  ...['service_name', 'record_type', 'call_type', 'event_name'],
];
/** Names of the last columns: the key of the record. */
const LAST = ['trace_id', 'span_id', 'sender', 'start_unix_nano'];

/** Columns of the data frame. They hold ledger values only, never content. */
const COLUMNS: readonly Column[] = [...COMPUTED, ...RECORD_FIELD_KEYS.flatMap(columnOf)].sort(
  (one, other) => positionOf(one.name) - positionOf(other.name),
);

function positionOf(name: string): number {
  return FIRST.includes(name) ? FIRST.indexOf(name) - FIRST.length : LAST.indexOf(name) + 1;
}

function columnOf(key: keyof FieldValues): Column[] {
  const field: FieldDefinition = FIELDS[key];
  if (field.shown === undefined) {
    return [];
  }
  const { name, label, unit = 'none' } = field.shown;
  const { type, show } = kindOf(field);
  const config = type === FieldType.number ? { displayName: label, unit } : { displayName: label };
  return [{ name, type, config, value: (_record, values) => (show ? show(values[key] as never) : values[key]) }];
}

export function frameOfRecords(refId: string, records: readonly UsageRecord[]): DataFrame {
  const rows = records.map((record) => ({ record, values: valuesOfRecord(record) }));
  return createDataFrame({
    refId,
    name: 'usage',
    meta: { preferredVisualisationType: 'table' },
    fields: COLUMNS.map(({ name, type, config, value }) => ({
      name,
      type,
      config,
      values: rows.map(({ record, values }) => value(record, values)),
    })),
  });
}

/**
 * Reads the records back from a data frame of `frameOfRecords`, without fields that have no column. Null for other
 * data frames.
 */
export function recordsOfFrame(frame: DataFrame): UsageRecord[] | null {
  if (!isRecordFrame(frame)) {
    return null;
  }
  const columns = new Map(frame.fields.map((field) => [field.name, field.values]));
  return Array.from({ length: frame.length }, (_, row) => recordOfRow((name) => columns.get(name)?.[row] as unknown));
}

function recordOfRow(cell: (name: string) => unknown): UsageRecord {
  const values = Object.fromEntries(RECORD_FIELD_KEYS.map((key) => [key, valueOf(FIELDS[key], cell)])) as FieldValues;
  return recordOfValues({ ...values, stream: values.timeToFirstChunkMs !== null });
}

function valueOf(field: FieldDefinition, cell: (name: string) => unknown): unknown {
  const { type, read, missing } = kindOf(field);
  const shown = field.shown && cell(field.shown.name);
  // The other types of a data frame are named like those of JavaScript.
  if (typeof shown !== (type === FieldType.time ? 'number' : type)) {
    return missing;
  }
  return read ? read(shown as never) : shown;
}

function mapOf(json: string): TextMap {
  try {
    return JSON.parse(json) as TextMap;
  } catch {
    return {};
  }
}

function usd(nanoUsd: string | null): number | null {
  return nanoUsd === null ? null : Number(nanoUsd) / 1e9;
}

function nano(amount: number): string | null {
  return !Number.isFinite(amount) ? null : BigInt(Math.round(amount * 1e9)).toString();
}
