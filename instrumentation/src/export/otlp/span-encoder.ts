import { ATTRIBUTES, type AttributeDefinition, type AttributeKey } from '@tokentrail/records';
import { ProtobufWriter } from './protobuf-writer.ts';

export type AttributeValue = string | number | bigint | boolean | readonly string[];

/** The data of one span. Attributes are named by their key in `ATTRIBUTES`, which also defines the type. */
export interface SpanData {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: SpanKind;
  /** Unix ms. */
  startTime: number;
  /** Unix ms. */
  endTime: number;
  failed: boolean;
  /** Attributes encoded before, in addition to `attributes`. */
  steady?: EncodedAttributes;
  attributes: Attributes;
}

type Attributes = readonly (readonly [AttributeKey, AttributeValue])[];

export interface EncodedAttributes {
  attributes: Attributes;
  bytes: Uint8Array;
}

/** Values of OTLP's `SpanKind`. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3 } as const;
export type SpanKind = (typeof SPAN_KIND)[keyof typeof SPAN_KIND];

/** Resource and scope shared by all spans of this process. */
export interface BatchHead {
  resource: Readonly<Record<string, string>>;
  scope: { name: string; version: string };
}

// Field numbers of opentelemetry/proto/{trace,common,resource}/v1, as tags: number * 8 + wire type.
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;
const tag = (field: number, wireType: number) => field * 8 + wireType;
const SPAN = {
  traceId: tag(1, DELIMITED),
  spanId: tag(2, DELIMITED),
  parentSpanId: tag(4, DELIMITED),
  name: tag(5, DELIMITED),
  kind: tag(6, VARINT),
  start: tag(7, FIXED64),
  end: tag(8, FIXED64),
  attributes: tag(9, DELIMITED),
  status: tag(15, DELIMITED),
  flags: tag(16, FIXED32),
};
const STATUS_ERROR = Uint8Array.of(tag(3, VARINT), 2);
const KEY = tag(1, DELIMITED);
const VALUE = tag(2, DELIMITED);
const ANY = {
  string: tag(1, DELIMITED),
  boolean: tag(2, VARINT),
  int: tag(3, VARINT),
  double: tag(4, FIXED64),
  array: tag(5, DELIMITED),
};
const ARRAY_VALUES = tag(1, DELIMITED);
const REQUEST_RESOURCE_SPANS = tag(1, DELIMITED);
const RESOURCE_SPANS = { resource: tag(1, DELIMITED), scopeSpans: tag(2, DELIMITED) };
const RESOURCE_ATTRIBUTES = tag(1, DELIMITED);
const SCOPE_SPANS = { scope: tag(1, DELIMITED), spans: tag(2, DELIMITED) };
const SCOPE = { name: tag(1, DELIMITED), version: tag(2, DELIMITED) };
/** Flags: sampled, and whether the parent is remote is known. */
const FLAGS = 0x101;

const writer = new ProtobufWriter();

interface WireAttribute {
  key: Uint8Array;
  type: AttributeDefinition['type'];
}

const WIRE_ATTRIBUTES = Object.fromEntries(
  Object.entries(ATTRIBUTES).map(([key, { name, type }]) => [key, { key: encodedKey(name), type }]),
) as Record<AttributeKey, WireAttribute>;

function encodedKey(name: string): Uint8Array {
  writer.string(name);
  writer.varint(KEY);
  return writer.take();
}

/**
 * Encodes a span as one element of `ScopeSpans.spans`, including tag and length. A batch is a head followed by such
 * encoded spans (`encodeBatch`), so batches are built, measured and split without encoding anything twice.
 */
export function encodeSpan(span: SpanData): Uint8Array {
  try {
    writeSpan(span);
    return writer.take();
  } finally {
    writer.reset();
  }
}

/** Encodes `attributes` as fields of a span, for reuse while they are the same. */
export function encodeAttributes(attributes: Attributes): EncodedAttributes {
  try {
    writeAttributes(attributes);
    return { attributes, bytes: writer.take() };
  } finally {
    writer.reset();
  }
}

function writeAttributes(attributes: Attributes): void {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const [key, value] = attributes[i]!;
    const start = writer.length;
    writeAnyValue(WIRE_ATTRIBUTES[key].type, value);
    writer.delimit(VALUE, start);
    writer.bytes(WIRE_ATTRIBUTES[key].key);
    writer.delimit(SPAN.attributes, start);
  }
}

function writeSpan(span: SpanData): void {
  writer.fixed32(FLAGS);
  writer.varint(SPAN.flags);
  if (span.failed) {
    const start = writer.length;
    writer.bytes(STATUS_ERROR);
    writer.delimit(SPAN.status, start);
  }
  writeAttributes(span.attributes);
  if (span.steady !== undefined) writer.bytes(span.steady.bytes);
  writeNanoseconds(span.endTime);
  writer.varint(SPAN.end);
  writeNanoseconds(span.startTime);
  writer.varint(SPAN.start);
  writer.varint(span.kind);
  writer.varint(SPAN.kind);
  writer.string(span.name);
  writer.varint(SPAN.name);
  if (span.parentSpanId !== undefined) writeId(SPAN.parentSpanId, span.parentSpanId);
  writeId(SPAN.spanId, span.spanId);
  writeId(SPAN.traceId, span.traceId);
  writer.delimit(SCOPE_SPANS.spans, 0);
}

