import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flush, shutdown, startCall, startRecording } from '../../index.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../../testing/otlp-receiver.ts';

let collector: OtlpReceiver;
let folder: string;

beforeEach(async () => {
  collector = await startOtlpReceiver();
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-price-entries-'));
});
afterEach(async () => {
  await shutdown();
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

function call(model: string, serverAddress = 'api.openai.com'): void {
  startCall({ operation: 'chat', provider: 'openai', serverAddress, requestModel: model }).end({
    state: 'success',
    usage: { inputTokens: 1000, outputTokens: 100 },
  });
}

/** What was received, in order: a price entry by its hash, a record by the entry it names. */
async function received(): Promise<string[]> {
  await flush();
  return collector.spans.map(({ attributes }) => {
    const kind = attributes['tokentrail.price.content'] === undefined ? 'record' : 'entry';
    return `${kind} ${String(attributes['tokentrail.price.entry'])}`;
  });
}

test('each price entry in use is sent once, before the first row that refers to it, and matches its hash', async () => {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
  for (const model of ['gpt-4o', 'gpt-4o', 'gpt-4o-mini', 'gpt-4o', 'a-model-that-nobody-sells']) call(model);
  const all = await received();
  const [one, two] = [all[0]?.slice('entry '.length), all[3]?.slice('entry '.length)];
  expect(all).toEqual([
    `entry ${one}`,
    `record ${one}`,
    `record ${one}`,
    `entry ${two}`,
    `record ${two}`,
    `record ${one}`,
    'record undefined',
  ]);
  for (const { attributes } of collector.spans.filter((span) => span.name === 'price entry')) {
    const content = String(attributes['tokentrail.price.content']);
    expect(createHash('sha256').update(content).digest('hex')).toBe(attributes['tokentrail.price.entry']);
    expect(attributes['tokentrail.price.source']).toBe('snapshot');
  }
});

test('a price entry is not a record and not part of a trace of the app', async () => {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
  call('gpt-4o');
  await flush();
  const [entry, record] = collector.spans;
  expect(Object.keys(entry?.attributes ?? {}).sort()).toEqual([
    'tokentrail.price.content',
    'tokentrail.price.entry',
    'tokentrail.price.source',
    'tokentrail.price.version',
  ]);
  expect(entry?.parentSpanId).toBeUndefined();
  expect(entry?.traceId).not.toBe(record?.traceId);
});

test("the operator's own entries are sent too", async () => {
  const prices = join(folder, 'prices.yaml');
  writeFileSync(
    prices,
    `{ schema: 1, version: acme-1, entries: [{ id: own, seller: { hosts: [own.example] }, models: [m], rows: [
       { prices: { input: { usd: '1', per: 1000000 }, output: { usd: '2', per: 1000000 } } }] }] }`,
  );
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_PRICES: prices });
  call('m', 'own.example');
  await flush();
  expect(collector.spans[0]?.attributes).toMatchObject({
    'tokentrail.price.source': 'operator',
    'tokentrail.price.version': 'acme-1',
    'tokentrail.price.content':
      '{"entry":{"id":"own","models":["m"],"rows":[{"prices":{"input":{"per":1000000,"usd":"1"},' +
      '"output":{"per":1000000,"usd":"2"}}}],"seller":{"hosts":["own.example"]}}}',
  });
});
