import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { diag } from '@opentelemetry/api';
import type { ReceivedPoint } from '../../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../../testing/receiver-for-each-test.ts';
import type { TimedCall } from '../../api/recorded-call.ts';
import {
  flush,
  recordEvent,
  shutdown,
  startCall,
  startRecording,
  startRequest,
  withHttpRequests,
} from '../../index.ts';

const collector = receiverForEachTest();

const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
const NOW = new Date();
/** A minute before the present month. */
const START = Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth(), 1) - 60_000;
const LAST_MONTH = new Date(START).toISOString().slice(0, 7).replace('-', '');
const PLAIN_CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'server.address': 'api.openai.com',
  'server.port': 443,
};

function start(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none', ...env });
}

/** A streamed call of a plain app: 2 s long, the first chunk after half a second. */
function plainCall(end: object = {}): void {
  const call = startCall({
    operation: 'chat',
    provider: 'openai',
    requestModel: 'gpt-4o',
    serverAddress: 'api.openai.com',
    serverPort: 443,
    stream: true,
    startTime: START,
    key: { value: 'sk-proj-0123456789abcdefghijklmnop', name: 'team-a' },
  }) as TimedCall;
  call.attempt();
  call.firstChunk(START + 500);
  call.end({
    state: 'success',
    statusCode: 200,
    endTime: START + 2000,
    responseModel: 'gpt-4o-2024-08-06',
    usage: { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 200, reasoningTokens: 40, audioOutputTokens: 30 },
    ...end,
  });
}

/** A gateway's call that falls back from one provider to another. */
function gatewayCall(): void {
  const request = startRequest({
    operation: 'chat',
    requestModel: 'gpt-4o',
    serverAddress: 'chosen-by-the-caller.example',
    group: 'vip',
    key: 'team-b',
    startTime: START,
  });
  request.attempt({ provider: 'azure.ai.openai', model: 'deployment' }).end({ state: 'failed', statusCode: 500 });
  request
    .attempt({ provider: 'openai', serverAddress: 'api.openai.com' })
    .end({ state: 'success', usage: { inputTokens: 1000, outputTokens: 100 } });
  request.end({ state: 'success', statusCode: 200 });
}

/** The points of one metric, as last received. */
function pointsOf(metric: string): ReceivedPoint[] {
  const latest = new Map<string, ReceivedPoint>();
  for (const point of collector.points) {
    if (point.metric === metric) latest.set(JSON.stringify(point.attributes), point);
  }
  return [...latest.values()];
}

const valuesOf = (metric: string) => pointsOf(metric).map(({ attributes, value }) => ({ ...attributes, value }));
const sumsOf = (metric: string) =>
  pointsOf(metric).map(({ attributes, histogram }) => ({ ...attributes, sum: histogram?.sum }));
const received = () => [...new Set(collector.points.map(({ metric }) => metric))].sort();

test('GenAI metrics have the published names, attributes, units and buckets', async () => {
  start();
  plainCall();
  await flush();
  expect(received().filter((name) => name.startsWith('gen_ai'))).toEqual([
    'gen_ai.client.operation.duration',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.token.usage',
  ]);
  const seconds = { unit: 's', attributes: PLAIN_CALL, value: 1 };
  expect(pointsOf('gen_ai.client.operation.duration')).toEqual([
    { metric: 'gen_ai.client.operation.duration', ...seconds, histogram: { sum: 2, boundaries: SECONDS } },
  ]);
  expect(pointsOf('gen_ai.client.operation.time_to_first_chunk')).toEqual([
    { metric: 'gen_ai.client.operation.time_to_first_chunk', ...seconds, histogram: { sum: 0.5, boundaries: SECONDS } },
  ]);
  const tokens = (type: string, sum: number) => ({
    metric: 'gen_ai.client.token.usage',
    unit: '{token}',
    attributes: { ...PLAIN_CALL, 'gen_ai.token.type': type },
    value: 1,
    histogram: { sum, boundaries: TOKENS },
  });
  expect(pointsOf('gen_ai.client.token.usage')).toEqual([tokens('input', 1000), tokens('output', 100)]);
});

