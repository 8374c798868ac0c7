import { factsOf, readSpan, UNPRICED } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

describe('OpenLLMetry', () => {
  const SCOPE = '@traceloop/instrumentation-openai';
  const CHAT = {
    'gen_ai.provider.name': 'openai',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.request.max_tokens': 50,
    'gen_ai.input.messages': '[{"role":"user"}]',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.usage.total_tokens': 1020,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.response.finish_reasons': ['stop'],
  };

  test('a chat of openai has no cost: the library may count the tokens itself and reports no cached ones', () => {
    expect(factsOf(SCOPE, CHAT)).toEqual({
      operation: 'chat',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      finishReasons: ['stop'],
      params: { maxTokens: 50 },
      usage: { inputTokens: 1000, outputTokens: 20, ...UNPRICED },
    });
  });

  test('a response of the Responses API has the tokens that the provider reported', () => {
    const response = { ...CHAT, 'gen_ai.response.id': 'resp_1', 'gen_ai.usage.input_tokens': 300 };
    expect(factsOf(SCOPE, response).usage).toEqual({ inputTokens: 300, outputTokens: 20 });
  });

  test('ignores the tokens of an image, which come from a table', () => {
    const image = { ...CHAT, 'gen_ai.operation.name': 'image_generation' };
    expect(factsOf(SCOPE, image)).toMatchObject({ operation: 'image_generation' });
    expect(factsOf(SCOPE, image)).not.toHaveProperty('usage');
  });

  test('reads the names of older versions', () => {
    const old = {
      'gen_ai.system': 'Cohere',
      'llm.request.type': 'completion',
      'gen_ai.request.model': 'command-r',
      'llm.is_streaming': true,
      'gen_ai.prompt.0.content': 'secret words',
      'gen_ai.usage.prompt_tokens': 10,
      'gen_ai.usage.completion_tokens': 5,
      'llm.usage.total_tokens': 15,
      'gen_ai.completion.0.finish_reason': 'stop',
    };
    expect(factsOf('@traceloop/instrumentation-cohere', old)).toEqual({
      operation: 'text_completion',
      provider: 'cohere',
      requestModel: 'command-r',
      stream: true,
      finishReasons: ['stop'],
      params: {},
      usage: { inputTokens: 10, outputTokens: 5 },
    });
  });

  test('Anthropic’s calls have no cost: the input may exclude cached tokens', () => {
    const claude = { ...CHAT, 'gen_ai.provider.name': 'Anthropic' };
    expect(factsOf('@traceloop/instrumentation-anthropic', claude)).toMatchObject({
      provider: 'anthropic',
      usage: { inputTokens: 1000, ...UNPRICED },
    });
  });

  test('workflows, agents and tools are not calls', () => {
    expect(readSpan('@traceloop/node-server-sdk', { 'traceloop.span.kind': 'workflow' })).toBe('enclosing');
  });
});
