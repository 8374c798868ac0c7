import {
  ATTRIBUTES,
  DETAIL_FIELD_KEYS,
  FIELDS,
  RECORD_FIELD_KEYS,
  REQUEST_PARAMETERS,
  decodeCostLine,
  recordOfValues,
  type DetailFieldKey,
  type FieldDefinition,
  type FieldKind,
  type FieldValues,
  type RecordDetail,
  type RecordFieldKey,
  type TextMap,
  type UsageRecord,
} from '@tokentrail/records';
import { textOf, type AttributeValue } from './attribute-values.ts';
import { LEDGER_ATTRIBUTES, type RecordSpan } from './span.ts';

type Reader = (value: AttributeValue | undefined) => unknown;

const READERS: Readonly<Record<Exclude<FieldKind, 'other'>, Reader>> = {
  text,
  word: (value) => text(value) ?? '',
  integer: number,
  duration: number,
  flag: (value) => value === true,
  optionalFlag: (value) => (value === undefined ? null : value === true),
  texts,
  amount: text,
  cost: text,
  costState: text,
  costLines: (value) =>
    texts(value)
      .map(decodeCostLine)
      .filter((line) => line !== null),
  map: textMap,
  time: number,
  startTime: text,
  state: (value) => text(value) ?? '',
};

/** The fields that ClickHouse computes by an expression when a record arrives. */
const COMPUTED: Readonly<Partial<Record<RecordFieldKey | DetailFieldKey, (span: RecordSpan) => unknown>>> = {
  startUnixNano: ({ key }) => key.startUnixNano,
  traceId: ({ key }) => key.traceId,
  spanId: ({ key }) => key.spanId,
  sender: ({ key }) => key.sender,
  receivedAtMs: ({ attributes }) => number(attributes.get(LEDGER_ATTRIBUTES.receivedUnixMs)),
  endpoint: ({ attributes }) =>
    text(attributes.get(ATTRIBUTES.route.name)) ?? text(attributes.get(ATTRIBUTES.path.name)),
  durationMs: ({ durationNs }) => Number(durationNs) / 1e6,
  timeToFirstChunkMs: ({ attributes }) => {
    const seconds = number(attributes.get(ATTRIBUTES.timeToFirstChunk.name));
    return seconds === null ? null : seconds * 1000;
  },
  requestParameters: ({ attributes }) =>
    Object.fromEntries(
      REQUEST_PARAMETERS.map((key) => ATTRIBUTES[key].name).flatMap((name) => {
        const value = attributes.get(name);
        return value === undefined ? [] : [[name, String(value)]];
      }),
    ),
};

/** Builds the record from its span. Attributes that the span does not have become null. */
export function recordOf(span: RecordSpan): UsageRecord {
  return recordOfValues(Object.fromEntries(RECORD_FIELD_KEYS.map((key) => [key, valueOf(key, span)])) as FieldValues);
}

/** The detail of the record of a span. */
export function detailOf(span: RecordSpan): RecordDetail {
  return Object.fromEntries(DETAIL_FIELD_KEYS.map((key) => [key, valueOf(key, span)])) as RecordDetail;
}

function valueOf(key: RecordFieldKey | DetailFieldKey, span: RecordSpan): unknown {
  const compute = COMPUTED[key];
  if (compute !== undefined) {
    return compute(span);
  }
  const { kind, attribute } = FIELDS[key] as FieldDefinition & { kind: keyof typeof READERS };
  return READERS[kind](attribute && span.attributes.get(ATTRIBUTES[attribute].name));
}

function text(value: AttributeValue | undefined): string | null {
  return textOf(value) || null;
}

function number(value: AttributeValue | undefined): number | null {
  return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
}

function texts(value: AttributeValue | undefined): string[] {
  // A search returns a list of one element as that element.
  return typeof value === 'string' ? [value] : Array.isArray(value) ? [...(value as readonly string[])] : [];
}

function textMap(value: AttributeValue | undefined): TextMap {
  try {
    const parsed: unknown = JSON.parse(textOf(value) ?? '{}');
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    return Object.fromEntries(entries.filter(([, one]) => typeof one === 'string')) as TextMap;
  } catch {
    return {};
  }
}
