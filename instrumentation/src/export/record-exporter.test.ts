import { startOtlpReceiver, type OtlpReceiver } from '../testing/otlp-receiver.ts';
import { otlpSender } from './otlp-http.ts';
import { RecordExporter, type ExporterOptions } from './record-exporter.ts';
import { encodeSpan, SPAN_KIND, type BatchHead } from './span-encoder.ts';

const head: BatchHead = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
let collector: OtlpReceiver;
let warnings: string[];

beforeEach(async () => {
  collector = await startOtlpReceiver();
  warnings = [];
});
afterEach(() => collector.close());

function exporter(options: Partial<ExporterOptions> = {}): RecordExporter {
  const send = otlpSender(`${collector.url}/v1/traces`, { 'x-team': 'a' }, 1000);
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

function frame(name: string, bytes = 0): Uint8Array {
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

const names = () => collector.spans.map(({ name }) => name);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 400) throw new Error('it did not come about within 4 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a record leaves within the flush window, in one request with those beside it, headers as configured', async () => {
  const sut = exporter({ flushEveryMs: 30 });
  for (const name of numbered(50)) sut.add(frame(name));
  await until(() => collector.spans.length === 50);
  expect(collector.requests).toHaveLength(1);
  expect(collector.requests[0]!.headers).toMatchObject({ 'x-team': 'a', 'content-type': 'application/x-protobuf' });
});

test('no request is larger than its bound, and one record that is goes alone', async () => {
  const sut = exporter({ batchBytes: 10_000 });
  for (const name of numbered(20)) sut.add(frame(name, name === 'r7' ? 30_000 : 3000));
  await sut.flush();
  expect(names()).toEqual(numbered(20));
  const tooLarge = collector.requests.filter(({ bytes }) => bytes > 10_000);
  expect(tooLarge).toHaveLength(1);
  expect(tooLarge[0]!.bytes).toBeLessThan(30_500);
});

test.each([429, 502, 503, 504, 401])(
  'status %i: records wait, are tried again and arrive once, in order',
  async (status) => {
    let refusals = 3;
    collector.answer = () => ({ status: refusals-- > 0 ? status : 200 });
    const sut = exporter({ flushEveryMs: 10 });
    for (const name of numbered(10)) sut.add(frame(name));
    await until(() => collector.spans.length > 0);
    await sut.flush();
    expect(names()).toEqual(numbered(10));
    expect(sut.dropped).toBe(0);
    expect(warnings.map((warning) => warning.slice(0, 33))).toEqual([
      'the collector does not take recor',
      'the collector takes records again',
    ]);
  },
);

test('a collector that asks for a pause gets it', async () => {
  let asked = 0;
  collector.answer = () => (asked++ === 0 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200 });
  const sut = exporter({ flushEveryMs: 10 });
  sut.add(frame('a'));
  const start = Date.now();
  await until(() => collector.spans.length === 1);
  expect(Date.now() - start).toBeGreaterThan(900);
});

test('nobody listens: adding neither blocks nor throws, flush gives up at once, and all arrive once somebody does', async () => {
  const port = Number(new URL(collector.url).port);
  await collector.close();
  const sut = exporter({ firstRetryMs: 60_000 });
  for (const name of numbered(5)) sut.add(frame(name));
  await sut.flush();
  expect(warnings).toEqual([expect.stringMatching(/ECONNREFUSED/)]);
  collector = await startOtlpReceiver(port);
  await sut.flush();
  expect(names()).toEqual(numbered(5));
});

test.each([400, 413])(
  'status %i: the one record that is refused is given up, the others arrive once',
  async (status) => {
    // The bad one is the only one of its size.
    collector.answer = ({ bytes }) => ({ status: bytes > 5000 ? status : 200 });
    const sut = exporter();
    for (const name of numbered(40)) sut.add(frame(name, name === 'r23' ? 6000 : 0));
    await sut.flush();
    expect([...names()].sort()).toEqual(
      numbered(40)
        .filter((name) => name !== 'r23')
        .sort(),
    );
    expect(sut.dropped).toBe(1);
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`refused a record of 6\\d\\d\\d bytes \\(status ${status}\\)`)),
    ]);
  },
);

test('the queue has a bound of bytes: what comes on top is counted, and said once', async () => {
  collector.answer = () => ({ status: 503 });
  const sut = exporter({ queueBytes: 10_000, firstRetryMs: 60_000 });
  for (let i = 0; i < 100; i++) sut.add(frame('a', 1000));
  expect(sut.dropped).toBe(100 - 9);
  expect(warnings).toEqual([expect.stringMatching(/queue for the collector is full/)]);
  collector.answer = () => ({ status: 200 });
  await sut.flush();
  expect(names()).toHaveLength(9);
});

test('a collector that takes the connection and never answers is given up after the timeout', async () => {
  const send = otlpSender('http://10.255.255.1:9/v1/traces', {}, 50);
  const outcome = await send(frame('a'));
  expect(outcome.kind).toBe('unavailable');
});
