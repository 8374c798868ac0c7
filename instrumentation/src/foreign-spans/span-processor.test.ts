import {
  flush,
  shutdown,
  startCall,
  startRecording,
  startRequest,
  TokenTrailSpanProcessor,
  withUsage,
  type CallHandle,
} from '../index.ts';
import { currentRuntime } from '../api/runtime.ts';
import { contextWithin } from '../api/start-call.ts';
import { endedSpan, startedSpan, type AppSpanStart } from '../../testing/app-span.ts';
import type { ReceivedSpan } from '../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import { meaningOf } from './dialects.ts';

const collector = receiverForEachTest();
const processor = new TokenTrailSpanProcessor();

function record(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, ...env });
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

const CHAT = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.request.temperature': 0.5,
  'gen_ai.input.messages': '[{"role":"user","parts":[{"content":"secret words"}]}]',
  'gen_ai.prompt.0.content': 'secret words',
  'app.note': 'secret words',
};
const RESPONSE = {
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.response.id': 'chatcmpl-1',
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.response.time_to_first_chunk': 0.5,
  'gen_ai.output.messages': '[{"role":"assistant","parts":[{"content":"secret answer"}]}]',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
};

function start(options: AppSpanStart = {}) {
  const span = startedSpan({ attributes: CHAT, ...options });
  processor.onStart(span);
  return span;
}

function end(...[span, more]: Parameters<typeof endedSpan>): void {
  processor.onEnd(endedSpan(span, { attributes: RESPONSE, ...more }));
}

