import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export type AttributeValue = string | number | boolean | AttributeValue[];

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** Nanoseconds between start and end. */
  durationNs: number;
  scope: string;
  attributes: Record<string, AttributeValue>;
}

export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  stop(): Promise<void>;
}

/**
 * Receives OTLP over HTTP (protobuf) on loopback and keeps the spans. Process records and metrics are accepted and
 * discarded.
 */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.url === '/v1/traces')
        spans.push(...spansOf(body).filter((span) => span.attributes['tokentrail.record.type'] !== 'process'));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** Undecoded values of a protobuf message by field number. */
type Message = Map<number, (Buffer | bigint)[]>;

/** Field numbers: opentelemetry/proto/trace/v1/trace.proto. */
function spansOf(body: Buffer): ReceivedSpan[] {
  return messages(message(body), 1)
    .flatMap((resourceSpans) => messages(resourceSpans, 2))
    .flatMap((scopeSpans) => {
      const scope = string(messages(scopeSpans, 1)[0], 1);
      return messages(scopeSpans, 2).map((span) => spanOf(span, scope));
    });
}

function spanOf(span: Message, scope: string): ReceivedSpan {
  return {
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentSpanId: hex(span, 4),
    name: string(span, 5),
    durationNs: Number(integer(span, 8) - integer(span, 7)),
    scope,
    attributes: Object.fromEntries(
      messages(span, 9).map((pair) => [string(pair, 1), anyValue(messages(pair, 2)[0] ?? new Map())]),
    ),
  };
}

/** Decodes an AnyValue of opentelemetry/proto/common/v1/common.proto. */
function anyValue(value: Message): AttributeValue {
  if (value.has(2)) return integer(value, 2) === 1n;
  if (value.has(3)) return Number(BigInt.asIntN(64, integer(value, 3)));
  if (value.has(4)) return new DataView(bigEndian(integer(value, 4))).getFloat64(0);
  const array = messages(value, 5)[0];
  return array === undefined ? string(value, 1) : messages(array, 1).map(anyValue);
}

function bigEndian(bits: bigint): ArrayBuffer {
  const bytes = new ArrayBuffer(8);
  new DataView(bytes).setBigUint64(0, bits);
  return bytes;
}

function message(bytes: Buffer): Message {
  const fields: Message = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    let value: Buffer | bigint;
    if (wireType === 0) value = varint();
    else if (wireType === 1) value = take(8).readBigUInt64LE();
    else if (wireType === 2) value = take(Number(varint()));
    else if (wireType === 5) value = BigInt(take(4).readUInt32LE());
    else throw new Error(`wire type ${wireType} in OTLP`);
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

function messages(parent: Message, field: number): Message[] {
  return (parent.get(field) ?? []).map((bytes) => message(bytes as Buffer));
}

function string(parent: Message | undefined, field: number): string {
  return (parent?.get(field)?.[0] as Buffer | undefined)?.toString('utf8') ?? '';
}

function hex(parent: Message, field: number): string {
  return (parent.get(field)?.[0] as Buffer | undefined)?.toString('hex') ?? '';
}

function integer(parent: Message, field: number): bigint {
  return (parent.get(field)?.[0] as bigint | undefined) ?? 0n;
}
