import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeAttempt, type Attempt } from '@tokentrail/records';
import {
  doubleOf,
  messages,
  readAttributes,
  readMessage,
  textOf,
  type AnyValue,
  type Field,
  type Message,
} from './protobuf-reader.ts';

export interface ReceivedSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  startUnixNano: bigint;
  endUnixNano: bigint;
  failed: boolean;
  attributes: Record<string, AnyValue>;
  /** `tokentrail.attempts`, decoded. */
  attempts: Attempt[];
  resource: Record<string, AnyValue>;
  scope: string | undefined;
}

export interface ReceivedPoint {
  metric: string;
  unit: string;
  attributes: Record<string, AnyValue>;
  /** Value of a sum or a gauge, count of a histogram. */
  value: number;
  /** Only of a histogram. */
  histogram?: { sum: number; boundaries: number[] };
}

/** Decides the response of the receiver. The default accepts everything. */
export type ResponseReader = (request: { path: string; bytes: number; headers: IncomingMessage['headers'] }) => {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer;
};

export interface OtlpReceiver {
  url: string;
  /** Spans of the requests that got status 200, without process records. */
  spans: ReceivedSpan[];
  /** Process records of these requests. */
  processes: ReceivedSpan[];
  points: ReceivedPoint[];
  requests: { path: string; bytes: number; headers: IncomingMessage['headers']; status: number }[];
  response: ResponseReader;
  /** Spans with a record type. */
  records(): ReceivedSpan[];
  close(): Promise<void>;
}

/** An OTLP/HTTP receiver on loopback that keeps what it accepts. `port` 0 selects a free port. */
export async function startOtlpReceiver(port = 0): Promise<OtlpReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const seen = { path: request.url ?? '', bytes: body.length, headers: request.headers };
      const { status, headers = {}, body: responseBody } = receiver.response(seen);
      receiver.requests.push({ ...seen, status });
      if (status === 200 && seen.path.endsWith('/v1/traces')) {
        for (const span of readSpans(body)) (isProcess(span) ? receiver.processes : receiver.spans).push(span);
      }
      if (status === 200 && seen.path.endsWith('/v1/metrics')) receiver.points.push(...readPoints(body));
      response.writeHead(status, headers).end(responseBody);
    });
  });
  const receiver: OtlpReceiver = {
    url: '',
    spans: [],
    processes: [],
    points: [],
    requests: [],
    response: () => ({ status: 200 }),
    records: () => receiver.spans.filter((span) => span.attributes['tokentrail.record.type'] !== undefined),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}

function isProcess({ attributes }: ReceivedSpan): boolean {
  return attributes['tokentrail.record.type'] === 'process';
}

export function readSpans(body: Buffer): ReceivedSpan[] {
  return messages(readMessage(body), 1).flatMap((resourceSpans) => {
    const resource = readAttributes(messages(resourceSpans, 1).flatMap((message) => messages(message, 1)));
    return messages(resourceSpans, 2).flatMap((scopeSpans) => {
      const scope = messages(scopeSpans, 1)[0];
      return messages(scopeSpans, 2).map((span) => readSpan(span, resource, scope && textOf(scope, 1)));
    });
  });
}

function readSpan(span: Message, resource: Record<string, AnyValue>, scope: string | undefined): ReceivedSpan {
  const hex = (field: number) => (span.get(field)?.[0] as Buffer | undefined)?.toString('hex');
  const attributes = readAttributes(messages(span, 9));
  const attempts = (attributes['tokentrail.attempts'] ?? []) as string[];
  return {
    name: textOf(span, 5) ?? '',
    kind: Number(span.get(6)?.[0]),
    traceId: hex(1) ?? '',
    spanId: hex(2) ?? '',
    parentSpanId: hex(4),
    startUnixNano: span.get(7)?.[0] as bigint,
    endUnixNano: span.get(8)?.[0] as bigint,
    failed: messages(span, 15)[0]?.get(3)?.[0] === 2n,
    attributes,
    attempts: attempts.map(decodeAttempt).filter((attempt) => attempt !== null),
    resource,
    scope,
  };
}

function readPoints(body: Buffer): ReceivedPoint[] {
  return messages(readMessage(body), 1).flatMap((resourceMetrics) =>
    messages(resourceMetrics, 2).flatMap((scopeMetrics) => messages(scopeMetrics, 2).flatMap(readMetric)),
  );
}

function readMetric(metric: Message): ReceivedPoint[] {
  const head = { metric: textOf(metric, 1) ?? '', unit: textOf(metric, 3) ?? '' };
  const numbers = [...messages(metric, 5), ...messages(metric, 7)].flatMap((data) => messages(data, 1));
  const histograms = messages(metric, 9).flatMap((histogram) => messages(histogram, 1));
  return [
    ...numbers.map((point) => ({
      ...head,
      attributes: readAttributes(messages(point, 7)),
      value: doubleOf(point.get(4)?.[0] as bigint),
    })),
    ...histograms.map((point) => ({
      ...head,
      attributes: readAttributes(messages(point, 9)),
      value: Number(point.get(4)?.[0]),
      histogram: { sum: doubleOf(point.get(5)?.[0] as bigint), boundaries: doublesOf(point.get(7)?.[0]) },
    })),
  ];
}

function doublesOf(packed: Field | undefined): number[] {
  const bytes = packed as Buffer;
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}
