import { FieldType, MappingType, type FieldConfig, type ValueMapping } from '@grafana/data';
import {
  type FieldDefinition,
  type FieldKind,
  FIELDS,
  type FieldValues,
  isEvent,
  outcomeOf,
  RECORD_FIELD_KEYS,
  type UsageRecord,
} from '@tokentrail/records';
import { unixMs } from '../../format.ts';
import { eventTitle } from '../../record/event-words.ts';
import { totalTokens } from '../../record/record-view.ts';
import { filterFieldOf } from './filter-fields.ts';

/** A field of the data frame of records. */
export interface Column {
  name: string;
  type: FieldType;
  config: FieldConfig;
  value: (record: UsageRecord, values: FieldValues) => unknown;
}

/** How the fields of a kind are shown in a data frame. */
interface ColumnKind {
  type: FieldType;
  /** Converts a field's value to that of the data frame. Default: no change. */
  show?(value: never): unknown;
}

const TEXT: ColumnKind = { type: FieldType.string };
const NUMBER: ColumnKind = { type: FieldType.number };
const NANO_USD: ColumnKind = { type: FieldType.number, show: usdOfNano };
const FLAG: ColumnKind = { type: FieldType.boolean };
const LIST: ColumnKind = { type: FieldType.other };

const KINDS: Readonly<Record<FieldKind, ColumnKind>> = {
  text: TEXT,
  costState: TEXT,
  word: TEXT,
  startTime: TEXT,
  state: TEXT,
  other: TEXT,
  integer: NUMBER,
  duration: NUMBER,
  amount: NANO_USD,
  cost: NANO_USD,
  flag: FLAG,
  optionalFlag: FLAG,
  texts: LIST,
  costLines: LIST,
  /** Shown as JSON, which Grafana's transformation "Extract fields" reads. */
  map: { type: FieldType.string, show: JSON.stringify },
  time: { type: FieldType.time },
};

/** Columns with the name of a filter that does not compare their values. */
const OTHER_THAN_THE_FILTER: readonly string[] = ['error', 'cost', 'duration'];

/** Columns that are no field: computed from the record. */
const COMPUTED: readonly Column[] = [
  {
    name: 'time',
    type: FieldType.time,
    config: { displayName: 'Time', custom: { width: 180 } },
    value: (record) => unixMs(record.startUnixNano),
  },
  {
    name: 'outcome',
    type: FieldType.string,
    config: {
      displayName: 'Outcome',
      filterable: true,
      mappings: outcomeColors(),
      custom: { width: 100, cellOptions: { type: 'color-text' } },
    },
    value: outcomeOf,
  },
  {
    name: 'summary',
    type: FieldType.string,
    config: { displayName: 'Request', custom: { width: 250 } },
    value: summaryOf,
  },
  {
    name: 'key',
    type: FieldType.string,
    config: { displayName: 'Key', filterable: true },
    value: ({ keyName, keyPreview }) => keyName ?? keyPreview,
  },
  {
    name: 'total_tokens',
    type: FieldType.number,
    config: { displayName: 'Total tokens', unit: 'short' },
    value: totalTokens,
  },
];

/** Widths of columns in a table, pixels. Grafana gives each of the others the same width. */
const NARROW: Readonly<Record<string, number>> = { status_code: 80 };

/** What identifies a record. */
export const KEY_COLUMNS = ['trace_id', 'span_id', 'sender', 'start_unix_nano'] as const;

/** Names of the usual columns, as in the usage log. With those of the key, Explore shows all of them. */
export const USUAL_COLUMNS: readonly string[] = [
  ...['time', 'status_code', 'outcome', 'summary', 'request_model', 'provider', 'user', 'key', 'group', 'service_name'],
  ...['input_tokens', 'output_tokens', 'duration', 'time_to_first_chunk', 'cost', 'error'],
  ...KEY_COLUMNS,
];

/** All columns: first the usual ones, then the others in the order of `FIELDS`. They hold ledger values only, never content. */
export const COLUMNS: readonly Column[] = [...COMPUTED, ...RECORD_FIELD_KEYS.flatMap(columnOf)].sort(
  (one, other) => positionOf(one.name) - positionOf(other.name),
);

function positionOf(name: string): number {
  const position = USUAL_COLUMNS.indexOf(name);
  return position === -1 ? USUAL_COLUMNS.length : position;
}

function columnOf(key: keyof FieldValues): Column[] {
  const field: FieldDefinition = FIELDS[key];
  if (field.shown === undefined) {
    return [];
  }
  const { name, label, unit = 'none' } = field.shown;
  const { type, show } = KINDS[field.kind];
  const config: FieldConfig = {
    displayName: label,
    ...(type === FieldType.number && { unit }),
    ...(isFilterable(name) && { filterable: true }),
    // The links need these fields, but they say nothing in a table.
    ...(isPartOfKey(name) && { custom: { hidden: true, hideFrom: { viz: true, legend: true, tooltip: true } } }),
    ...(NARROW[name] !== undefined && { custom: { width: NARROW[name] } }),
  };
  return [{ name, type, config, value: (_record, values) => (show ? show(values[key] as never) : values[key]) }];
}

function isFilterable(name: string): boolean {
  return filterFieldOf(name) !== null && !OTHER_THAN_THE_FILTER.includes(name);
}

/** Whether a column is one of those that identify a record, besides the visible trace id. */
function isPartOfKey(name: string): boolean {
  return name !== 'trace_id' && (KEY_COLUMNS as readonly string[]).includes(name);
}

/** The words of an event; method and endpoint of a request, or what a call without them did. */
export function summaryOf(record: UsageRecord): string | null {
  if (isEvent(record.recordType)) {
    return eventTitle(record);
  }
  const { method, endpoint, operation, callType } = record;
  return endpoint === null ? (operation ?? callType) : [method, endpoint].filter((part) => part !== null).join(' ');
}

/** Grafana's colours of states. */
function outcomeColors(): ValueMapping[] {
  const options = {
    success: { color: 'green' },
    failed: { color: 'red' },
    cancelled: { color: 'text' },
    running: { color: 'blue' },
    lost: { color: 'orange' },
  };
  return [{ type: MappingType.ValueToText, options }];
}

/** Whole and broken US dollars of an amount in nano-USD; null stays null. */
export function usdOfNano(nanoUsd: string | null): number | null {
  return nanoUsd === null ? null : Number(nanoUsd) / 1e9;
}