describe('a span that describes a call', () => {
  test('becomes a record: a child of the span, with its times, caller, tokens and cost', async () => {
    record();
    const startTime = Date.now() - 2000;
    const span = withUsage({ user: 'u1', key: 'nightly', group: 'vip' }, () => start({ startTime }));
    end(span, { endTime: startTime + 1500 });
    const row = await onlyRecord();
    expect(row).toMatchObject({
      name: 'chat gpt-4o',
      scope: '@tokentrail/instrumentation',
      traceId: span.spanContext().traceId,
      parentSpanId: span.spanContext().spanId,
      startUnixNano: BigInt(startTime) * 1_000_000n,
      endUnixNano: BigInt(startTime + 1500) * 1_000_000n,
    });
    expect(row.spanId).not.toBe(span.spanContext().spanId);
    expect(row.attributes).toMatchObject({
      'tokentrail.record.type': 'usage',
      'tokentrail.record.state': 'success',
      'tokentrail.call.type': 'chat',
      'user.id': 'u1',
      'tokentrail.key.name': 'nightly',
      'tokentrail.group': 'vip',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.request.temperature': 0.5,
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 100,
      'gen_ai.response.time_to_first_chunk': 0.5,
      'tokentrail.cost.paid': 3_500_000,
      'tokentrail.cost.paid.state': 'priced',
    });
    expect(row.attempts).toMatchObject([
      { index: 0, retry: 0, state: 'success', offsetMs: 0, durationMs: 1500, firstChunkMs: 500 },
    ]);
  });

  test('has redacted content at level full only, and never any other attribute of the span', async () => {
    record();
    end(start());
    expect(JSON.stringify((await onlyRecord()).attributes)).not.toMatch(/secret/);
    await shutdown();

    record({ TOKENTRAIL_CAPTURE: 'full' });
    end(start({ attributes: { ...CHAT, 'gen_ai.input.messages': 'my key: sk-proj-abcdefghijklmnopqrstuvwx' } }));
    const { attributes } = (await records())[1]!;
    expect(attributes['gen_ai.input.messages']).toMatch(/^my key: /);
    expect(attributes['gen_ai.input.messages']).not.toMatch(/abcdefghij/);
    expect(attributes['gen_ai.output.messages']).toMatch(/secret answer/);
    expect(Object.keys(attributes)).not.toContain('app.note');
    expect(Object.keys(attributes)).not.toContain('gen_ai.prompt.0.content');
  });

  test("of Anthropic's SDK is priced by the lifetime of its cache writes", async () => {
    record();
    const scope = 'com.anthropic.sdk.typescript';
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'server.address': 'api.anthropic.com',
      'gen_ai.request.model': 'claude-sonnet-4-5',
    };
    const response = {
      'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
      'gen_ai.usage.input_tokens': 857,
      'gen_ai.usage.cache_read.input_tokens': 800,
      'gen_ai.usage.cache_write.input_tokens': 50,
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 30,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 20,
      'gen_ai.usage.output_tokens': 20,
      'anthropic.message.stop_reason': 'end_turn',
    };
    end(start({ scope, attributes }), { attributes: response });
    // 7 × $3 + 800 × $0.30 + 30 × $3.75 + 20 × $6 + 20 × $15, prices per million tokens.
    expect((await onlyRecord()).attributes).toMatchObject({
      'tokentrail.cost.paid': 793_500,
      'gen_ai.usage.cache_write.input_tokens': 50,
      'gen_ai.response.finish_reasons': ['end_turn'],
    });
  });

  test('has no price if its host sells no models; without usage it has no cost and no token counts', async () => {
    record();
    end(start({ attributes: { ...CHAT, 'server.address': '127.0.0.1', 'server.port': 9001 } }));
    processor.onEnd(endedSpan(start()));
    const [loopback, silent] = await records();
    expect(loopback!.attributes).toMatchObject({
      'tokentrail.cost.paid.state': 'unknown_price',
      'server.address': '127.0.0.1',
      'gen_ai.usage.input_tokens': 1000,
    });
    expect(silent!.attributes['tokentrail.cost.paid.state']).toBe('unknown_usage');
    expect(Object.keys(silent!.attributes).filter((name) => name.startsWith('gen_ai.usage'))).toEqual([]);
  });

  test('has its tokens but no cost if it does not report everything that the price depends on', async () => {
    record();
    end(start({ scope: '@traceloop/instrumentation-openai' }));
    expect((await onlyRecord()).attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 1000,
      'tokentrail.cost.paid.state': 'unknown_usage',
    });
  });

  test("has the error's class and our sentence if it failed; a refusal costs nothing", async () => {
    record();
    const refused = { status: { code: 2, message: 'Incorrect key: sk-proj-abcdefghijklmnopqrstuvwx' } };
    const event = { name: 'exception', attributes: { 'exception.type': 'AuthenticationError' } };
    end(start(), { ...refused, attributes: {}, events: [event] });
    end(start(), { status: { code: 2 }, attributes: { 'error.type': '529' } });
    end(start(), { status: { code: 2 }, attributes: { 'error.type': 'TimeoutError' } });
    const [byClass, byStatus, unknown] = await records();
    expect(byClass!.attributes).toMatchObject({
      'tokentrail.record.state': 'failed',
      'error.type': 'AuthenticationError',
      'http.response.status_code': 401,
      'tokentrail.error.message': 'The key was refused.',
      'tokentrail.cost.paid': 0,
      'tokentrail.cost.paid.state': 'not_billed',
    });
    expect(JSON.stringify(byClass!.attributes)).not.toMatch(/Incorrect/);
    expect(byStatus!.attributes).toMatchObject({ 'http.response.status_code': 529, 'tokentrail.cost.paid': 0 });
    expect(unknown!.attributes).toMatchObject({
      'error.type': 'TimeoutError',
      'tokentrail.cost.paid.state': 'unknown_usage',
    });
  });

  test('is cancelled if the caller abandoned the stream', async () => {
    record();
    const scope = 'com.anthropic.sdk.typescript';
    const attributes = { ...CHAT, 'gen_ai.request.stream': true, 'gen_ai.response.id': 'msg_1' };
    end(start({ scope, attributes }), { attributes: {} });
    expect((await onlyRecord()).attributes).toMatchObject({ 'tokentrail.record.state': 'cancelled' });
  });
});