function writeId(field: number, id: string): void {
  writer.hex(id);
  writer.varint(id.length / 2);
  writer.varint(field);
}

function writeAnyValue(type: AttributeDefinition['type'], value: AttributeValue): void {
  switch (type) {
    case 'string':
      writer.string(String(value));
      writer.varint(ANY.string);
      break;
    case 'int':
      writeInt(value);
      writer.varint(ANY.int);
      break;
    case 'double':
      writer.double(Number(value));
      writer.varint(ANY.double);
      break;
    case 'boolean':
      writer.varint(value === true ? 1 : 0);
      writer.varint(ANY.boolean);
      break;
    case 'string[]':
      writeStrings(value as readonly string[]);
  }
}

function writeInt(value: AttributeValue): void {
  if (typeof value === 'number' && value >= 0) {
    writer.varint(value);
  } else {
    // Amounts are bigint, and nearly all of them fit in a number.
    const integer = BigInt(value as number | bigint | string);
    if (integer >= 0n && integer <= Number.MAX_SAFE_INTEGER) writer.varint(Number(integer));
    else writer.varint64(integer);
  }
}

function writeStrings(values: readonly string[]): void {
  const start = writer.length;
  for (let i = values.length - 1; i >= 0; i--) {
    const element = writer.length;
    writer.string(values[i]!);
    writer.varint(ANY.string);
    writer.delimit(ARRAY_VALUES, element);
  }
  writer.delimit(ANY.array, start);
}

/** Combines encoded fields of a span to an encoded span like that of `encodeSpan`. */
export function encodedSpanOf(fields: readonly Uint8Array[]): Uint8Array {
  const size = fields.reduce((sum, field) => sum + field.length, 0);
  return Buffer.concat([delimiter(SCOPE_SPANS.spans, size), ...fields]);
}

/** Encodes spans as one request (`ExportTraceServiceRequest`). */
export function encodeBatch(head: BatchHead, encodedSpans: readonly Uint8Array[]): Uint8Array {
  const { resource, scope } = encodedHead(head);
  const spans = encodedSpans.reduce((sum, encodedSpan) => sum + encodedSpan.length, 0);
  const scopeSpansHead = delimiter(RESOURCE_SPANS.scopeSpans, scope.length + spans);
  const resourceSpans = resource.length + scopeSpansHead.length + scope.length + spans;
  return Buffer.concat([
    delimiter(REQUEST_RESOURCE_SPANS, resourceSpans),
    resource,
    scopeSpansHead,
    scope,
    ...encodedSpans,
  ]);
}

/** Upper bound of the bytes that `encodeBatch` adds to the encoded spans. */
export function batchHeadSize(head: BatchHead): number {
  const { resource, scope } = encodedHead(head);
  return resource.length + scope.length + 24;
}

const heads = new WeakMap<BatchHead, { resource: Uint8Array; scope: Uint8Array }>();

function encodedHead(head: BatchHead): { resource: Uint8Array; scope: Uint8Array } {
  const known = heads.get(head);
  if (known !== undefined) {
    return known;
  }
  for (const [name, value] of Object.entries(head.resource)) {
    const start = writer.length;
    writer.string(value);
    writer.varint(ANY.string);
    writer.delimit(VALUE, start);
    writer.string(name);
    writer.varint(KEY);
    writer.delimit(RESOURCE_ATTRIBUTES, start);
  }
  writer.delimit(RESOURCE_SPANS.resource, 0);
  const resource = writer.take();
  writer.string(head.scope.version);
  writer.varint(SCOPE.version);
  writer.string(head.scope.name);
  writer.varint(SCOPE.name);
  writer.delimit(SCOPE_SPANS.scope, 0);
  const encoded = { resource, scope: writer.take() };
  heads.set(head, encoded);
  return encoded;
}

function delimiter(field: number, length: number): Uint8Array {
  writer.varint(length);
  writer.varint(field);
  return writer.take();
}

const PART = 2 ** 20;

/**
 * Writes the nanoseconds in two parts: a number cannot represent nanoseconds since 1970 exactly, and a bigint takes
 * several times as long.
 */
function writeNanoseconds(unixMs: number): void {
  const integer = Math.floor(unixMs);
  const high = Math.floor(integer / PART) * 1_000_000;
  const low = (integer % PART) * 1_000_000 + Math.round((unixMs - integer) * 1e6);
  // high × 2^20 + low, in two words of 32 bits.
  const sum = (high % 2 ** 12) * PART + low;
  writer.fixed32(Math.floor(high / 2 ** 12) + Math.floor(sum / 2 ** 32));
  writer.fixed32(sum % 2 ** 32);
}
