import { constants, deflateRawSync, zstdCompressSync } from 'node:zlib';

/** OTLP bodies built byte by byte, which no SDK would send. */

/** One length-delimited field of a protobuf message: text, bytes or a message. */
export function field(number: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([varint((number << 3) | 2), varint(length), ...parts]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

export type Nesting = 'array' | 'kvlist' | 'mixed';

/** Field numbers of one level of nesting, innermost first. */
const ARRAY_LEVEL = [1, 5];
const KVLIST_LEVEL = [2, 1, 6];

/** An AnyValue of `levels` nested arrays or maps. Built from its end, because a length stands before its value. */
export function nestedValue(levels: number, nesting: Nesting): Buffer {
  const buffer = Buffer.alloc(levels * 18 + 16);
  let start = buffer.length;
  const open = (number: number) => {
    const length = buffer.length - start;
    start -= lengthOfVarint(length) + 1;
    buffer[start] = (number << 3) | 2;
    let at = start + 1;
    for (let rest = length; ; rest = Math.floor(rest / 128)) {
      buffer[at] = rest >= 128 ? (rest % 128) | 128 : rest;
      at += 1;
      if (rest < 128) return;
    }
  };
  for (let level = 0; level < levels; level += 1) {
    const isArray = nesting === 'array' || (nesting === 'mixed' && level % 2 === 0);
    (isArray ? ARRAY_LEVEL : KVLIST_LEVEL).forEach(open);
  }
  return buffer.subarray(start);
}

function lengthOfVarint(value: number): number {
  return value < 128 ? 1 : 1 + lengthOfVarint(Math.floor(value / 128));
}

export function attribute(number: number, key: string, value: Uint8Array): Buffer {
  return field(number, field(1, Buffer.from(key)), field(2, value));
}

export function stringValue(text: string): Buffer {
  return field(1, Buffer.from(text));
}

const TRACE_ID = field(1, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex'));
// Now: the collector keeps spans of other times out of the traces store.
const START = BigInt(Date.now()) * 1_000_000n;
const TIMES = Buffer.concat([fixed64(7, START), fixed64(8, START + 1_000_000n)]);

function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([varint((number << 3) | 1), bytes]);
}

/** A span with additional fields. */
export function spanOf(...fields: Uint8Array[]): Buffer {
  const spanId = Buffer.from('0000000000000001', 'hex');
  return field(2, TRACE_ID, field(2, spanId), field(5, Buffer.from('hostile')), TIMES, ...fields);
}

/** A request with one resource and one scope. */
export function traces(spans: Uint8Array, resource: Uint8Array = Buffer.alloc(0), scope?: Uint8Array): Buffer {
  const scopeField = scope === undefined ? Buffer.alloc(0) : field(1, scope);
  return field(1, field(1, resource), field(2, scopeField, spans));
}

export type Depth = 'span' | 'resource' | 'scope' | 'event' | 'link';

/** A traces request with a deep value in one of the attributes of a trace. */
export function deepTraces(where: Depth, value: Uint8Array): Buffer {
  switch (where) {
    case 'span':
      return traces(spanOf(attribute(9, 'deep', value)));
    case 'resource':
      return traces(spanOf(), attribute(1, 'deep', value));
    case 'scope':
      return traces(spanOf(), undefined, attribute(3, 'deep', value));
    case 'event':
      return traces(spanOf(field(11, attribute(3, 'deep', value))));
    case 'link':
      return traces(spanOf(field(13, attribute(4, 'deep', value))));
  }
}

/** A metrics request with a deep value in an attribute of a data point or of an exemplar. */
export function deepMetrics(where: 'point' | 'exemplar', value: Uint8Array): Buffer {
  const deep = attribute(7, 'deep', value);
  const point = field(1, where === 'point' ? deep : field(5, deep));
  const metric = field(2, field(1, Buffer.from('tokentrail.calls')), field(5, point));
  const scope = field(1, field(1, Buffer.from('@tokentrail/instrumentation')));
  return field(1, field(1), field(2, scope, metric));
}

/** The same as JSON: a span attribute of nested arrays. */
export function deepJson(levels: number): Buffer {
  const value = `${'{"arrayValue":{"values":['.repeat(levels)}{"intValue":"1"}${']}}'.repeat(levels)}`;
  const span = `{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"0000000000000001","name":"x","attributes":[{"key":"deep","value":${value}}]}`;
  return Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
}

/** A request with `bytes` of empty spans, two bytes each. */
export function emptySpans(bytes: number): Buffer {
  return traces(Buffer.alloc(bytes, Buffer.from([0x12, 0])));
}

/** A request with one span that has `count` attributes. */
export function manyAttributes(count: number): Buffer {
  return traces(spanOf(repeated(attribute(9, 'k', stringValue('v')), count)));
}

/** A request with one attribute whose value is a map of `count` keys. */
export function manyKeys(count: number): Buffer {
  return traces(spanOf(attribute(9, 'map', field(6, repeated(attribute(1, 'k', stringValue('v')), count)))));
}

/** A request whose one attribute is a list of `count` empty values, two bytes each. */
export function manyValues(count: number): Buffer {
  return traces(spanOf(attribute(9, 'list', field(5, repeated(field(1), count)))));
}

/** A metrics request with `count` empty data points, two bytes each. */
export function manyPoints(count: number): Buffer {
  return field(1, field(2, field(2, field(5, repeated(field(1), count)))));
}

function repeated(bytes: Uint8Array, count: number): Buffer {
  return Buffer.alloc(bytes.length * count, bytes);
}

/** The start of a request with one text of at least `length` bytes; the text is to follow. */
export function beginningOfText(length: number): Buffer {
  const numbers = [1, 2, 2, 9, 2, 1];
  const heads = numbers.map((number, index) =>
    Buffer.concat([varint((number << 3) | 2), varint(length + 64 * (numbers.length - index))]),
  );
  return Buffer.concat(heads);
}

const CHUNK = Buffer.alloc(64 * 1024 ** 2, 'y');
const TEN_GB = 160;

/** Compressed bodies of at most a few MB that expand to 10 GB, or announce that they do: encoding → body. */
export function bombs(): [encoding: string, body: Buffer][] {
  const beginning = beginningOfText(TEN_GB * CHUNK.length);
  // A flushed block of deflate may be repeated unchanged.
  const flushed = (text: Buffer) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Buffer.concat([flushed(beginning), repeated(flushed(CHUNK), TEN_GB)]);
  const gzipHeader = Buffer.from('1f8b0800000000000003', 'hex');
  const zlibHeader = Buffer.from('789c', 'hex');
  return [
    ['gzip', Buffer.concat([gzipHeader, blocks])],
    ['zlib', Buffer.concat([zlibHeader, blocks])],
    ['deflate', Buffer.concat([zlibHeader, blocks])],
    ['zstd', Buffer.concat([zstdCompressSync(beginning), repeated(zstdCompressSync(CHUNK), TEN_GB)])],
    // The length that the block announces.
    ['snappy', Buffer.concat([varint(4_000_000_000), Buffer.from('0000', 'hex')])],
  ];
}
