import { factsOf, metersOf, NO_BASIS, readSpan } from '../../testing/read-span.ts';

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
      usage: expect.objectContaining({ inputTokens: 1000, outputTokens: 20 }),
    });
    expect(metersOf(SCOPE, CHAT)).toBe(NO_BASIS);
  });

  test('a response of the Responses API has the tokens that the provider reported', () => {
    const counts = { 'gen_ai.usage.input_tokens': 300, 'gen_ai.usage.total_tokens': 320 };
    expect(metersOf(SCOPE, { ...CHAT, ...counts, 'gen_ai.response.id': 'resp_1' })).toEqual({ input: 300, output: 20 });
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
      usage: expect.objectContaining({ inputTokens: 10, outputTokens: 5 }),
    });
    expect(metersOf('@traceloop/instrumentation-cohere', old)).toEqual({ input: 10, output: 5 });
  });

  describe('Anthropic’s input excludes cached tokens', () => {
    const ANTHROPIC = '@traceloop/instrumentation-anthropic';
    const claude = {
      ...CHAT,
      'gen_ai.provider.name': 'Anthropic',
      'gen_ai.usage.cache_read.input_tokens': 800,
      'gen_ai.usage.cache_creation.input_tokens': 0,
    };

    test('the library’s total excludes them too, and does not decide', () => {
      expect(factsOf(ANTHROPIC, claude)).toMatchObject({ provider: 'anthropic' });
      expect(metersOf(ANTHROPIC, claude)).toEqual({ input: 1800, cache_read: 800, output: 20 });
    });

    test('cache writes are of unknown lifetime', () => {
      const meters = metersOf(ANTHROPIC, { ...claude, 'gen_ai.usage.cache_creation.input_tokens': 50 });
      expect(meters).toMatchObject({ input: 1850, cache_write: 50, 'cache_write:unknown': 50 });
    });

    test('no cost if the span reports none, like older versions', () => {
      expect(metersOf(ANTHROPIC, { ...CHAT, 'gen_ai.provider.name': 'Anthropic' })).toBe(NO_BASIS);
    });
  });

  test('the total of Gemini shows that thoughts are beside the output', () => {
    const gemini = { ...CHAT, 'gen_ai.provider.name': 'gemini', 'gen_ai.usage.reasoning_tokens': 50 };
    const meters = { input: 1000, output: 70, reasoning: 50 };
    const scope = '@traceloop/instrumentation-google-generativeai';
    expect(metersOf(scope, { ...gemini, 'gen_ai.usage.total_tokens': 1070 })).toEqual(meters);
  });

  test.each(['langchain', 'vertexai'])('the library of %s never reports cached tokens: no cost', (library) => {
    const long = { ...CHAT, 'gen_ai.usage.input_tokens': 2000, 'gen_ai.usage.total_tokens': 2020 };
    expect(metersOf(`@traceloop/instrumentation-${library}`, long)).toBe(NO_BASIS);
  });

  test('workflows, agents and tools are not calls', () => {
    expect(readSpan('@traceloop/node-server-sdk', { 'traceloop.span.kind': 'workflow' })).toBe('enclosing');
  });
});
