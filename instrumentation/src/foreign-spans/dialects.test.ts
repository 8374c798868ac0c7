import { factsOf, readSpan, UNPRICED } from '../../testing/read-span.ts';

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
    expect(factsOf(SCOPE, CHAT).usage).not.toHaveProperty('raw');
    expect(factsOf(SCOPE, { ...CHAT, 'gen_ai.usage.input_tokens': 2000 }).usage).toMatchObject(UNPRICED);
  });

  test('the host determines the provider, because the library always reports openai', () => {
    expect(factsOf(SCOPE, { ...CHAT, 'server.address': 'api.deepseek.com' })).toMatchObject({
      provider: 'deepseek',
      usage: UNPRICED,
    });
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
    expect(factsOf('mine', span, 1).usage).toMatchObject(UNPRICED);
  });

  test('ignores spans of other kinds', () => {
    expect(readSpan('@opentelemetry/instrumentation-http', { 'http.request.method': 'POST' })).toBe('nothing');
  });
});
