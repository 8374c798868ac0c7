import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointOf } from '../../testing/otlp-endpoint.ts';
import { readSpans, startOtlpReceiver, type OtlpReceiver } from '../../testing/otlp-receiver.ts';
import { otlpSender } from './otlp/otlp-http.ts';
import { RecordExporter, type ExporterOptions } from './record-exporter.ts';
import { encodeSpan, SPAN_KIND, type BatchHead } from './otlp/span-encoder.ts';
import { DiskSpool } from './spool/disk-spool.ts';

const head: BatchHead = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
let collector: OtlpReceiver;
let warnings: string[];

beforeEach(async () => {
  collector = await startOtlpReceiver();
  warnings = [];
});
afterEach(() => collector.close());

function exporter(options: Partial<ExporterOptions> = {}): RecordExporter {
  const send = otlpSender(
    endpointOf(`${collector.url}/v1/traces`, { headers: { 'x-team': 'a' }, timeoutMs: 1000 }),
    'Test/1.0',
  );
  const said = warnings;
  return new RecordExporter({
    send,
    sendSpooled: send,
    head,
    warn: (message) => said.push(message),
    firstRetryMs: 20,
    ...options,
  });
}

function encodedSpan(name: string, bytes = 0): Uint8Array {
  return encodeSpan({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name,
    kind: SPAN_KIND.client,
    startTime: 1,
    endTime: 2,
    failed: false,
    attributes: [['path', 'x'.repeat(bytes)]],
  });
}

function spanWithContent(name: string, content: string): Uint8Array {
  return encodeSpan({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name,
    kind: SPAN_KIND.client,
    startTime: 1,
    endTime: 2,
    failed: false,
    attributes: [['inputMessages', content]],
  });
}

const names = () => collector.spans.map(({ name }) => name);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 400) throw new Error('it did not come about within 4 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a record is sent within the flush window, together with others, with the configured headers', async () => {
  const sut = exporter({ flushEveryMs: 30 });
  for (const name of numbered(50)) sut.add(encodedSpan(name));
  await until(() => collector.spans.length === 50);
  expect(collector.requests).toHaveLength(1);
  expect(collector.requests[0]!.headers).toMatchObject({ 'x-team': 'a', 'content-type': 'application/x-protobuf' });
});

test('no request exceeds the limit, and a record that exceeds it is sent alone', async () => {
  const sut = exporter({ batchBytes: 10_000 });
  for (const name of numbered(20)) sut.add(encodedSpan(name, name === 'r7' ? 30_000 : 3000));
  await sut.flush();
  expect(names()).toEqual(numbered(20));
  const tooLarge = collector.requests.filter(({ bytes }) => bytes > 10_000);
  expect(tooLarge).toHaveLength(1);
  expect(tooLarge[0]!.bytes).toBeLessThan(30_500);
});

test.each([429, 502, 503, 504, 401])(
  'status %i: records wait, are sent again and arrive once, in order',
  async (status) => {
    let refusals = 3;
    collector.response = () => ({ status: refusals-- > 0 ? status : 200 });
    const sut = exporter({ flushEveryMs: 10 });
    for (const name of numbered(10)) sut.add(encodedSpan(name));
    await until(() => collector.spans.length > 0);
    await sut.flush();
    expect(names()).toEqual(numbered(10));
    expect(sut.dropped).toBe(0);
    expect(warnings.map((warning) => warning.slice(0, 35))).toEqual([
      'the collector does not accept recor',
      'the collector accepts records again',
    ]);
  },
);

test.each([
  [404, /without \/v1\/traces/],
  [401, /credential in TOKENTRAIL_OTLP_HEADERS or OTEL_EXPORTER_OTLP_HEADERS/],
  [503, /on disk\.$|in memory\.$/],
])('status %i: the warning names what the operator should check', async (status, words) => {
  collector.response = () => ({ status });
  const sut = exporter({ firstRetryMs: 60_000 });
  sut.add(encodedSpan('a'));
  await sut.flush();
  expect(warnings).toEqual([expect.stringMatching(words)]);
});