test('a failed call has error.type in its duration; tokens that were not reported are not counted', async () => {
  start();
  plainCall({ state: 'failed', statusCode: 429, usage: undefined, responseModel: undefined });
  plainCall({ state: 'cancelled', statusCode: undefined, usage: undefined });
  await flush();
  const types = pointsOf('gen_ai.client.operation.duration').map(({ attributes }) => attributes['error.type']);
  expect(types).toEqual(['429', undefined]);
  expect(pointsOf('gen_ai.client.token.usage')).toEqual([]);
});

test('with gen_ai_latest_experimental the newest names replace the published ones', async () => {
  start({ OTEL_SEMCONV_STABILITY_OPT_IN: 'http,gen_ai_latest_experimental' });
  plainCall();
  await flush();
  expect(received().filter((name) => name.startsWith('gen_ai'))).toEqual([
    'gen_ai.client.inference.duration',
    'gen_ai.client.inference.operation.input_tokens',
    'gen_ai.client.inference.operation.output_tokens',
    'gen_ai.client.inference.time_to_first_chunk',
    'gen_ai.client.inference.usage.cache_read.input_tokens',
    'gen_ai.client.inference.usage.input_tokens',
    'gen_ai.client.inference.usage.output_tokens',
    'gen_ai.client.inference.usage.reasoning.output_tokens',
  ]);
  expect(sumsOf('gen_ai.client.inference.duration')).toEqual([{ ...PLAIN_CALL, sum: 2 }]);
  expect(sumsOf('gen_ai.client.inference.operation.input_tokens')).toEqual([{ ...PLAIN_CALL, sum: 1000 }]);
  const used = (modality: string, value: number) => ({ ...PLAIN_CALL, 'gen_ai.token.modality': modality, value });
  expect(valuesOf('gen_ai.client.inference.usage.input_tokens')).toEqual([used('unknown', 1000)]);
  expect(valuesOf('gen_ai.client.inference.usage.output_tokens')).toEqual([used('audio', 30), used('unknown', 70)]);
});

test('with gen_ai_latest_experimental a call without usage counts 0 tokens of unknown modality', async () => {
  start({ OTEL_SEMCONV_STABILITY_OPT_IN: 'gen_ai_latest_experimental' });
  plainCall({ state: 'failed', statusCode: 500, usage: undefined });
  await flush();
  const zero = { ...PLAIN_CALL, 'gen_ai.token.modality': 'unknown', value: 0 };
  expect(valuesOf('gen_ai.client.inference.usage.input_tokens')).toEqual([zero]);
  expect(valuesOf('gen_ai.client.inference.usage.output_tokens')).toEqual([zero]);
  expect(pointsOf('gen_ai.client.inference.operation.input_tokens')).toEqual([]);
});

test('calls, attempts and cost are counted by state, provider, model, group and key name', async () => {
  start();
  for (let calls = 0; calls < 3; calls++) gatewayCall();
  await flush();
  const caller = { group: 'vip', 'key.name': 'team-b' };
  const success = { state: 'success', provider: 'openai', model: 'gpt-4o', ...caller };
  expect(valuesOf('tokentrail.calls')).toEqual([{ ...success, value: 3 }]);
  expect(valuesOf('tokentrail.attempts')).toEqual([
    { state: 'failed', provider: 'azure.ai.openai', model: 'deployment', ...caller, value: 3 },
    { ...success, value: 3 },
  ]);
  for (const metric of ['tokentrail.cost.paid', 'tokentrail.cost.charged']) {
    expect(pointsOf(metric)).toEqual([
      { metric, unit: '{USD}', attributes: { ...success, month: LAST_MONTH }, value: expect.closeTo(0.0105, 9) },
    ]);
  }
  expect(received()).not.toContain('tokentrail.cost.unknown');
  expect(received()).not.toContain('tokentrail.requests');
});

test('tokens are counted by model and type, and calls whose output was cut by a limit by model', async () => {
  start();
  plainCall({ finishReasons: ['stop', 'length'] });
  plainCall({ finishReasons: ['stop'] });
  plainCall({ usage: undefined });
  await flush();
  const model = { provider: 'openai', model: 'gpt-4o' };
  expect(valuesOf('tokentrail.tokens')).toEqual([
    { ...model, type: 'input', value: 2000 },
    { ...model, type: 'output', value: 200 },
    { ...model, type: 'cache_read', value: 400 },
  ]);
  expect(valuesOf('tokentrail.calls.truncated')).toEqual([{ ...model, value: 1 }]);
});

