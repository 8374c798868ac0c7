import { flush, recordEvent, shutdown, startCall, startRecording, startRequest, type RequestStart } from '../index.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../testing/otlp-receiver.ts';

let collector: OtlpReceiver;

beforeEach(async () => {
  collector = await startOtlpReceiver();
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
});
afterEach(async () => {
  await shutdown();
  await collector.close();
});

async function onlyRecord(): Promise<ReceivedSpan> {
  await flush();
  const all = collector.records();
  expect(all).toHaveLength(1);
  return all[0]!;
}

const CHAT = { operation: 'chat', requestModel: 'gpt-4o', apiFormat: 'openai.chat', method: 'POST' } as const;

describe('invalid values of a program without types do not lose the record', () => {
  test.each<[string, unknown]>([
    ['a start that is not a number', { startTime: NaN }],
    ['a start before the epoch', { startTime: -5 }],
    ['a start that is a string', { startTime: 'yesterday' }],
    ['nulls', { user: null, group: null, path: null, userAgent: null, key: null, requestModel: null, params: null }],
    ['a path that is a number', { path: 5 }],
    ['a list of user agents', { userAgent: ['a', 'b'] }],
    ['a key that is a function', { key: { value: () => 'x', name: 7 } }],
    ['a model that is an object', { requestModel: { id: 'gpt-4o' } }],
  ])('%s', async (_, facts) => {
    startRequest({ ...CHAT, route: '/v1', ...(facts as RequestStart) }).end({ state: 'success', statusCode: 200 });
    const { attributes, startUnixNano, endUnixNano } = await onlyRecord();
    expect(attributes).toMatchObject({ 'http.response.status_code': 200, 'http.route': '/v1' });
    expect(Math.abs(Number(startUnixNano / 1_000_000n) - Date.now())).toBeLessThan(5000);
    expect(endUnixNano).toBeGreaterThanOrEqual(startUnixNano);
    expect(Object.values(attributes)).not.toContain('null');
  });

  test.each<[string, unknown]>([
    ['an end that is not a number', { endTime: NaN }],
    ['an end before the start', { endTime: Date.now() - 100_000 }],
    ['a status that is not a number', { statusCode: NaN }],
    ['a status that is a string', { statusCode: 'teapot' }],
    ['an infinite status', { statusCode: Infinity }],
    ['nulls', { statusCode: null, usage: null, error: null, finishReasons: null, responseModel: null }],
    ['invalid finish reasons', { finishReasons: [null, 1, 'stop'] }],
    ['invalid usage', { usage: { inputTokens: NaN, outputTokens: '5' } }],
  ])('%s', async (_, end) => {
    startRequest({ ...CHAT, user: 'u1' }).end({ state: 'failed', ...(end as object) });
    const { attributes, startUnixNano, endUnixNano } = await onlyRecord();
    expect(attributes).toMatchObject({ 'user.id': 'u1', 'tokentrail.record.state': 'failed' });
    expect(attributes['http.response.status_code']).toBeUndefined();
    expect(endUnixNano).toBeGreaterThanOrEqual(startUnixNano);
    expect(endUnixNano - startUnixNano).toBeLessThan(5_000_000_000n);
  });

  test.each([undefined, null, {}, { state: 'error' }])('%j as an end', async (end) => {
    const request = startRequest({ ...CHAT, user: 'u1' });
    request.attempt({ provider: 'openai' }).end(end as never);
    request.end(end as never);
    const { attributes, attempts } = await onlyRecord();
    expect(attributes).toMatchObject({ 'user.id': 'u1', 'tokentrail.record.state': 'failed' });
    expect(attempts).toMatchObject([{ state: 'failed', provider: 'openai' }]);
  });

  test('usage and an end with fields that throw', async () => {
    const withThrowingField = (field: string, rest: object) =>
      Object.defineProperty({ ...rest }, field, {
        enumerable: true,
        get() {
          throw new Error('not now');
        },
      });
    const request = startRequest({ ...CHAT, user: 'u1' });
    request.usage(withThrowingField('debug', { inputTokens: 5, raw: withThrowingField('more', {}) }));
    request.end(withThrowingField('error', { state: 'failed', statusCode: 500 }) as never);
    const { attributes } = await onlyRecord();
    expect(attributes).toMatchObject({
      'user.id': 'u1',
      'gen_ai.usage.input_tokens': 5,
      'http.response.status_code': 500,
    });
  });

  test('an event without a time or a name', async () => {
    recordEvent({ type: 'login', name: null as unknown as string, time: NaN, user: 'u1' });
    expect((await onlyRecord()).attributes['user.id']).toBe('u1');
  });

  test('attempts that cannot be serialized lose neither the rest of the record nor the metrics', async () => {
    const request = startRequest({ ...CHAT, group: null as unknown as string });
    request.candidate({ provider: 'openai', capabilitiesHeld: [1n] as unknown as string[] }).skip('x');
    request.end({ state: 'failed', statusCode: 503 });
    expect((await onlyRecord()).attributes['http.response.status_code']).toBe(503);
    expect(collector.points.some(({ metric }) => metric === 'tokentrail.calls')).toBe(true);
  });
});

