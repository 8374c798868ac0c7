/** Attacks the real collector's OTLP receiver, between real stores. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { collectorBinary, startCollector } from '@tokentrail/collector-config';
import { sendSpans, span, string } from '../collector/otlp.ts';
import { buildBytes, bytes, flips, kept, packing, type Bytes } from './bytes.ts';
import { PASSWORDS, startEngine, type Engine } from './engine.ts';
import { nestedSpan } from './protobuf.ts';
import { framing, send, sent, type Framing } from './raw-http.ts';
import type { Target } from './target.ts';

interface Attack {
  path: string;
  type: string;
  /** The announced encoding; null: the actual one. */
  saysEncoding: string | null;
  payload: Payload;
  packing: Bytes['packing'];
  flips: Bytes['flips'];
  kept: number;
  framing: Framing;
  sent: number;
}

type Payload =
  | { kind: 'bytes'; bytes: Bytes }
  /** A span whose only attribute is nested, in protobuf or JSON. */
  | { kind: 'nested'; shape: 'array' | 'kvlist'; levels: number; format: 'json' | 'protobuf'; unclosed: boolean }
  /** A span with these attributes, as JSON. */
  | { kind: 'span'; attributes: { key: string; value: unknown }[]; more: Record<string, unknown> };

const KEYS = [
  ...[
    'tokentrail.record.type',
    'tokentrail.record.state',
    'tokentrail.attempts',
    'tokentrail.cost.paid',
    'user.id',
    '',
  ],
  ...[
    'gen_ai.input.messages',
    'gen_ai.usage.input_tokens',
    'tokentrail.record.version_unix_ms',
    'http.response.status_code',
  ],
  ...['tokentrail.price.entry', 'tokentrail.price.content', 'tokentrail.request.headers', '\0', 'a'.repeat(1000)],
];
const TEXTS = [
  ...[
    'usage',
    'success',
    'pending',
    '',
    '1',
    '-1',
    '1e999',
    '9223372036854775808',
    'NaN',
    '[',
    '["{}"]',
    '[[[[',
    '\0',
    '\ud800',
  ],
  ...[
    'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8t',
    'x'.repeat(100_000),
    `["${'{"a":'.repeat(500)}"]`,
    "'); DROP TABLE usage_records; --",
  ],
];
const leaf = fc.oneof(
  fc.constantFrom(...TEXTS).map((stringValue) => ({ stringValue })),
  fc.constantFrom('0', '-1', '9223372036854775807', '9e18', 'x').map((intValue) => ({ intValue })),
  fc.double().map((doubleValue) => ({ doubleValue: Number.isFinite(doubleValue) ? doubleValue : String(doubleValue) })),
  fc.constantFrom({ boolValue: true }, { bytesValue: 'AAEC' }, { bytesValue: '*' }, {}, null, { stringValue: 1 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key: fc.constantFrom(...KEYS), value: tie('value') }), { maxLength: 4 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}));
const more = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Record<string, unknown>>({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, unknown>>(
      { traceId: '', spanId: '' },
      { traceId: 'zz' },
      { startTimeUnixNano: '0', endTimeUnixNano: '18446744073709551615' },
      { startTimeUnixNano: '-1' },
      { kind: 99 },
      { name: 'x'.repeat(100_000) },
      { events: Array.from({ length: 1000 }, () => ({ name: 'e' })) },
      { status: { code: 7, message: '\u0001' } },
    ),
  },
);
const payload: fc.Arbitrary<Payload> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('span' as const),
      attributes: fc.array(fc.record({ key: fc.constantFrom(...KEYS), value }), { maxLength: 6 }),
      more,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('nested' as const),
      shape: fc.constantFrom('array' as const, 'kvlist' as const),
      levels: fc.oneof(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 301, max: 20_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
      ),
      format: fc.constantFrom('json' as const, 'protobuf' as const),
      unclosed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      bytes: bytes(
        fc.constantFrom('{"resourceSpans":[', '[', '{"a":', '\x0a', '\x0a\x01', '\xff', 'null', '\0', ' '),
        100_000_000,
      ),
    }),
  },
);
const attack: fc.Arbitrary<Attack> = fc.record({
  path: fc.oneof(
    { weight: 6, arbitrary: fc.constant('/v1/traces') },
    { weight: 1, arbitrary: fc.constantFrom('/v1/metrics', '/v1/logs', '/', '/%00', '//v1/traces') },
  ),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'application/x-protobuf',
    'text/plain',
    'application/json; charset=x',
  ),
  saysEncoding: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('gzip', 'zstd', 'snappy', 'lz4', 'x') },
  ),
  payload,
  packing: fc.oneof({ weight: 3, arbitrary: fc.constant('none' as const) }, { weight: 1, arbitrary: packing }),
  flips,
  kept,
  framing,
  sent,
});