test('a call that ended with an error status counts as failed, as in the ledger', async () => {
  start();
  plainCall({ statusCode: 429 });
  plainCall({ state: 'cancelled', statusCode: 499 });
  await flush();
  expect(valuesOf('tokentrail.calls')).toEqual([
    expect.objectContaining({ state: 'failed', value: 1 }),
    expect.objectContaining({ state: 'cancelled', value: 1 }),
  ]);
});

test("a gateway's metrics have the provider's address and not its own", async () => {
  start();
  gatewayCall();
  await flush();
  expect(pointsOf('gen_ai.client.operation.duration').map(({ attributes }) => attributes)).toEqual([
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'server.address': 'api.openai.com',
    },
  ]);
});

test('a call with an unknown cost is counted as such, in the month of its start', async () => {
  start();
  const call = startCall({ operation: 'chat', provider: 'openai', requestModel: 'no-such-model', startTime: START });
  call.end({ state: 'success', endTime: START + 120_000, usage: { inputTokens: 1, outputTokens: 1 } });
  await flush();
  const attributes = { state: 'success', provider: 'openai', model: 'no-such-model', month: LAST_MONTH };
  expect(valuesOf('tokentrail.cost.unknown')).toEqual([{ ...attributes, value: 1 }]);
  expect(received()).not.toContain('tokentrail.cost.paid');
});

test('cost of the month before the last one has no series', async () => {
  start();
  const monthBefore = Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() - 1, 1) - 60_000;
  for (const startTime of [START, monthBefore]) {
    const call = startCall({ operation: 'chat', provider: 'openai', requestModel: 'gpt-4o', startTime });
    call.end({ state: 'success', endTime: startTime + 1000, usage: { inputTokens: 10, outputTokens: 1 } });
  }
  await flush();
  expect(pointsOf('tokentrail.cost.paid').map(({ attributes }) => attributes.month)).toEqual([LAST_MONTH]);
  expect(valuesOf('tokentrail.calls')).toMatchObject([{ value: 2 }]);
});

test('inbound requests without a call have their own counter; events have none', async () => {
  start();
  const handler = withHttpRequests((_request, response) => void response.end(), {
    group: () => 'vip',
    recordRequests: true,
  });
  const server = createHttpServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models`);
  server.close();
  recordEvent({ type: 'login', name: 'password' });
  await flush();
  expect(valuesOf('tokentrail.requests')).toEqual([{ state: 'success', group: 'vip', value: 1 }]);
  expect(received().filter((name) => !name.startsWith('tokentrail.records'))).toEqual(['tokentrail.requests']);
});

test('models without end give at most 2,000 series; the rest is counted as other', async () => {
  start();
  for (let calls = 0; calls < 2500; calls++) {
    startCall({ operation: 'chat', provider: 'openai', requestModel: `model-${calls}` }).end({ state: 'success' });
  }
  await flush();
  const series = new Set(collector.points.map(({ metric, attributes }) => `${metric} ${JSON.stringify(attributes)}`));
  expect(series.size).toBeLessThanOrEqual(2000);
  expect(series.size).toBeGreaterThan(1800);
  const calls = valuesOf('tokentrail.calls');
  expect(calls.reduce((sum, { value }) => sum + Number(value), 0)).toBe(2500);
  expect(calls).toContainEqual(expect.objectContaining({ model: 'other', provider: 'other', state: 'success' }));
});

test('shutdown sends the metrics', async () => {
  start();
  plainCall();
  await shutdown();
  expect(pointsOf('tokentrail.calls')).toHaveLength(1);
});

test('a process that recorded nothing sends no metrics', async () => {
  start();
  await flush();
  expect(collector.requests).toEqual([]);
});

test("an unavailable collector gives one warning, and metrics write nothing to the app's diagnostic log", async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const messages: string[] = [];
  const note = (text: unknown) => void messages.push(String(text));
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(note);
  diag.setLogger({ error: note, warn: note, info: note, debug: () => undefined, verbose: () => undefined });
  try {
    startRecording({
      TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      TOKENTRAIL_OTLP_TIMEOUT: '200',
      TOKENTRAIL_SPOOL_DIR: 'none',
    });
    for (let flushes = 0; flushes < 2; flushes++) {
      plainCall();
      await flush();
    }
    await shutdown();
    expect(messages).toEqual([expect.stringContaining('the collector does not accept records')]);
  } finally {
    diag.disable();
    emitWarning.mockRestore();
    silent.close();
  }
});
