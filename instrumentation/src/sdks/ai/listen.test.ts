import { channel, tracingChannel } from 'node:diagnostics_channel';
import { flush, shutdown, startCall, startRecording, startRequest, withUsage, type CallHandle } from '../../index.ts';
import type { ReceivedSpan } from '../../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../../testing/receiver-for-each-test.ts';
import { switchSdkCalls } from '../start-sdk-call.ts';
import { listen } from './listen.ts';

const collector = receiverForEachTest();

function start(): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'app' });
  listen();
}

async function records(): Promise<ReceivedSpan[]> {
  await flush();
  return collector.records();
}

const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

/** What a model of @ai-sdk/openai returns. */
const RESULT = {
  content: [{ type: 'text', text: 'Hello' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 1000, noCache: 1000, cacheRead: 0, cacheWrite: undefined },
    outputTokens: { total: 100, text: 100, reasoning: 0 },
    raw: USAGE,
  },
  response: { id: 'chatcmpl-1', modelId: 'gpt-4o-2024-08-06', headers: {}, body: { usage: USAGE } },
  warnings: [],
};

/** Publishes the events of a call as the SDK does: every attempt is one `languageModelCall` within the operation. */
async function generateText(attempts: (() => Promise<unknown>)[], more: object = {}): Promise<unknown> {
  const event = { callId: 'call-1', provider: 'openai.chat', modelId: 'gpt-4o', ...more };
  const { tracePromise } = tracingChannel('ai:telemetry');
  const trace = (type: string, execute: () => Promise<unknown>) =>
    Reflect.apply(tracePromise, tracingChannel('ai:telemetry'), [execute, { type, event }]) as Promise<unknown>;
  return trace('generateText', async () => {
    for (const [index, attempt] of attempts.entries()) {
      const last = index === attempts.length - 1;
      const result = trace('languageModelCall', attempt);
      if (last) return result;
      await result.catch(() => undefined);
    }
    return undefined;
  });
}

const responds = (result: unknown) => () => Promise.resolve(result);
const refuses = (error: object) => () => Promise.reject(Object.assign(new Error('Refused.'), error));

test('if no request was seen, the package determines the provider, and the cost is unknown', async () => {
  start();
  await generateText([responds(RESULT)]);
  const [record] = await records();
  expect(record?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 100,
    'tokentrail.cost.paid.state': 'unknown_price',
  });
  expect(record?.attributes).not.toHaveProperty('gen_ai.usage.cache_read.input_tokens');
  expect(record?.attributes).not.toHaveProperty('server.address');
});

test('if the SDK reports the endpoint of a known seller, the call has its price', async () => {
  start();
  await generateText([responds({ ...RESULT, request: { url: 'https://api.openai.com', body: {} } })]);
  const [record] = await records();
  expect(record?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'server.address': 'api.openai.com',
    // 1,000 × $2.50/1M + 100 × $10/1M
    'tokentrail.cost.paid': 3_500_000,
  });
});

test('inside an attempt of a gateway, the attempts are recorded in the gateway’s record', async () => {
  start();
  const request = startRequest({ operation: 'chat', requestModel: 'best', path: '/v1/chat', user: 'u1' });
  const attempt = request.candidate({ provider: 'openai', serverAddress: 'api.openai.com', model: 'gpt-4o' }).attempt();
  const refused = refuses({ name: 'AI_APICallError', statusCode: 429, isRetryable: true });
  await attempt.run(() => generateText([refused, responds(RESULT)]));
  request.end({ state: 'success', statusCode: 200 });
  const [record, ...others] = await records();
  expect(others).toEqual([]);
  expect(record?.attempts).toMatchObject([
    { state: 'failed', statusCode: 429, billed: 'no' },
    { state: 'success', usage: { inputTokens: 1000, outputTokens: 100 } },
  ]);
  expect(record?.attributes['tokentrail.cost.paid']).toBe(3_500_000);
});

/** Records a call as a patch of its SDK does: one attempt after the other, with these ends. */
function sdkCall(operation: string, ends: Parameters<CallHandle['end']>[0][]): void {
  const call = startCall({ operation, provider: 'gcp.gemini', requestModel: 'gemini-2.5-flash' });
  for (const end of ends) call.attempt().end(end);
  call.end(ends.at(-1)!);
}

const TIMED_OUT = { state: 'failed', billed: 'possibly', error: { code: 'timeout' } } as const;
const SUCCEEDED = { state: 'success', statusCode: 200, usage: { inputTokens: 1000, outputTokens: 100 } } as const;

test.each(['generate_content', 'text_completion', 'chat'])(
  'a provider that calls a patched SDK with the operation %s counts once',
  async (operation) => {
    start();
    await generateText([() => (sdkCall(operation, [SUCCEEDED]), Promise.resolve(RESULT))]);
    const [record, ...others] = await records();
    expect(others).toEqual([]);
    expect(record?.attempts).toMatchObject([{ state: 'success', usage: { inputTokens: 1000, outputTokens: 100 } }]);
  },
);