/** The body before compression. */
function plainBody(made: Payload): Buffer {
  if (made.kind === 'bytes') return buildBytes(made.bytes);
  if (made.kind === 'span')
    return Buffer.from(request(JSON.stringify(span([], { attributes: made.attributes, ...made.more }))));
  const { shape, levels, format, unclosed } = made;
  if (format === 'protobuf') return nestedSpan(levels, shape, 'leaf');
  const [open, close] =
    shape === 'array'
      ? ['{"arrayValue":{"values":[', ']}}']
      : ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}'];
  const nested = open.repeat(levels) + '{"stringValue":"leaf"}';
  if (unclosed)
    return Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"a","value":${nested}`);
  const attributes = `[{"key":"a","value":${nested}${close.repeat(levels)}}]`;
  return Buffer.from(request(JSON.stringify(span([])).replace('"attributes":[]', () => `"attributes":${attributes}`)));
}

function request(spanText: string): string {
  return `{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"fuzz"},"spans":[${spanText}]}]}]}`;
}

async function attackWith(port: number, made: Attack): Promise<void> {
  const latin1 = plainBody(made.payload).toString('latin1');
  const body: Bytes = {
    parts: [{ text: latin1, times: 1 }],
    packing: made.packing,
    flips: made.flips,
    kept: made.kept,
  };
  const isProtobuf = made.payload.kind === 'nested' && made.payload.format === 'protobuf';
  const encoding = made.saysEncoding ?? (made.packing === 'none' ? null : made.packing);
  await send(port, {
    method: 'POST',
    target: made.path,
    headers: [
      ['Content-Type', isProtobuf ? 'application/x-protobuf' : made.type],
      ...(encoding === null ? [] : [['Content-Encoding', encoding] satisfies [string, string]]),
    ],
    body,
    framing: made.framing,
    sent: made.sent,
    end: 'close',
  });
}

const RECORD = [string('tokentrail.record.type', 'usage'), string('tokentrail.record.state', 'success')];
const ARRIVES_WITHIN_MS = 60_000;

/** After all attacks a good record still arrives: nothing blocks the queue permanently. */
async function goodRecordArrives(otlpUrl: string, ledger: Engine): Promise<void> {
  const id = `good-${Date.now()}`;
  await sendSpans(otlpUrl, [span([...RECORD, string('user.id', id)])]);
  for (const deadline = Date.now() + ARRIVES_WITHIN_MS; Date.now() < deadline; await sleep(250)) {
    const sql = `SELECT count() AS n FROM usage_records WHERE user_id = '${id}'`;
    const { text } = await ledger.ask('tokentrail_ledger_reader', sql);
    if (text.includes('"1"')) return;
  }
  throw new Error('a good record did not arrive in the ledger');
}

export const otlp: Target<Attack[]> = {
  name: 'otlp',
  inputs: fc.array(attack, { minLength: 1, maxLength: 3 }),
  async start() {
    const dataDir = mkdtempSync(join(tmpdir(), 'tokentrail-fuzz-collector-'));
    const [ledger, traces] = await Promise.all([startEngine('ledger'), startEngine('traces')]);
    const collector = await startCollector({
      binary: await collectorBinary(),
      dataDir,
      env: {
        TOKENTRAIL_LEDGER_ENDPOINT: ledger.url,
        TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
        TOKENTRAIL_LEDGER_PASSWORD: PASSWORDS.tokentrail_writer,
        TOKENTRAIL_TRACES_ENDPOINT: traces.url,
        TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
        TOKENTRAIL_TRACES_PASSWORD: PASSWORDS.tokentrail_writer,
      },
    });
    const port = Number(new URL(collector.otlpUrl).port);
    return {
      pid: collector.pid,
      // Its own limit is 1 GiB; allocations between two checks of the limiter come on top.
      memoryMiB: 1400,
      canary: {
        url: `${collector.otlpUrl}/v1/traces`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: request(JSON.stringify(span([...RECORD, string('user.id', 'canary')]))),
      },
      async attack(attacks) {
        await Promise.all(attacks.map((made) => attackWith(port, made)));
      },
      finish: () => goodRecordArrives(collector.otlpUrl, ledger),
      async stop() {
        await collector.stop();
        await Promise.all([ledger.stop(), traces.stop()]);
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  },
};
