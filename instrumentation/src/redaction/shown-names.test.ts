import {
  flush,
  recordEvent,
  shutdown,
  startCall,
  startRecording,
  startRequest,
  withUsage,
  type UsageContext,
} from '../index.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../testing/otlp-receiver.ts';

/** A key of no known shape, like the keys of Mistral, Cohere and most gateways. */
const KEY = 'Qm7xT2pL9vRb4KsN8wYc3HdJ6fGz1AeU';
const USER = 'alice.smith@example.com';
const ADDRESS = '203.0.113.9';
const CALLER: UsageContext = { user: USER, clientAddress: ADDRESS };

let collector: OtlpReceiver;
beforeEach(async () => {
  collector = await startOtlpReceiver();
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(async () => {
  await shutdown();
  await collector.close();
  jest.restoreAllMocks();
});

function record(env: Record<string, string>, calls: () => void): Promise<string> {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none', ...env });
  calls();
  return received();
}

/** Everything the receiver got, including metrics. */
async function received(): Promise<string> {
  await flush();
  const text = JSON.stringify([collector.spans, collector.points], (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(collector.records().length).toBeGreaterThan(0);
  return text;
}

describe('a key of the call, of any shape', () => {
  test('is in no name of the record, its attempts and metrics', async () => {
    const text = await record({}, () => {
      const names = { user: KEY, session: KEY, group: KEY, conversationId: KEY, requestId: KEY };
      const request = startRequest({
        operation: 'chat',
        requestModel: `model-${KEY}`,
        path: `/v1/${KEY}/chat`,
        route: `/v1/${KEY}/chat`,
        userAgent: `agent ${KEY}`,
        key: { value: KEY, name: KEY },
        ...names,
      });
      const skipped = request.candidate({ provider: KEY, endpoint: KEY, key: { name: KEY } });
      skipped.skip(KEY);
      const attempt = request.attempt({ provider: 'x', endpoint: `/u/${KEY}`, serverAddress: KEY });
      attempt.end({ state: 'failed', error: { code: KEY, type: KEY }, requestId: KEY });
      request.attempt({ provider: 'x' }).end({ state: 'success', responseModel: KEY, finishReasons: [KEY] });
      request.end({ state: 'success' });
    });
    expect(text).not.toContain(KEY);
    expect(collector.records()[0]?.attempts).toHaveLength(3);
    expect(collector.records()[0]?.attributes['url.path']).toBe('/v1/***/chat');
  });

  test('of an SDK within an attempt that has only the name of its own key is in no content', async () => {
    const text = await record({ TOKENTRAIL_CAPTURE: 'full' }, () => {
      const request = startRequest({ operation: 'chat' });
      const attempt = request.candidate({ provider: 'mistral_ai', key: { name: 'pool' } }).attempt();
      attempt.run(() => {
        const call = startCall({ operation: 'chat', key: { value: KEY } });
        call.attempt();
        call.content('providerResponseBody', { message: `Unknown key ${KEY}` });
        call.end({ state: 'failed', error: { message: `Unknown key ${KEY}` } });
      });
      request.end({ state: 'failed' });
    });
    expect(text).not.toContain(KEY);
    expect(text).toContain('Unknown key ***');
  });

  test("that the app's own caller used is in no content of an SDK's call", async () => {
    const text = await record({ TOKENTRAIL_CAPTURE: 'full' }, () =>
      withUsage({ key: { value: KEY }, metadata: { note: `of ${KEY}` } }, () => {
        const call = startCall({ operation: 'chat', key: { value: 'another-key-0123456789' } });
        call.attempt();
        call.end({ state: 'success' });
      }),
    );
    expect(text).not.toContain(KEY);
  });

  test('that is a plain word leaves names as they are', async () => {
    await record({}, () => {
      const request = startRequest({ operation: 'chat', key: { value: 'lm-studio' }, requestModel: 'lm-studio' });
      request.end({ state: 'success' });
    });
    expect(collector.records()[0]?.attributes['gen_ai.request.model']).toBe('lm-studio');
  });
});

/** A call of an SDK, a request and an event, with the caller in every field that may carry a name. */
function namedAfterCaller(): void {
  withUsage(CALLER, () => {
    const call = startCall({
      operation: 'chat',
      path: `/u/${encodeURIComponent(USER)}/${ADDRESS}/chat`,
      requestId: `${USER}-${ADDRESS}`,
    });
    call.attempt();
    call.attempt();
    call.end({ state: 'success', responseId: `${USER}-${ADDRESS}` });
    const request = startRequest({ type: 'request', method: 'GET', route: `/u/${USER}/${ADDRESS}` });
    request.end({ state: 'success' });
    recordEvent({ type: 'login', name: 'login', group: ADDRESS, path: `/u/${USER}/${ADDRESS}` });
  });
}

test('in privacy mode no name contains the caller', async () => {
  const text = await record({ TOKENTRAIL_PRIVACY: 'true' }, namedAfterCaller);
  expect(text).not.toContain(USER);
  expect(text).not.toContain(encodeURIComponent(USER));
  expect(text).not.toContain(ADDRESS);
  expect(collector.records()).toHaveLength(3);
});

test('an address that is not recorded is in no name', async () => {
  const text = await record({}, namedAfterCaller);
  expect(text).not.toContain(ADDRESS);
  expect(text).toContain(USER);
});

test('each address of a chain is left out', async () => {
  const text = await record({ TOKENTRAIL_CAPTURE: 'full' }, () => {
    const chain = `${ADDRESS}, 2001:db8::7`;
    const request = startRequest({ operation: 'chat', clientAddress: chain, user: chain });
    request.content('clientRequestBody', { seen: `from ${ADDRESS} by 2001:DB8::7` });
    request.end({ state: 'success' });
  });
  expect(text).not.toContain(ADDRESS);
  expect(text).not.toMatch(/2001:db8::7/i);
});

test('a prompt passed instead of a name is not sent at level basic', async () => {
  const prompt = 'Dear diary, today was a day. '.repeat(4000);
  const text = await record({}, () => {
    const request = startRequest({
      operation: 'chat',
      requestModel: prompt,
      method: prompt,
      requestedServiceTier: prompt,
      params: { reasoningLevel: prompt },
    });
    const attempt = request.attempt({ provider: 'openai', model: prompt });
    attempt.end({
      state: 'success',
      responseModel: prompt,
      finishReasons: ['stop', prompt],
      servedServiceTier: prompt,
    });
    request.end({ state: 'success' });
  });
  expect(text.length).toBeLessThan(10_000);
  const attributes = collector.records()[0]?.attributes ?? {};
  for (const name of ['http.request.method', 'openai.request.service_tier', 'gen_ai.request.reasoning.level']) {
    expect(attributes).not.toHaveProperty([name]);
  }
  expect(attributes['gen_ai.response.finish_reasons']).toEqual(['stop', 'other']);
  expect(attributes['gen_ai.request.model']).toHaveLength(256);
});

test('a warning quotes no secret', () => {
  const warnings: string[] = [];
  jest.mocked(process.emitWarning).mockImplementation((warning) => void warnings.push(String(warning)));
  startRecording({
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: 'none',
    TOKENTRAIL_OTLP_HEADERS: 'Basic dXNlcjpodW50ZXIyaHVudGVyMg==%',
    TOKENTRAIL_CAPTURE: `sk-proj-${KEY}`,
  });
  expect(warnings).toHaveLength(2);
  expect(warnings.join()).not.toContain('dXNlcjpodW50ZXIy');
  expect(warnings.join()).not.toContain(KEY);
});
