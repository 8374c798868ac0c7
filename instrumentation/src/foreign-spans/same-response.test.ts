import { flush, startCall, startRecording, TokenTrailSpanProcessor } from '../index.ts';
import { endedSpan, startedSpan } from '../../testing/app-span.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

// One response of each provider, as a patch records it and as the spans of the libraries report it.

const collector = receiverForEachTest();
const processor = new TokenTrailSpanProcessor();

type Row = [input: unknown, output: unknown, cacheRead: unknown, reasoning: unknown, cost: unknown];

const COLUMNS = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.reasoning.output_tokens',
];

async function onlyRow(): Promise<Row> {
  await flush();
  const [record, ...more] = collector.records();
  expect(more).toEqual([]);
  const { attributes } = record!;
  const cost = attributes['tokentrail.cost.paid'] ?? attributes['tokentrail.cost.paid.state'];
  return [...COLUMNS.map((name) => attributes[name]), cost] as unknown as Row;
}

/** The row of a call that a patch reports. */
function rowOfPatch(provider: string, model: string, raw: unknown): Promise<Row> {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
  const call = startCall({ operation: 'chat', provider, requestModel: model });
  call.attempt().end({ state: 'success', statusCode: 200, usage: { raw } });
  call.end({ state: 'success', statusCode: 200 });
  return onlyRow();
}

/** The row of a span that `library` makes. */
function rowOfSpan(library: string, attributes: Record<string, unknown>): Promise<Row> {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
  const span = startedSpan({ scope: library, attributes });
  processor.onStart(span);
  processor.onEnd(endedSpan(span));
  return onlyRow();
}

const prefixed = (prefix: string, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));

const genAi = (provider: string, model: string, usage: Record<string, unknown>) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
  ...prefixed('gen_ai.usage.', usage),
});

const aiSdk = (provider: string, model: string, usage: Record<string, unknown>, metadata?: object) => ({
  'ai.operationId': 'ai.generateText.doGenerate',
  'gen_ai.system': provider,
  'gen_ai.request.model': model,
  ...prefixed('ai.usage.', usage),
  ...(metadata === undefined ? {} : { 'ai.response.providerMetadata': JSON.stringify(metadata) }),
});

const openInference = (system: string, model: string, counts: Record<string, unknown>) => ({
  'openinference.span.kind': 'LLM',
  'llm.provider': system,
  'llm.model_name': model,
  ...prefixed('llm.token_count.', counts),
});

describe('OpenAI: 2,000 input tokens (800 cached), 50 output tokens (30 reasoning)', () => {
  // 1,200 × $2.50 + 800 × $1.25 + 50 × $10, prices per million tokens.
  const SAME: Row = [2000, 50, 800, 30, 4_500_000];
  const usage = { input_tokens: 2000, output_tokens: 50, 'cache_read.input_tokens': 800 };
  const details = { 'prompt_details.cache_read': 800, 'completion_details.reasoning': 30 };

  test('through a patch', async () => {
    const raw = {
      prompt_tokens: 2000,
      completion_tokens: 50,
      total_tokens: 2050,
      prompt_tokens_details: { cached_tokens: 800 },
      completion_tokens_details: { reasoning_tokens: 30 },
    };
    expect(await rowOfPatch('openai', 'gpt-4o', raw)).toEqual(SAME);
  });

  const unreported: Row = [2000, 50, undefined, undefined, 'unknown_usage'];
  test.each<[string, string, Record<string, unknown>, Row]>([
    [
      'AI SDK 5',
      'ai',
      aiSdk('openai.chat', 'gpt-4o', {
        inputTokens: 2000,
        outputTokens: 50,
        totalTokens: 2050,
        cachedInputTokens: 800,
        reasoningTokens: 30,
      }),
      SAME,
    ],
    [
      'AI SDK 4: no cached tokens',
      'ai',
      aiSdk('openai.chat', 'gpt-4o', { promptTokens: 2000, completionTokens: 50 }),
      unreported,
    ],
    ['AI SDK 7: no reasoning', 'gen_ai', genAi('openai', 'gpt-4o', usage), [2000, 50, 800, undefined, 4_500_000]],
    [
      'OpenInference',
      '@arizeai/openinference-instrumentation-openai',
      openInference('openai', 'gpt-4o', { prompt: 2000, completion: 50, total: 2050, ...details }),
      SAME,
    ],
    [
      'OpenLIT',
      '@openlit/instrumentation-openai',
      genAi('openai', 'gpt-4o', { ...usage, reasoning_tokens: 30, cost: 1 }),
      SAME,
    ],
    [
      'OpenLLMetry: no cached tokens',
      '@traceloop/instrumentation-openai',
      genAi('openai', 'gpt-4o', { input_tokens: 2000, output_tokens: 50, total_tokens: 2050 }),
      unreported,
    ],
    [
      'instrumentation-openai: no cached tokens',
      '@opentelemetry/instrumentation-openai',
      genAi('openai', 'gpt-4o', { input_tokens: 2000, output_tokens: 50 }),
      unreported,
    ],
    ['the conventions', 'mine', genAi('openai', 'gpt-4o', { ...usage, 'reasoning.output_tokens': 30 }), SAME],
  ])('%s', async (_, library, attributes, row) => {
    expect(await rowOfSpan(library, attributes)).toEqual(row);
  });
});

