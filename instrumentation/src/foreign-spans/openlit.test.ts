import { factsOf, metersOf, NO_BASIS } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

describe('OpenLIT', () => {
  const SCOPE = '@openlit/instrumentation-openai';
  const CHAT = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'server.address': 'api.openai.com',
    'server.port': 443,
    'gen_ai.request.top_p': 1,
    'gen_ai.request.max_tokens': 50,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.seed': 7,
    'gen_ai.request.is_stream': false,
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.usage.cost': 0.0017,
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'openai.api.type': 'chat_completions',
    'openai.response.service_tier': 'priority',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.cache_read.input_tokens': 800,
  };

  test('reads a chat without the address, the defaults and the cost that the library makes up', () => {
    expect(factsOf(SCOPE, CHAT)).toEqual({
      operation: 'chat',
      provider: 'openai',
      apiFormat: 'openai.chat',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      servedServiceTier: 'priority',
      params: { maxTokens: 50, temperature: 0.5, seed: 7 },
      usage: expect.objectContaining({ inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800 }),
    });
    expect(metersOf(SCOPE, CHAT)).toEqual({ input: 1000, cache_read: 800, output: 20 });
  });

  test('a stream has no cost: if the provider reported no tokens, the library counted them', () => {
    const stream = { ...CHAT, 'gen_ai.request.is_stream': true };
    expect(factsOf(SCOPE, stream)).toMatchObject({ stream: true, usage: { inputTokens: 1000 } });
    expect(metersOf(SCOPE, stream)).toBe(NO_BASIS);
  });

  test('the input of Anthropic and Bedrock excludes cached tokens; without any, the cost is unknown', () => {
    const { 'gen_ai.usage.cache_read.input_tokens': _, ...uncached } = CHAT;
    for (const [library, provider] of [
      ['anthropic', 'anthropic'],
      ['bedrock', 'aws.bedrock'],
    ] as const) {
      const scope = `@openlit/instrumentation-${library}`;
      const named = { 'gen_ai.provider.name': provider };
      expect(metersOf(scope, { ...CHAT, ...named })).toEqual({ input: 1800, cache_read: 800, output: 20 });
      expect(metersOf(scope, { ...uncached, ...named })).toBe(NO_BASIS);
    }
  });

  test('the thoughts of Gemini are beside the output; its Vertex library does not report them', () => {
    const gemini = { ...CHAT, 'gen_ai.provider.name': 'gcp.gemini', 'gen_ai.usage.reasoning_tokens': 50 };
    const meters = { input: 1000, cache_read: 800, output: 70, reasoning: 50 };
    expect(metersOf('@openlit/instrumentation-google-ai', gemini)).toEqual(meters);
    expect(metersOf('@openlit/instrumentation-vertexai', gemini)).toBe(NO_BASIS);
  });

  test('the counts of LangChain may be OpenLIT’s own: no cost', () => {
    expect(metersOf('@openlit/instrumentation-langchain', CHAT)).toBe(NO_BASIS);
  });

  test('counts that are all 0 mean that no usage was reported', () => {
    const zeros = { ...CHAT, 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0 };
    expect(factsOf(SCOPE, zeros)).not.toHaveProperty('usage');
  });
});
