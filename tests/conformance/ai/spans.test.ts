import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { LanguageModelMiddleware } from 'ai';
import type * as TokenTrail from '../../../instrumentation/src/index.ts';
import { all } from '../expectations.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../otlp-receiver.ts';
import { seenRecord, type SeenRecord } from '../seen-record.ts';
import { PROMPT, STREAMED, type Sdk } from './behaviour.ts';
import { startOddProviders } from './odd-provider.ts';

// Our span processor also receives the spans of @ai-sdk/otel. Their calls are recorded already and must count once.

const { sdk } = (await import(new URL('../../app-ai/load-openai.mjs', import.meta.url).href)) as { sdk: Sdk };
const { ai, otel, provider, z } = sdk;
const built = new URL('../../../instrumentation/dist/index.mjs', import.meta.url);
const { flush, registerTokenTrail, shutdown, TokenTrailSpanProcessor } = (await import(
  built.href
)) as typeof TokenTrail;

let collector: OtlpReceiver;
let providers: Awaited<ReturnType<typeof startOddProviders>>;
let url: (situation: string) => string;
let tracer: Tracer;

before(async () => {
  [collector, providers] = await Promise.all([startOtlpReceiver(), startOddProviders()]);
  const [openai = ''] = providers.url.split(' ');
  let used = 0;
  url = (situation) => `${openai}/${situation}/${used++}`;
  process.env.TOKENTRAIL_OTLP_ENDPOINT = collector.url;
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  registerTokenTrail();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const tracing = new TracerProvider({ spanProcessors: [new TokenTrailSpanProcessor()] });
  tracer = tracing.getTracer('library');
  ai.registerTelemetry(new otel.OpenTelemetry({ tracer: tracing.getTracer('app') }));
});

after(async () => {
  await shutdown();
  await Promise.all([collector.stop(), providers.stop()]);
});

beforeEach(() => collector.spans.splice(0));

async function records(): Promise<SeenRecord[]> {
  await flush();
  return collector.spans.map(seenRecord).filter((record) => record !== undefined);
}

const model = (situation: string) => sdk.model(provider(url(situation)));

test('generateText with retries counts once', async () => {
  await ai.generateText({ model: model('flaky'), ...PROMPT, maxRetries: 2 });
  const [record, ...others] = await records();
  assert.equal(record?.attempts.length, 3);
  assert.deepEqual(others, []);
});

test('a refused call counts once', async () => {
  await ai.generateText({ model: model('bad-key'), ...PROMPT }).catch(() => undefined);
  assert.deepEqual(
    (await records()).map(({ statusCode }) => statusCode),
    [401],
  );
});

test('each of several steps counts once', async () => {
  const time = ai.tool({ description: 'The time', inputSchema: z.object({}), execute: () => 'noon' });
  await ai.generateText({ model: model('tool'), ...PROMPT, tools: { time }, stopWhen: ai.isStepCount(3) });
  assert.deepEqual(
    (await records()).map(({ usage }) => usage?.inputTokens),
    [1000, 1000],
  );
});

test('a stream counts once', async () => {
  await all(ai.streamText({ model: model('ok'), ...STREAMED }).textStream);
  assert.deepEqual(
    (await records()).map(({ usage }) => usage?.inputTokens),
    [1000],
  );
});

test('embeddings count once', async () => {
  await ai.embed({ model: provider(url('ok')).embedding('text-embedding-3-small'), value: 'Hello' });
  assert.deepEqual(
    (await records()).map(({ usage }) => usage),
    [{ inputTokens: 8 }],
  );
});

test('a call without telemetry has no span and no record', async () => {
  await ai.generateText({ model: model('ok'), ...PROMPT, telemetry: { isEnabled: false } });
  assert.deepEqual(await records(), []);
});

test('embeddings that a middleware requests through a library with its own spans are also recorded', async () => {
  const attributes = { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'text-embedding-3-small' };
  const lookUp = () =>
    tracer.startActiveSpan('embeddings', { attributes }, async (span) => {
      await (await fetch(`${url('ok')}/v1/embeddings`, { method: 'POST', body: '{}' })).text();
      span.setAttribute('gen_ai.usage.input_tokens', 8).end();
    });
  const wrapGenerate: LanguageModelMiddleware['wrapGenerate'] = async ({ doGenerate }) => {
    await lookUp();
    return doGenerate();
  };
  const inner = model('ok');
  assert.ok(typeof inner !== 'string');
  const asked = ai.wrapLanguageModel({ model: inner, middleware: { specificationVersion: 'v4', wrapGenerate } });
  await ai.generateText({ model: asked, ...PROMPT });
  const all = await records();
  assert.deepEqual(
    all.map(({ operation, usage }) => [operation, usage?.inputTokens]),
    [
      ['embeddings', 8],
      ['chat', 1000],
    ],
  );
});
