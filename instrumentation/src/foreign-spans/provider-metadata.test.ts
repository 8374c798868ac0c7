import { factsOf, metersOf, NO_BASIS } from '../../testing/read-span.ts';

// Metadata as the AI SDK's packages of these providers write it, with shortened values.

/** A step of AI SDK 5 with counts of its own, which the metadata completes or replaces. */
function step(provider: string, metadata: unknown, more: object = {}): readonly [string, Record<string, unknown>] {
  const attributes = {
    'ai.operationId': 'ai.generateText.doGenerate',
    'gen_ai.system': provider,
    'gen_ai.request.model': 'a-model',
    'ai.usage.inputTokens': 10,
    'ai.usage.outputTokens': 4,
    'ai.usage.totalTokens': 14,
    ...(metadata === undefined ? {} : { 'ai.response.providerMetadata': metadata }),
    ...more,
  };
  return ['ai', attributes];
}

const json = (provider: string, metadata: object, more?: object) => step(provider, JSON.stringify(metadata), more);

test('Anthropic’s usage object, with the input that its last event may leave out', () => {
  const usage = {
    input_tokens: null,
    cache_read_input_tokens: 800,
    cache_creation_input_tokens: 50,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 50 },
    output_tokens: 4,
    server_tool_use: { web_search_requests: 2 },
  };
  const meters = { input: 860, cache_read: 800, cache_write: 50, 'cache_write:1h': 50, output: 4, web_search: 2 };
  expect(metersOf(...json('anthropic.messages', { anthropic: { usage } }))).toEqual(meters);
});

test('Gemini’s usage object and searches', () => {
  const usageMetadata = {
    promptTokenCount: 10,
    candidatesTokenCount: 4,
    thoughtsTokenCount: 6,
    toolUsePromptTokenCount: 30,
    totalTokenCount: 50,
  };
  const groundingMetadata = { webSearchQueries: ['a', 'b', 'a'] };
  for (const [provider, name] of [
    ['google.generative-ai', 'google'],
    ['google.vertex.chat', 'vertex'],
  ] as const) {
    const span = json(provider, { [name]: { usageMetadata, groundingMetadata } });
    expect(metersOf(...span)).toEqual({ input: 40, input_tool: 30, output: 10, reasoning: 6 });
    expect(factsOf(...span).usage?.units).toMatchObject({ web_search: 2 });
  }
});

test('the cost that Vercel’s gateway reports', () => {
  const span = json('gateway', { gateway: { cost: '0.00045', generationId: 'g' } });
  expect(factsOf(...span)).toMatchObject({ provider: 'vercel', reportedCostUsd: '0.00045' });
});

test('the cost that OpenRouter reports, unless the upstream provider bills the app as well', () => {
  const raw = (usage: object) => factsOf(...json('openrouter.chat', { openrouter: { usage } })).usage?.raw;
  expect(raw({ promptTokens: 10, cost: 0.5 })).toMatchObject({ prompt_tokens: 10, cost: 0.5 });
  expect(raw({ promptTokens: 10, cost: 0.5, costDetails: { upstreamInferenceCost: 3 } })).not.toHaveProperty('cost');
});

test('Perplexity’s searches, citations and cost', () => {
  const metadata = { usage: { citationTokens: 20, numSearchQueries: 3 }, cost: { totalCost: 0.25, currency: 'USD' } };
  const span = json('perplexity', { perplexity: metadata });
  expect(metersOf(...span)).toEqual({ input: 10, output: 4, citation: 20, web_search: 3 });
  expect(factsOf(...span).usage?.raw).toMatchObject({ cost: { total_cost: 0.25 } });
  const euros = { perplexity: { ...metadata, cost: { totalCost: 0.25, currency: 'EUR' } } };
  expect(factsOf(...json('perplexity', euros)).usage?.raw).not.toHaveProperty('cost');
});

test('the ticks that xAI charges', () => {
  expect(factsOf(...json('xai.responses', { xai: { costInUsdTicks: 7 } })).usage?.raw).toMatchObject({
    cost_in_usd_ticks: 7,
  });
});

test('the served tier, which decides the price', () => {
  expect(factsOf(...json('openai.responses', { openai: { serviceTier: 'flex' } })).servedServiceTier).toBe('flex');
});

test('no cost if the metadata was cut: it may have contained searches', () => {
  expect(metersOf(...step('openai.chat', undefined))).toEqual({ input: 10, output: 4 });
  expect(metersOf(...step('openai.chat', '{"openai":{"resp'))).toBe(NO_BASIS);
});

test('a structured value of OpenTelemetry SDK 3 reads like JSON', () => {
  const usage = { input_tokens: 10, cache_read_input_tokens: 1, output_tokens: 4 };
  expect(metersOf(...step('anthropic.messages', { anthropic: { usage } }))).toMatchObject({ input: 11, output: 4 });
});

describe('tools that the provider runs', () => {
  const tools = {
    'ai.prompt.tools': ['{"type":"provider-defined","id":"openai.web_search","name":"web_search","args":{}}'],
  };

  test('make the cost unknown, because a span does not count them', () => {
    expect(metersOf(...step('openai.responses', undefined, tools))).toBe(NO_BASIS);
    const own = { 'ai.prompt.tools': ['{"type":"function","name":"web_search","inputSchema":{"type":"object"}}'] };
    expect(metersOf(...step('openai.responses', undefined, own))).toEqual({ input: 10, output: 4 });
  });

  test('are in the usage object of Anthropic and in the metadata of Google', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 0, output_tokens: 4 };
    expect(metersOf(...json('anthropic.messages', { anthropic: { usage } }, tools))).toEqual({ input: 10, output: 4 });
  });
});