test('large records arrive unchanged and in order if some are rejected and the collector is unavailable in between', async () => {
  let requests = 0;
  collector.response = () => ({ status: ++requests % 5 === 0 ? 503 : requests % 7 === 0 ? 400 : 200 });
  const sent = exporter();
  const prompts: string[] = [];
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 12; i++) {
      const prompt = `${prompts.length} `.repeat(10_000);
      prompts.push(prompt);
      sent.add(spanWithContent(`r${prompts.length}`, prompt));
    }
    await sent.flush();
  }
  collector.response = () => ({ status: 200 });
  await until(() => collector.spans.length + sent.dropped === prompts.length);
  for (const { name, attributes } of collector.spans) {
    const prompt = attributes['gen_ai.input.messages'];
    // What was refused came again without its content.
    if (prompt !== undefined) expect(prompt === prompts[Number(name.slice(1)) - 1]).toBe(true);
  }
  expect(collector.spans.filter(({ attributes }) => 'gen_ai.input.messages' in attributes).length).toBeGreaterThan(200);
});

test('the exporter waits as long as the collector requests', async () => {
  let asked = 0;
  collector.response = () => (asked++ === 0 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200 });
  const sut = exporter({ flushEveryMs: 10 });
  sut.add(encodedSpan('a'));
  const start = Date.now();
  await until(() => collector.spans.length === 1);
  expect(Date.now() - start).toBeGreaterThan(900);
});

test('without a collector, add neither blocks nor throws and flush returns at once; all records arrive later', async () => {
  const port = Number(new URL(collector.url).port);
  await collector.close();
  const sut = exporter({ firstRetryMs: 60_000 });
  for (const name of numbered(5)) sut.add(encodedSpan(name));
  await sut.flush();
  expect(warnings).toEqual([expect.stringMatching(/ECONNREFUSED/)]);
  collector = await startOtlpReceiver(port);
  await sut.flush();
  expect(names()).toEqual(numbered(5));
});

test.each([400, 413])('status %i: the rejected record is dropped, the others arrive once', async (status) => {
  // The bad one is the only one of its size.
  collector.response = ({ bytes }) => ({ status: bytes > 5000 ? status : 200 });
  const sut = exporter();
  for (const name of numbered(40)) sut.add(encodedSpan(name, name === 'r23' ? 6000 : 0));
  await sut.flush();
  expect([...names()].sort()).toEqual(
    numbered(40)
      .filter((name) => name !== 'r23')
      .sort(),
  );
  expect(sut.dropped).toBe(1);
  expect(warnings).toEqual([
    expect.stringMatching(new RegExp(`rejected a record of 6\\d\\d\\d bytes \\(status ${status}\\)`)),
  ]);
});

test('the queue has a limit of bytes: records beyond it are counted and reported once', async () => {
  collector.response = () => ({ status: 503 });
  const sut = exporter({ queueBytes: 10_000, firstRetryMs: 60_000 });
  for (let i = 0; i < 100; i++) sut.add(encodedSpan('a', 1000));
  expect(sut.dropped).toBe(100 - 9);
  expect(warnings).toEqual([expect.stringMatching(/queue for the collector is full/)]);
  collector.response = () => ({ status: 200 });
  await sut.flush();
  expect(names()).toHaveLength(9);
});

test('a request without a response ends after the timeout', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const send = otlpSender(endpointOf(`http://127.0.0.1:${port}/v1/traces`, { timeoutMs: 50 }), 'Test/1.0');
  const outcome = await send(encodedSpan('a'));
  expect(outcome.kind).toBe('retryable');
  silent.close();
});

test('a record that is rejected because of its content arrives without it', async () => {
  collector.response = ({ bytes }) => ({ status: bytes > 5000 ? 413 : 200 });
  const sut = exporter();
  for (const name of numbered(10)) sut.add(spanWithContent(name, 'x'.repeat(name === 'r3' ? 6000 : 10)));
  await sut.flush();
  expect([...names()].sort()).toEqual(numbered(10).sort());
  expect(collector.spans.filter(({ attributes }) => 'gen_ai.input.messages' in attributes)).toHaveLength(9);
  expect(sut.dropped).toBe(0);
  expect(warnings).toEqual([expect.stringMatching(/sent without its content/)]);
});

test('records of a partial success are counted, and the reason is reported once, without secrets', async () => {
  const said = Buffer.from('no room for key sk-proj-abcdefghijklmnopqrst');
  // ExportTraceServiceResponse { partial_success { rejected_spans: 2, error_message } }
  const partial = Buffer.concat([Buffer.of(0x08, 2, 0x12, said.length), said]);
  collector.response = () => ({ status: 200, body: Buffer.concat([Buffer.of(0x0a, partial.length), partial]) });
  const sut = exporter();
  for (let i = 0; i < 3; i++) {
    for (const name of numbered(5)) sut.add(encodedSpan(name));
    await sut.flush();
  }
  expect(sut.dropped).toBe(6);
  expect(warnings).toEqual([expect.stringMatching(/rejected records: they are lost\. Its message: no room for key/)]);
  expect(warnings[0]).not.toContain('abcdefghij');
});