describe('Gemini: 10 input tokens, 100 output tokens and 50 of thoughts beside them', () => {
  // 10 × $0.30 + 150 × $2.50, prices per million tokens.
  const SAME: Row = [10, 150, undefined, 50, 378_000];
  const MODEL = 'gemini-2.5-flash';
  const usageMetadata = {
    promptTokenCount: 10,
    candidatesTokenCount: 100,
    thoughtsTokenCount: 50,
    totalTokenCount: 160,
  };
  const counts5 = { inputTokens: 10, outputTokens: 100, reasoningTokens: 50, totalTokens: 160 };
  const usage = { input_tokens: 10, output_tokens: 100, reasoning_tokens: 50 };

  test('through a patch', async () => {
    expect(await rowOfPatch('gcp.gemini', MODEL, usageMetadata)).toEqual(SAME);
  });

  const unreported: Row = [10, 100, undefined, undefined, 'unknown_usage'];
  test.each<[string, string, Record<string, unknown>, Row]>([
    ['AI SDK 5', 'ai', aiSdk('google.generative-ai', MODEL, counts5), SAME],
    [
      'AI SDK 5 with metadata',
      'ai',
      aiSdk('google.generative-ai', MODEL, counts5, { google: { usageMetadata } }),
      SAME,
    ],
    [
      'AI SDK 7: no reasoning',
      'gen_ai',
      genAi('gcp.gemini', MODEL, { input_tokens: 10, output_tokens: 150 }),
      [10, 150, undefined, undefined, 378_000],
    ],
    ['OpenLIT', '@openlit/instrumentation-google-ai', genAi('gcp.gemini', MODEL, usage), SAME],
    [
      'OpenLLMetry',
      '@traceloop/instrumentation-google-generativeai',
      genAi('gcp.gemini', MODEL, { ...usage, total_tokens: 160 }),
      SAME,
    ],
    [
      'OpenLLMetry, Vertex AI: no thoughts',
      '@traceloop/instrumentation-vertexai',
      genAi('gcp.gemini', MODEL, { input_tokens: 10, output_tokens: 100, total_tokens: 160 }),
      unreported,
    ],
    [
      'OpenInference',
      '@arizeai/openinference-instrumentation-google-genai',
      openInference('gemini', MODEL, { prompt: 10, completion: 100, total: 160, 'completion_details.reasoning': 50 }),
      SAME,
    ],
  ])('%s', async (_, library, attributes, row) => {
    expect(await rowOfSpan(library, attributes)).toEqual(row);
  });
});

describe('Anthropic: 200 input tokens, 800 read from the cache, 20 output tokens', () => {
  // 200 × $3 + 800 × $0.30 + 20 × $15, prices per million tokens.
  const SAME: Row = [1000, 20, 800, undefined, 1_140_000];
  const MODEL = 'claude-sonnet-4-5';
  const raw = { input_tokens: 200, cache_read_input_tokens: 800, cache_creation_input_tokens: 0, output_tokens: 20 };
  const own = { input_tokens: 200, output_tokens: 20, 'cache_read.input_tokens': 800 };
  const inclusive = { ...own, input_tokens: 1000 };
  const counts5 = { inputTokens: 200, outputTokens: 20, totalTokens: 220, cachedInputTokens: 800 };
  const unsettled: Row = [200, 20, 800, undefined, 'unknown_usage'];

  test('through a patch', async () => {
    expect(await rowOfPatch('anthropic', MODEL, raw)).toEqual(SAME);
  });

  test.each<[string, string, Record<string, unknown>, Row]>([
    [
      "the SDK's own spans",
      'com.anthropic.sdk.typescript',
      { ...genAi('anthropic', MODEL, inclusive), 'anthropic.message.stop_reason': 'end_turn' },
      SAME,
    ],
    ['AI SDK 5 with metadata', 'ai', aiSdk('anthropic.messages', MODEL, counts5, { anthropic: { usage: raw } }), SAME],
    ['AI SDK 5 without metadata', 'ai', aiSdk('anthropic.messages', MODEL, counts5), unsettled],
    ['AI SDK 7', 'gen_ai', genAi('anthropic', MODEL, inclusive), SAME],
    ['OpenLIT', '@openlit/instrumentation-anthropic', genAi('anthropic', MODEL, own), SAME],
    [
      'OpenLLMetry',
      '@traceloop/instrumentation-anthropic',
      genAi('anthropic', MODEL, { ...own, total_tokens: 220 }),
      SAME,
    ],
    [
      'a library without a known meaning of the input',
      '@arizeai/openinference-instrumentation-langchain',
      openInference('anthropic', MODEL, { prompt: 200, completion: 20, total: 220, 'prompt_details.cache_read': 800 }),
      unsettled,
    ],
    ['the conventions', 'mine', genAi('anthropic', MODEL, inclusive), SAME],
  ])('%s', async (_, library, attributes, row) => {
    expect(await rowOfSpan(library, attributes)).toEqual(row);
  });
});
