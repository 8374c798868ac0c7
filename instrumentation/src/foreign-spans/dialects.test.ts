import { factsOf, metersOf, NO_BASIS, readSpan } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

describe('@opentelemetry/instrumentation-openai 0.22', () => {
  const SCOPE = '@opentelemetry/instrumentation-openai';
  const CHAT = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.system': 'openai',
    'server.address': '127.0.0.1',
    'server.port': 42739,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 20,
  };

  test('a chat has a cost only if its prompt is too short to be cached, because cached tokens are not reported', () => {
    expect(factsOf(SCOPE, CHAT)).toMatchObject({
      provider: 'openai',
      serverAddress: '127.0.0.1',
      usage: { inputTokens: 1000, outputTokens: 20 },
    });
    expect(metersOf(SCOPE, CHAT)).toEqual({ input: 1000, output: 20 });
    expect(metersOf(SCOPE, { ...CHAT, 'gen_ai.usage.input_tokens': 2000 })).toBe(NO_BASIS);
  });

  test('the host determines the provider, because the library always reports openai', () => {
    const elsewhere = { ...CHAT, 'server.address': 'api.deepseek.com' };
    expect(factsOf(SCOPE, elsewhere)).toMatchObject({ provider: 'deepseek' });
    expect(metersOf(SCOPE, elsewhere)).toBe(NO_BASIS);
  });
});

describe('any library that follows the semantic conventions', () => {
  test('reads the names of 2024', () => {
    expect(
      factsOf('mine', {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'az.ai.openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': 3,
        'gen_ai.usage.completion_tokens': 4,
        'gen_ai.openai.response.service_tier': 'default',
      }),
    ).toMatchObject({
      provider: 'azure.ai.openai',
      usage: { inputTokens: 3, outputTokens: 4 },
      servedServiceTier: 'default',
    });
  });

  const counted = (usage: Record<string, unknown>, provider = 'openai') => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    ...Object.fromEntries(Object.entries(usage).map(([name, value]) => [`gen_ai.usage.${name}`, value])),
  });

  test.each([
    ['Mastra', { cached_input_tokens: 80, reasoning_tokens: 3, total_tokens: 104 }],
    ['Sentry', { 'input_tokens.cached': 80, 'output_tokens.reasoning': 3, total_tokens: 104 }],
    ['Laminar', { cache_read_input_tokens: 80, reasoning_output_tokens: 3 }],
    ['LangSmith', { input_token_details: '{"cache_read":80}', output_token_details: '{"reasoning":3}' }],
    ['Logfire', { 'details.cache_read_tokens': 80, 'details.reasoning_tokens': 3 }],
    ['OpenLIT before', { 'prompt_tokens_details.cache_read': 80, 'completion_tokens_details.reasoning': 3 }],
  ])('reads the names of %s', (_, usage) => {
    const meters = { input: 100, cache_read: 80, output: 4, reasoning: 3 };
    expect(metersOf('mine', counted({ input_tokens: 100, output_tokens: 4, ...usage }))).toEqual(meters);
  });

  test('the reported total decides whether parts are beside the counts', () => {
    const usage = { input_tokens: 10, output_tokens: 100, 'reasoning.output_tokens': 50 };
    const beside = { input: 10, output: 150, reasoning: 50 };
    expect(metersOf('mine', counted({ ...usage, total_tokens: 160 }))).toEqual(beside);
    expect(metersOf('mine', { ...counted(usage), 'llm.usage.total_tokens': 160 })).toEqual(beside);
    expect(metersOf('mine', counted({ ...usage, total_tokens: 110 }))).toEqual({ ...beside, output: 100 });
  });

  test('a 0 does not hide a count under another name; different counts contradict each other', () => {
    const usage = { prompt_tokens: 23, completion_tokens: 56 };
    const meters = { input: 23, output: 56 };
    expect(metersOf('mine', counted({ input_tokens: 0, output_tokens: 0, ...usage }))).toEqual(meters);
    expect(metersOf('mine', counted({ input_tokens: 24, output_tokens: 0, ...usage }))).toBe(NO_BASIS);
  });

  test('a count that nothing reads makes the cost unknown', () => {
    const usage = { input_tokens: 10, output_tokens: 4 };
    expect(metersOf('mine', counted({ ...usage, 'details.web_search_requests': 2 }))).toBe(
      'it is not known what gen_ai.usage.details.web_search_requests cost',
    );
    expect(metersOf('mine', counted({ ...usage, 'details.web_search_requests': 0 }))).toEqual({ input: 10, output: 4 });
  });

  test('a cost in the span is the estimate of a library, and is not read', () => {
    const costs = { cost: 1, total_cost: 1, input_cost: 1 };
    const span = { ...counted({ input_tokens: 10, output_tokens: 4, ...costs }), 'llm.cost.total': 1 };
    expect(metersOf('mine', span)).toEqual({ input: 10, output: 4 });
    expect(factsOf('mine', span)).not.toHaveProperty('reportedCostUsd');
  });

  test('the input includes cached tokens if they have the name of the conventions; of Claude else not known', () => {
    const usage = { input_tokens: 100, output_tokens: 4 };
    const meters = { input: 100, cache_read: 80, output: 4 };
    const conventional = { ...usage, 'cache_read.input_tokens': 80 };
    for (const provider of ['anthropic', 'aws.bedrock']) {
      expect(metersOf('mine', counted(conventional, provider))).toEqual(meters);
      expect(metersOf('mine', counted(usage, provider))).toBe(NO_BASIS);
      expect(metersOf('mine', counted({ ...usage, cache_read_input_tokens: 80 }, provider))).toBe(NO_BASIS);
    }
    const vertex = { ...counted(usage, 'gcp.vertex_ai'), 'gen_ai.request.model': 'claude-sonnet-4-5' };
    expect(metersOf('mine', vertex)).toBe(NO_BASIS);
  });

  test('no cost if the request offered tools that the provider runs', () => {
    const span = counted({ input_tokens: 10, output_tokens: 4 });
    const tool = (type: string) => ({ 'gen_ai.tool.definitions': JSON.stringify([{ type, name: 'search' }]) });
    expect(metersOf('mine', { ...span, ...tool('function') })).toEqual({ input: 10, output: 4 });
    for (const type of ['extension', 'code_interpreter', 'web_search_20250305', 'mcp']) {
      expect(metersOf('mine', { ...span, ...tool(type) })).toBe(NO_BASIS);
      expect(metersOf('mine', { ...span, 'gen_ai.tool.definitions': [{ type }] })).toBe(NO_BASIS);
    }
  });

  test('omits values of the wrong type', () => {
    const invalid = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': -1,
      'gen_ai.usage.output_tokens': '20',
      'gen_ai.request.temperature': NaN,
      'server.port': 'https',
      'gen_ai.response.finish_reasons': [null, 7],
    };
    expect(factsOf('mine', invalid)).toEqual({ operation: 'chat', params: {} });
  });

  test('no cost if the app’s limits dropped attributes, which may include usage', () => {
    const span = { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': 4 };
    expect(metersOf('mine', span)).toEqual({ input: 3, output: 4 });
    expect(metersOf('mine', span, 1)).toBe(NO_BASIS);
  });

  test('ignores spans of other kinds', () => {
    expect(readSpan('@opentelemetry/instrumentation-http', { 'http.request.method': 'POST' })).toBe('nothing');
  });
});