test('a response that is not OTLP counts as full success', async () => {
  collector.response = () => ({ status: 200, body: Buffer.from('{"partialSuccess":{}}') });
  const sut = exporter();
  sut.add(encodedSpan('a'));
  await sut.flush();
  expect(sut.dropped).toBe(0);
  expect(warnings).toEqual([]);
});

describe('with a spool', () => {
  let folder: string;
  let made: RecordExporter[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tokentrail-exporter-'));
    made = [];
  });
  afterEach(() => {
    for (const one of made) one.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  function spooling(options: Partial<ExporterOptions> = {}, maxBytes = 10_000_000): RecordExporter {
    const makeSpool: ExporterOptions['makeSpool'] = (given) => new DiskSpool({ ...given, folders: [folder], maxBytes });
    const one = exporter({ makeSpool, ...options });
    made.push(one);
    return one;
  }

  test.each([503, 401])(
    'status %i: what waits is on disk within moments, and arrives once, in order',
    async (status) => {
      collector.response = () => ({ status });
      const sut = spooling({ flushEveryMs: 10, batchBytes: 2000, firstRetryMs: 300 });
      for (const name of numbered(30)) sut.add(encodedSpan(name));
      await until(() => sut.spooled === 30);
      for (const name of numbered(60).slice(30)) sut.add(encodedSpan(name));
      await until(() => sut.spooled === 60);
      collector.response = () => ({ status: 200 });
      await until(() => collector.spans.length === 60);
      expect(names()).toEqual(numbered(60));
      await until(() => !sut.collectorAway);
      sut.add(encodedSpan('direct'));
      await sut.flush();
      expect(sut.spooled).toBe(60);
      expect(names().at(-1)).toBe('direct');
    },
  );

  test('a spooled record that is rejected is stored as a dead letter without its content and does not block others', async () => {
    collector.response = () => ({ status: 503 });
    const sut = spooling({ flushEveryMs: 10 });
    for (const name of numbered(20))
      sut.add(name === 'r7' ? encodedSpan(name, 6000) : spanWithContent(name, 'x'.repeat(10)));
    await until(() => sut.spooled === 20);
    collector.response = ({ bytes }) => ({ status: bytes > 5000 ? 400 : 200 });
    await until(() => sut.dropped === 1 && collector.spans.length === 19);
    expect(names()).toEqual(numbered(20).filter((name) => name !== 'r7'));
    const [letter] = readdirSync(join(folder, 'dead-letters'));
    const [kept] = readSpans(readFileSync(join(folder, 'dead-letters', letter!)));
    expect(kept).toMatchObject({ name: 'r7', resource: { 'service.name': 's' } });
    expect(warnings.filter((warning) => warning.includes('dead-letters'))).toHaveLength(1);
    await until(() => !sut.collectorAway);
  });

  test('if the collector becomes unavailable within a segment, accepted records are not sent again', async () => {
    collector.response = () => ({ status: 503 });
    const sut = spooling({ flushEveryMs: 10, firstRetryMs: 50 });
    for (const name of numbered(16)) sut.add(encodedSpan(name, 200));
    await until(() => sut.spooled === 16);
    let requests = 0;
    // The segment is split, its first half is taken, then there is an outage.
    collector.response = ({ bytes }) => {
      requests++;
      if (bytes > 3500) return { status: 413 };
      return { status: requests > 2 && requests < 6 ? 503 : 200 };
    };
    await until(() => collector.spans.length === 16);
    expect(names()).toEqual(numbered(16));
    expect(requests).toBe(6);
  });

  test('if the spool is full, records wait in memory, those beyond the limit are counted, the others arrive in order', async () => {
    collector.response = () => ({ status: 503 });
    const sut = spooling({ flushEveryMs: 10, queueBytes: 20_000, batchBytes: 3000, firstRetryMs: 60_000 }, 20_000);
    for (const name of numbered(60)) {
      sut.add(encodedSpan(name, 1000));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => warnings.length === 3);
    expect(warnings[1]).toMatch(/nothing can be written to the spool .*wait in memory/);
    expect(warnings[2]).toMatch(/queue for the collector is full/);
    collector.response = () => ({ status: 200 });
    await sut.flush();
    expect(names()).toEqual(numbered(60 - sut.dropped));
    expect(sut.dropped).toBeGreaterThan(10);
    expect(sut.dropped).toBeLessThan(30);
  });
});