test('an inner call’s result is recorded for its last attempt only, with and without a gateway', async () => {
  start();
  const callModel = () => generateText([() => (sdkCall('chat', [TIMED_OUT, SUCCEEDED]), Promise.resolve(RESULT))]);
  await callModel();
  const request = startRequest({ operation: 'chat', requestModel: 'best' });
  await request.candidate({ provider: 'openai' }).attempt().run(callModel);
  request.end({ state: 'success', statusCode: 200 });
  const all = await records();
  expect(all).toHaveLength(2);
  for (const { attempts } of all) {
    expect(attempts).toMatchObject([
      { state: 'failed', billed: 'possibly' },
      { state: 'success', statusCode: 200 },
    ]);
    expect(attempts[0]).not.toHaveProperty('usage');
    expect(attempts[1]).toMatchObject({ usage: { inputTokens: 1000, outputTokens: 100 } });
  }
});

test('in a gateway, the result of an outer call is not recorded for its inner calls', async () => {
  start();
  const request = startRequest({ operation: 'chat', requestModel: 'best' });
  const callModel = () => {
    sdkCall('moderation', [{ state: 'success', statusCode: 200 }]);
    sdkCall('chat', [SUCCEEDED]);
    return Promise.resolve(RESULT);
  };
  await request
    .candidate({ provider: 'openai' })
    .attempt()
    .run(() => generateText([callModel]));
  request.end({ state: 'success', statusCode: 200 });
  const [record] = await records();
  expect(record?.attempts.map(({ state, usage }) => [state, usage?.inputTokens])).toEqual([
    ['success', undefined],
    ['success', 1000],
  ]);
});

test('a gateway’s request inside a call is not part of it: the call keeps its one attempt and its usage', async () => {
  start();
  await generateText([
    () => {
      const request = startRequest({ operation: 'chat', requestModel: 'guard' });
      request.attempt({ provider: 'openai' }).run(() => sdkCall('chat', [SUCCEEDED]));
      request.end({ state: 'success', statusCode: 200 });
      channel('undici:request:create').publish({
        request: { method: 'POST', origin: 'https://api.openai.com', path: '/v1/chat/completions', headers: [] },
      });
      return Promise.resolve(RESULT);
    },
  ]);
  const all = await records();
  expect(all.map(({ attempts }) => attempts.map(({ state, usage }) => [state, usage?.inputTokens]))).toEqual([
    [['success', 1000]],
    [['success', 1000]],
  ]);
});

test('if a middleware runs the model in withUsage, the request inside belongs to the call', async () => {
  start();
  const callModel = () => {
    const request = { method: 'POST', origin: 'https://api.openai.com', path: '/v1/chat/completions', headers: [] };
    channel('undici:request:create').publish({ request });
    channel('undici:request:headers').publish({ request, response: { statusCode: 200, headers: [] } });
    return Promise.resolve(RESULT);
  };
  await generateText([() => withUsage({ metadata: { feature: 'a' } }, callModel)]);
  const [record] = await records();
  expect(record?.attributes).toMatchObject({ 'server.address': 'api.openai.com', 'tokentrail.cost.paid': 3_500_000 });
  expect(record?.attempts).toMatchObject([{ statusCode: 200 }]);
});

test('a call of a tool outside any recorded run has the context of the code that runs the tool', async () => {
  start();
  const { tracePromise } = tracingChannel('ai:telemetry');
  const tool = () =>
    Reflect.apply(tracePromise, tracingChannel('ai:telemetry'), [
      () => Promise.resolve(sdkCall('chat', [SUCCEEDED])),
      { type: 'executeTool', event: {} },
    ]) as Promise<void>;
  const request = startRequest({ operation: 'chat', user: 'u1' });
  await request.run(tool);
  request.end({ state: 'success' });
  await withUsage({ user: 'u2' }, tool);
  const all = await records();
  expect(all.map(({ attributes, attempts }) => [attributes['user.id'], attempts.length])).toEqual([
    ['u1', 1],
    ['u2', 1],
  ]);
});

test('listening twice, and again after a restart of recording, records a call once', async () => {
  start();
  listen();
  await generateText([responds(RESULT)]);
  await shutdown();
  start();
  await generateText([responds(RESULT)]);
  expect(await records()).toHaveLength(2);
});

test('does not change the call while recording is off', async () => {
  start();
  await shutdown();
  await expect(generateText([responds(RESULT)])).resolves.toBe(RESULT);
  expect(collector.records()).toEqual([]);
});

test('does not record a call that starts while SDK calls are off, and does not change it', async () => {
  start();
  switchSdkCalls(false);
  await expect(generateText([responds(RESULT)])).resolves.toBe(RESULT);
  switchSdkCalls(true);
  await generateText([responds(RESULT)]);
  expect(await records()).toHaveLength(1);
});

test('a call whose operation is aborted before its next attempt is cancelled', async () => {
  start();
  const busy = refuses({ name: 'AI_APICallError', statusCode: 429, isRetryable: true });
  const aborted = new DOMException('This operation was aborted', 'AbortError');
  const { tracePromise } = tracingChannel('ai:telemetry');
  const trace = (type: string, execute: () => Promise<unknown>) =>
    Reflect.apply(tracePromise, tracingChannel('ai:telemetry'), [execute, { type, event: {} }]) as Promise<unknown>;
  const abortBeforeRetry = async () => {
    await trace('languageModelCall', busy).catch(() => undefined);
    throw aborted;
  };
  await expect(trace('generateText', abortBeforeRetry)).rejects.toBe(aborted);
  const [record] = await records();
  expect(record?.attributes).toMatchObject({
    'tokentrail.record.state': 'cancelled',
    'tokentrail.error.code': 'cancelled',
  });
  expect(record?.attempts).toMatchObject([{ state: 'failed', statusCode: 429 }]);
});
