import { flush, recordEvent, startCall, startRecording, startRequest, withUsage } from '../index.ts';
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
const CLIENT_KEY = 'sk-client-abcdefghijklmnop';

describe('a request of a gateway', () => {
  test('has its candidates in order: skipped, failed, retried with success, not reached', async () => {
    start({ TOKENTRAIL_HMAC_SECRET: 's' });
    const request = startRequest({
      ...CHAT,
      path: '/v1/chat/completions?x=1',
      user: 'u1',
      key: { name: 'team-a', value: CLIENT_KEY },
      group: 'vip',
      session: 's1',
      source: 'api_key',
      requestId: 'r1',
    });
    const [a, b, c] = request.candidates([
      { provider: 'azure', capabilitiesRequired: ['tools'], capabilitiesHeld: ['chat'] },
      {
        provider: 'openai',
        endpoint: 'openai-eu',
        serverAddress: 'api.openai.com',
        model: 'gpt-4o',
        key: { value: 'sk-proj-abcdefghijklmnopqrst', name: 'k1' },
      },
      { provider: 'mistral_ai' },
    ]);
    a!.skip('capability_missing');
    const first = b!.attempt();
    first.responded({ statusCode: 429, requestId: 'p1' });
    first.end({ state: 'failed', error: { code: 'rate_limit_exceeded' } });
    const second = b!.attempt();
    second.responded({ statusCode: 200 });
    second.firstChunk();
    second.end({
      state: 'success',
      usage: { inputTokens: 1000, outputTokens: 100 },
      responseModel: 'gpt-4o-2024-08-06',
      finishReasons: ['stop'],
    });
    request.end({ state: 'success', statusCode: 200 });
    expect(c).toBeDefined();

    const record = await onlyRecord();
    expect(record).toMatchObject({ name: 'chat gpt-4o', scope: '@tokentrail/instrumentation', failed: false });
    expect(record.resource['service.name']).toBe('gateway');
    expect(record.attributes).toMatchObject({
      'tokentrail.record.type': 'usage',
      'tokentrail.record.state': 'success',
      'tokentrail.call.type': 'chat',
      'tokentrail.source': 'api_key',
      'tokentrail.key.name': 'team-a',
      'tokentrail.key.preview': 'sk-...mnop',
      'tokentrail.group': 'vip',
      'tokentrail.request.id': 'r1',
      'user.id': 'u1',
      'session.id': 's1',
      'url.path': '/v1/chat/completions',
      'http.response.status_code': 200,
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 100,
      'tokentrail.attempts.count': 2,
      'tokentrail.attempts.retried': true,
      'tokentrail.attempts.changed_key': false,
      'tokentrail.attempts.fell_back': false,
      'tokentrail.cost.paid': 3_500_000,
      'tokentrail.cost.paid.state': 'priced',
      'tokentrail.cost.charged': 3_500_000,
    });
    expect(record.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThanOrEqual(0);
    expect(record.attempts).toMatchObject([
      {
        index: 0,
        retry: 0,
        state: 'skipped',
        skipReason: 'capability_missing',
        provider: 'azure',
        capabilitiesRequired: ['tools'],
        capabilitiesHeld: ['chat'],
      },
      {
        index: 1,
        retry: 0,
        state: 'failed',
        statusCode: 429,
        errorType: 'rate_limit_exceeded',
        errorCode: 'rate_limit_exceeded',
        requestId: 'p1',
        billed: 'no',
        paidNanoUsd: '0',
        keyName: 'k1',
        keyPreview: 'sk-proj-...qrst',
        server: 'api.openai.com',
        endpoint: 'openai-eu',
      },
      {
        index: 1,
        retry: 1,
        state: 'success',
        statusCode: 200,
        billed: 'yes',
        usage: { inputTokens: 1000, outputTokens: 100 },
        paidNanoUsd: '3500000',
      },
      { index: 2, retry: 0, state: 'available', provider: 'mistral_ai' },
    ]);
    expect(record.attempts[1]!.keyFingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(record.attempts[2]!.firstChunkMs).toBeGreaterThanOrEqual(0);
  });

  test('is marked if a retry used another key, also without a secret for fingerprints', async () => {
    start();
    const request = startRequest(CHAT);
    const withKey = (name: string) => ({ provider: 'openai', key: { name, value: `sk-proj-${name.repeat(4)}` } });
    request.attempt(withKey('pool-1')).end({ state: 'failed', statusCode: 429 });
    request.attempt(withKey('pool-2')).end({ state: 'success' });
    request.end({ state: 'success', statusCode: 200 });
    const { attributes, attempts } = await onlyRecord();
    expect(attempts.map(({ keyName }) => keyName)).toEqual(['pool-1', 'pool-2']);
    expect(attributes).toMatchObject({
      'tokentrail.attempts.retried': true,
      'tokentrail.attempts.changed_key': true,
      'tokentrail.attempts.fell_back': false,
    });
  });

  test('has child spans without a record type if there are several attempts', async () => {
    start();
    const request = startRequest(CHAT);
    for (const state of ['failed', 'success'] as const) {
      request.attempt({ provider: 'openai' }).end({ state, statusCode: state === 'failed' ? 500 : 200 });
    }
    request.end({ state: 'success' });
    const record = await onlyRecord();
    const children = collector.spans.filter((span) => span !== record && span.traceId === record.traceId);
    expect(children.map(({ parentSpanId, failed }) => ({ parentSpanId, failed }))).toEqual([
      { parentSpanId: record.spanId, failed: true },
      { parentSpanId: record.spanId, failed: false },
    ]);
    expect(children.every(({ traceId }) => traceId === record.traceId)).toBe(true);
  });

  test("at level basic neither keys nor the provider's error texts are sent", async () => {
    start();
    const request = startRequest({ ...CHAT, key: { value: CLIENT_KEY }, path: `/v1/keys/${CLIENT_KEY}` });
    request.content('clientRequestBody', { secret: 'words' });
    request.attempt({ provider: 'openai', key: { value: 'sk-proj-abcdefghijklmnopqrst' } }).end({
      state: 'failed',
      statusCode: 401,
      error: { code: 'Your key was refused', message: `Incorrect API key: ${CLIENT_KEY}`, body: { words: 'words' } },
    });
    request.end({ state: 'failed', statusCode: 502, error: { code: 'no_provider_available' } });
    const { attributes, attempts } = await onlyRecord();
    const all = JSON.stringify(collector.spans, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(all).not.toMatch(/abcdefghijklmnop|words|refused"/);
    expect(attempts[0]).toMatchObject({ errorType: '401' });
    expect(attributes).toMatchObject({
      'error.type': 'no_provider_available',
      'tokentrail.error.message': 'No provider could take the call.',
      'tokentrail.cost.paid': 0,
      'tokentrail.cost.paid.state': 'not_billed',
    });
  });

  test('without reported usage the cost is unknown and tokens are absent, not 0', async () => {
    start();
    const request = startRequest(CHAT);
    request.attempt({ provider: 'openai', serverAddress: 'api.openai.com' }).end({ state: 'success', statusCode: 200 });
    request.end({ state: 'success', statusCode: 200 });
    const { attributes } = await onlyRecord();
    expect(attributes['tokentrail.cost.paid.state']).toBe('unknown_usage');
    expect(Object.keys(attributes).filter((name) => /^gen_ai\.usage|cost\.(list|paid|charged)$/.test(name))).toEqual(
      [],
    );
  });

  test('a cost reported by the provider is the paid cost', async () => {
    start();
    const request = startRequest(CHAT);
    request.attempt({ provider: 'somebody' }).end({ state: 'success', reportedCostUsd: '0.0123' });
    request.end({ state: 'success' });
    expect((await onlyRecord()).attributes).toMatchObject({ 'tokentrail.cost.paid': 12_300_000 });
  });

  test('starts at its arrival', async () => {
    start();
    const startTime = Date.now() - 2000;
    startRequest({ ...CHAT, startTime }).end({ state: 'success' });
    const record = await onlyRecord();
    expect(record.startUnixNano).toBe(BigInt(startTime) * 1_000_000n);
    expect(Number(record.endUnixNano - record.startUnixNano) / 1e6).toBeGreaterThanOrEqual(2000);
  });

  test('ends once, and later calls change nothing', async () => {
    start();
    const request = startRequest(CHAT);
    request.end({ state: 'success', statusCode: 200 });
    request.end({ state: 'failed', statusCode: 500 });
    request.describe({ user: 'late' });
    request.attempt().end({ state: 'failed' });
    const record = await onlyRecord();
    expect(record.attributes['http.response.status_code']).toBe(200);
    expect(record.attributes['user.id']).toBeUndefined();
  });

  test('that is no LLM call is a record of type request without tokens and cost', async () => {
    start();
    startRequest({ type: 'request', method: 'GET', route: '/v1/models', path: '/v1/models' }).end({
      state: 'success',
      statusCode: 200,
    });
    const { name, attributes } = await onlyRecord();
    expect(name).toBe('GET /v1/models');
    expect(attributes).toMatchObject({
      'tokentrail.record.type': 'request',
      'http.request.method': 'GET',
      'http.route': '/v1/models',
    });
    expect(Object.keys(attributes).some((key) => /cost|gen_ai/.test(key))).toBe(false);
  });
});

describe('an SDK call inside a gateway request', () => {
  const SDK = {
    ...CHAT,
    provider: 'openai',
    serverAddress: '127.0.0.1',
    serverPort: 9001,
    path: '/v1/chat/completions',
  };

  test('becomes its attempt, including retries, and no record of its own', async () => {
    start();
    const request = startRequest({ ...CHAT, path: '/client' });
    const [candidate] = request.candidates([
      { provider: 'openai', endpoint: 'eu', key: { value: 'sk-proj-abcdefghijklmnopqrst' } },
    ]);
    const attempt = candidate!.attempt();
    await attempt.run(async () => {
      await null;
      const call = startCall(SDK);
      call.attempt().end({ state: 'failed', statusCode: 429 });
      call.attempt().responded({ statusCode: 200, requestId: 'p2' });
      call.firstChunk();
      call.end({ state: 'success', usage: { inputTokens: 7 }, responseModel: 'm' });
    });
    attempt.end({ state: 'success' });
    request.end({ state: 'success', statusCode: 200 });
    const record = await onlyRecord();
    expect(record.attempts).toMatchObject([
      { index: 0, retry: 0, state: 'failed', statusCode: 429, endpoint: 'eu', server: '127.0.0.1:9001' },
      {
        index: 0,
        retry: 1,
        state: 'success',
        statusCode: 200,
        requestId: 'p2',
        usage: { inputTokens: 7 },
        endpoint: 'eu',
      },
    ]);
    expect(record.attempts).toHaveLength(2);
    expect(record.attributes).toMatchObject({
      'url.path': '/client',
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.response.model': 'm',
    });
  });

  test('adds a candidate outside any attempt; has its own record after the end and in a plain request', async () => {
    start();
    const request = startRequest(CHAT);
    request.run(() => startCall(SDK).attempt().end({ state: 'success', statusCode: 200 }));
    request.end({ state: 'success' });
    request.run(() => startCall(SDK).end({ state: 'success' }));
    const plain = startRequest({ type: 'request' });
    plain.run(() => startCall(SDK).end({ state: 'success' }));
    plain.end({ state: 'success' });
    const all = await records();
    expect(
      all.map(({ attributes }) => [attributes['tokentrail.record.type'], attributes['tokentrail.attempts.count']]),
    ).toEqual([
      ['usage', 1],
      ['usage', undefined],
      ['usage', undefined],
      ['request', undefined],
    ]);
  });
});

describe('the caller', () => {
  test('is inherited by every call inside, across async boundaries; inner fields override outer ones', async () => {
    start();
    await withUsage({ user: 'u', group: 'g', key: 'nightly' }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      withUsage({ group: 'h' }, () =>
        startCall({ operation: 'embeddings', provider: 'openai' }).end({ state: 'success' }),
      );
    });
    startCall({ operation: 'chat', provider: 'openai' }).end({ state: 'success' });
    const [inside, outside] = await records();
    expect(inside!.attributes).toMatchObject({
      'user.id': 'u',
      'tokentrail.group': 'h',
      'tokentrail.key.name': 'nightly',
    });
    expect(outside!.attributes['user.id']).toBeUndefined();
  });

  test('returns the result of the function and passes its errors on, with recording on or off', () => {
    for (const on of [false, true]) {
      if (on) start();
      expect(withUsage({ user: 'u' }, () => 1)).toBe(1);
      expect(() =>
        withUsage({}, () => {
          throw new RangeError('x');
        }),
      ).toThrow(RangeError);
    }
  });
});

test('concurrent calls in one attempt become an attempt each; retries keep the endpoint of their call', async () => {
  start();
  const request = startRequest(CHAT);
  const attempt = request.candidate({ provider: 'openai', serverAddress: 'api.openai.com' }).attempt();
  attempt.run(() => {
    const begin = (operation: string, requestModel: string) =>
      startCall({ operation, requestModel, provider: 'openai', serverAddress: 'api.openai.com' });
    const chat = begin('chat', 'gpt-4o');
    const guard = begin('moderation', 'omni-moderation-latest');
    const lost = chat.attempt();
    guard.attempt();
    guard.end({ state: 'success', statusCode: 200, responseModel: 'omni-moderation-latest' });
    lost.end({ state: 'failed', statusCode: 429, billed: 'no' });
    chat.attempt();
    chat.end({ state: 'success', statusCode: 200, usage: { inputTokens: 1000, outputTokens: 100 } });
  });
  request.end({ state: 'success', statusCode: 200 });
  const { attempts } = await onlyRecord();
  expect(attempts.map(({ model, statusCode, usage }) => [model, statusCode, usage?.inputTokens])).toEqual([
    ['gpt-4o', 429, undefined],
    ['omni-moderation-latest', 200, undefined],
    ['gpt-4o', 200, 1000],
  ]);
});

test('while recording is off, handles do nothing and functions still run', () => {
  const request = startRequest(CHAT);
  const [candidate] = request.candidates([{ provider: 'openai' }]);
  candidate!.skip('x');
  expect(request.run(() => candidate!.attempt().run(() => 5))).toBe(5);
  expect(request.wants('inputMessages')).toBe(false);
  request.end({ state: 'success' });
  recordEvent({ type: 'system', name: 'x' });
  expect(startCall({ operation: 'chat' }).ended).toBe(true);
});