describe("inside a gateway's request", () => {
  const REQUEST = { operation: 'chat', requestModel: 'gpt-4o', path: '/v1/chat/completions' } as const;

  test('a span is the attempt it was made in, and the gateway’s values take precedence', async () => {
    record();
    const request = startRequest(REQUEST);
    const attempt = request.attempt({ provider: 'openai', endpoint: 'eu' });
    const span = attempt.run(() => start());
    end(span);
    attempt.end({ state: 'success', statusCode: 200 });
    request.end({ state: 'success', statusCode: 200 });
    const row = await onlyRecord();
    expect(row.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 1000, 'tokentrail.cost.paid': 3_500_000 });
    expect(row.attempts).toMatchObject([
      { index: 0, retry: 0, state: 'success', endpoint: 'eu', usage: { inputTokens: 1000 } },
    ]);
    expect(row.attempts).toHaveLength(1);
  });

  test('a span that ends after its attempt adds the missing facts and does not count as a retry', async () => {
    record();
    const request = startRequest(REQUEST);
    const attempt = request.attempt({ provider: 'openai' });
    const span = attempt.run(() => start());
    attempt.end({ state: 'success', statusCode: 200 });
    end(span);
    request.end({ state: 'success', statusCode: 200 });
    const { attempts } = await onlyRecord();
    expect(attempts).toMatchObject([{ state: 'success', statusCode: 200, usage: { inputTokens: 1000 } }]);
    expect(attempts).toHaveLength(1);
  });

  test('a second span in the same attempt is a retry', async () => {
    record();
    const request = startRequest(REQUEST);
    const attempt = request.attempt({ provider: 'openai' });
    attempt.run(() => {
      end(start(), { status: { code: 2 }, attributes: { 'error.type': '429' } });
      end(start());
    });
    request.end({ state: 'success' });
    expect((await onlyRecord()).attempts).toMatchObject([
      { index: 0, retry: 0, state: 'failed', statusCode: 429, billed: 'no' },
      { index: 0, retry: 1, state: 'success', usage: { inputTokens: 1000 } },
    ]);
  });

  test('a span outside any attempt is a new candidate', async () => {
    record();
    const request = startRequest(REQUEST);
    request.run(() => end(start()));
    request.end({ state: 'success' });
    expect((await onlyRecord()).attempts).toMatchObject([{ index: 0, state: 'success', provider: 'openai' }]);
  });

  test('a span that ends after the request makes no record; a span that begins after it does', async () => {
    record();
    const request = startRequest(REQUEST);
    const late = request.run(() => start());
    request.end({ state: 'success' });
    end(late);
    expect(await records()).toHaveLength(1);
    request.run(() => end(start()));
    expect(await records()).toHaveLength(2);
  });
});

test('a span that begins inside a patched SDK’s call belongs to that call, unless it is of another type', async () => {
  record();
  const call = startCall({ operation: 'chat', provider: 'openai', requestModel: 'gpt-4o' });
  const embed = { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'text-embedding-3-small' };
  inside(call, () => {
    end(start());
    end(start({ attributes: embed }));
  });
  call.attempt();
  call.end({ state: 'success' });
  inside(call, () => end(start()));
  const all = (await records()).map(({ attributes }) => attributes['tokentrail.call.type']);
  expect(all).toEqual(['embeddings', 'chat', 'chat']);
});

function inside(call: CallHandle, fn: () => void): void {
  const asyncContext = contextWithin(call);
  expect(asyncContext).toBeDefined();
  currentRuntime()!.asyncContexts.run(asyncContext!, fn);
}

test('changes no span, and a span that throws does not make the app throw', async () => {
  record();
  const attributes = Object.freeze({ ...CHAT });
  const span = start({ attributes });
  processor.onEnd(Object.freeze(endedSpan(span, {})));
  const broken = startedSpan({ attributes: CHAT });
  processor.onStart(broken);
  const thrower = {
    ...endedSpan(broken),
    get events(): never {
      throw new Error('x');
    },
    status: { code: 2 },
  };
  expect(() => processor.onEnd(thrower)).not.toThrow();
  expect(() =>
    processor.onStart({
      ...broken,
      spanContext: () => {
        throw new Error('x');
      },
    }),
  ).not.toThrow();
  expect(await records()).toHaveLength(1);
});

test('does nothing while recording is off, and its promises resolve', async () => {
  end(start());
  await processor.forceFlush();
  await processor.shutdown();
  record();
  expect(await records()).toEqual([]);
});

test('shutdown of the app’s provider sends the queued records, and recording continues', async () => {
  record();
  end(start());
  await processor.shutdown();
  expect(collector.records()).toHaveLength(1);
  end(start());
  expect(await records()).toHaveLength(2);
});

test('warns once about a sampler in the environment that drops spans, when a processor is used', async () => {
  const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  record({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' });
  expect(warnings).not.toHaveBeenCalled();
  start();
  start();
  expect(warnings.mock.calls.map(([text]) => text)).toEqual([
    expect.stringContaining('OTEL_TRACES_SAMPLER is parentbased_traceidratio 0.1'),
  ]);
  warnings.mockRestore();
});

test('a token count alone does not make a span a call', () => {
  expect(meaningOf(startedSpan({ attributes: { 'gen_ai.usage.input_tokens': 5 } }))).toBe('nothing');
});
