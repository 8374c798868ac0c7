import { join } from 'node:path';
import { flush, startRecording, startRequest } from '../index.ts';
import type { ReceivedSpan } from '../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const collector = receiverForEachTest();

function start(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'gateway', ...env });
}

async function records(): Promise<ReceivedSpan[]> {
  await flush();
  return collector.records();
}

async function onlyRecord(): Promise<ReceivedSpan> {
  const all = await records();
  expect(all).toHaveLength(1);
  return all[0]!;
}

const CHAT = { operation: 'chat', requestModel: 'gpt-4o', apiFormat: 'openai.chat', method: 'POST' } as const;

describe('content', () => {
  const recordContent = () => {
    const request = startRequest({ ...CHAT, metadata: { tenant: 7 } });
    request.content('clientRequestHeaders', { authorization: 'Bearer x', accept: '*/*' });
    request.content('inputMessages', [{ role: 'user', content: 'hello' }]);
    request
      .attempt({ provider: 'openai' })
      .end({ state: 'failed', statusCode: 400, error: { body: { words: 'theirs' } } });
    request.end({ state: 'failed', statusCode: 400, error: { code: 'x', message: 'ours' } });
  };
  const CONTENT = [
    'gen_ai.input.messages',
    'tokentrail.attempts.error_bodies',
    'tokentrail.client.request.headers',
    'tokentrail.error.details',
    'tokentrail.metadata',
  ];

  test.each([
    ['basic', []],
    ['headers', ['tokentrail.client.request.headers', 'tokentrail.metadata']],
    ['full', CONTENT],
  ])('at level %s: %j', async (level, expected) => {
    start({ TOKENTRAIL_CAPTURE: level });
    recordContent();
    const { attributes } = await onlyRecord();
    expect(attributes['tokentrail.capture.level']).toBe(level);
    expect(CONTENT.filter((name) => name in attributes)).toEqual(expected);
    if (level === 'full') {
      expect(attributes).toMatchObject({
        'gen_ai.input.messages': '[{"role":"user","content":"hello"}]',
        'tokentrail.client.request.headers': '{"authorization":"***","accept":"*/*"}',
        'tokentrail.attempts.error_bodies': ['{"index":0,"retry":0,"body":{"words":"theirs"}}'],
        'tokentrail.error.details': 'ours',
        'tokentrail.metadata': '{"tenant":7}',
      });
    }
  });
});

test('later content replaces earlier content, unless it is absent', async () => {
  start({ TOKENTRAIL_CAPTURE: 'full' });
  const request = startRequest(CHAT);
  for (const body of [{ n: 1 }, { n: 2 }, undefined, null]) request.content('providerResponseBody', body);
  request.end({ state: 'success' });
  const { attributes } = await onlyRecord();
  expect(attributes['tokentrail.provider.response.body']).toBe('{"n":2}');
});

test("prices come from the operator's file, including a per-call price", async () => {
  start({ TOKENTRAIL_PRICES: join(__dirname, '../../testing/prices.yaml') });
  const request = startRequest({ operation: 'search', requestModel: 'web', path: '/search' });
  request
    .attempt({ provider: 'finder', serverAddress: 'api.finder.example' })
    .end({ state: 'success', usage: { units: { search: 2 } } });
  request.end({ state: 'success', statusCode: 200 });
  const { attributes } = await onlyRecord();
  expect(attributes).toMatchObject({
    'tokentrail.call.type': 'search',
    'tokentrail.cost.paid': 10_000_000,
    'tokentrail.price.source': 'operator',
  });
  expect(attributes['tokentrail.cost.lines']).toHaveLength(1);
});