test('attempts have the form that the ledger accepts: identifiers without spaces, numeric statuses', async () => {
  const request = startRequest(CHAT);
  request
    .candidate({
      provider: 'Azure\u2028EU\n',
      endpoint: 'e'.repeat(1000),
      capabilitiesRequired: ['function calling'],
      capabilitiesHeld: [],
    })
    .skip('no tools, sorry');
  const attempt = request.attempt({ provider: 'openai' });
  attempt.end({ state: 'failed', statusCode: NaN, requestId: 'id "with" quotes', servedServiceTier: 'a tier' });
  request.end({ state: 'failed', statusCode: 502 });
  const { attempts } = await onlyRecord();
  expect(attempts[0]).toMatchObject({
    provider: 'Azure EU ',
    endpoint: 'e'.repeat(256),
    skipReason: 'no_tools_sorry',
    capabilitiesRequired: ['function_calling'],
  });
  expect(attempts[1]).toMatchObject({ requestId: 'id_with_quotes', servedTier: 'a_tier' });
  expect(attempts[1]).not.toHaveProperty('statusCode');
});

test('a key in any field is redacted in records, attempts and metric labels', async () => {
  const key = 'sk-proj-Abc0defGHIjklMNO0pqrSTUvwx';
  const keyInfo = { name: key, value: key };
  const request = startRequest({
    operation: key,
    provider: key,
    requestModel: key,
    apiFormat: key,
    method: key,
    path: `https://me:${key}@host/${key}`,
    route: `/x/${key}`,
    requestId: key,
    serverAddress: key,
    key: keyInfo,
    user: key,
    group: key,
    session: key,
    conversationId: key,
    clientAddress: key,
    userAgent: key,
    requestedServiceTier: key,
    metadata: { key },
    params: { reasoningLevel: key, outputType: key },
  });
  const candidate = { provider: key, endpoint: key, serverAddress: key, model: key, key: keyInfo };
  request.candidate({ ...candidate, capabilitiesRequired: [key], capabilitiesHeld: [key] }).skip(key);
  for (const state of ['failed', 'success'] as const) {
    const error = { type: key, code: key, message: key, body: key };
    const reported = {
      requestId: key,
      responseId: key,
      responseModel: key,
      finishReasons: [key],
      servedServiceTier: key,
    };
    const raw = { service_tier: key, speed: key, inference_geo: key };
    const usage = { inputTokens: 1, outputTokens: 1, conditions: { region: key }, units: { [key]: 1 }, raw };
    request.attempt(candidate).end({ state, error, ...reported, usage });
  }
  request.end({ state: 'failed', error: { type: key, code: key, message: key } });
  startCall({ operation: 'chat', requestModel: key, key: keyInfo }).end({ state: 'success' });
  recordEvent({ type: 'login', name: key, user: key });
  await shutdown();
  expect(collector.records()).toHaveLength(3);
  const all = JSON.stringify([collector.spans, collector.points], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(all).toContain('sk-proj-...');
  expect(all).not.toContain('Abc0def');
});
