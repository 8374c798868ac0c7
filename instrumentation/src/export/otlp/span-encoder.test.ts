import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { readSpans } from '../../../testing/otlp-receiver.ts';
import { encodeBatch, encodeSpan, SPAN_KIND, type BatchHead, type SpanData } from './span-encoder.ts';

const head: BatchHead = {
  resource: { 'service.name': 'shöp', 'service.instance.id': 'a-1' },
  scope: { name: '@tokentrail/instrumentation', version: '0.1.0' },
};

const span: SpanData = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: '00f067aa0ba902b7',
  name: 'chat gpt-4o',
  kind: SPAN_KIND.client,
  startTime: 1_795_354_730_053.25,
  endTime: 1_795_354_730_103.5,
  failed: true,
  attributes: [
    ['recordType', 'usage'],
    ['path', `/v1/${'ä'.repeat(3000)}`],
    ['errorMessage', 'ümläut 🦊'],
    ['inputTokens', 0],
    ['outputTokens', 300],
    ['maxTokens', Number.MAX_SAFE_INTEGER],
    ['costPaid', 9_007_199_254_740_993n],
    ['amountNanoUsd', '-25000000000'],
    ['temperature', 1],
    ['stream', true],
    ['attemptsRetried', false],
    ['attempts', ['{"index":0}', 'x'.repeat(70_000)]],
    ['finishReasons', []],
  ],
};

/** What OpenTelemetry's own serializer makes of the same span. */
function byOpenTelemetry(): Buffer {
  const attributes = {
    'tokentrail.record.type': 'usage',
    'url.path': `/v1/${'ä'.repeat(3000)}`,
    'tokentrail.error.message': 'ümläut 🦊',
    'gen_ai.usage.input_tokens': 0,
    'gen_ai.usage.output_tokens': 300,
    'gen_ai.request.stream': true,
    'tokentrail.attempts.retried': false,
    'tokentrail.attempts': ['{"index":0}', 'x'.repeat(70_000)],
    'gen_ai.response.finish_reasons': [],
  };
  const readable = {
    name: span.name,
    kind: 2,
    spanContext: () => ({ traceId: span.traceId, spanId: span.spanId, traceFlags: 1 }),
    parentSpanContext: { traceId: span.traceId, spanId: '00f067aa0ba902b7', traceFlags: 1 },
    startTime: [1_795_354_730, 53_250_000],
    endTime: [1_795_354_730, 103_500_000],
    duration: [0, 50_250_000],
    ended: true,
    status: { code: 2 },
    attributes,
    links: [],
    events: [],
    resource: { attributes: head.resource },
    instrumentationScope: head.scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
  type Spans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];
  return Buffer.from(ProtobufTraceSerializer.serializeRequest([readable] as unknown as Spans)!);
}

test("a span reads as the one that OpenTelemetry's own serializer writes", () => {
  const [ours] = readSpans(Buffer.from(encodeBatch(head, [encodeSpan(span)])));
  const [theirs] = readSpans(byOpenTelemetry());
  expect(ours).toMatchObject({ ...theirs!, attributes: expect.objectContaining(theirs!.attributes) });
});

test('numbers keep their type and all digits: integers beyond 2^53, negative ones, an integral double', () => {
  const [ours] = readSpans(Buffer.from(encodeBatch(head, [encodeSpan(span)])));
  expect(ours!.attributes).toMatchObject({
    'gen_ai.request.max_tokens': Number.MAX_SAFE_INTEGER,
    'tokentrail.cost.paid': 9_007_199_254_740_993n,
    'tokentrail.amount.nano_usd': -25_000_000_000,
  });
  const bytes = Buffer.from(encodeSpan({ ...span, attributes: [['temperature', 1]] }));
  const doubleOne = Buffer.alloc(8);
  doubleOne.writeDoubleLE(1);
  expect(bytes.includes(doubleOne)).toBe(true);
});

test('a batch is the sequence of its encoded spans, for any number and size', () => {
  const encodedSpans = Array.from({ length: 300 }, (_, i) =>
    encodeSpan({ ...span, name: `n${i}`, attributes: [['path', 'p'.repeat(i * 40)]] }),
  );
  const spans = readSpans(Buffer.from(encodeBatch(head, encodedSpans)));
  expect(spans.map(({ name }) => name)).toEqual(encodedSpans.map((_, i) => `n${i}`));
  expect(spans.every(({ resource }) => resource['service.name'] === 'shöp')).toBe(true);
});

test('a span that cannot be encoded does not change the next one', () => {
  expect(() => encodeSpan({ ...span, attributes: [['inputTokens', 'many']] })).toThrow();
  const encodedSpan = encodeSpan({ ...span, attributes: [] });
  expect(readSpans(Buffer.from(encodeBatch(head, [encodedSpan])))).toHaveLength(1);
});
