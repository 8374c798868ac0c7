import { factsOf, readSpan, UNPRICED } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

describe('@ai-sdk/otel 1.0, AI SDK 7', () => {
  const CHAT = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.request.max_tokens': 9,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.input.messages': '[{"role":"user"}]',
    'gen_ai.client.operation.duration': 0.03,
    'gen_ai.client.operation.time_to_first_chunk': 0.0114,
    'server.address': 'api.openai.com',
    'server.port': 443,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.cache_read.input_tokens': 800,
    'gen_ai.usage.cache_creation.input_tokens': 50,
  };

  test('reads the chat of a step', () => {
    expect(factsOf('gen_ai', CHAT)).toEqual({
      operation: 'chat',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      finishReasons: ['stop'],
      serverAddress: 'api.openai.com',
      serverPort: 443,
      timeToFirstChunk: 0.0114,
      params: { maxTokens: 9, temperature: 0.5 },
      usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, cacheWriteTokens: 50 },
    });
  });

  test.each(['invoke_agent', 'agent_step', 'execute_tool', 'invoke_workflow', 'something_new'])(
    '%s encloses calls and is not one itself',
    (operation) => expect(readSpan('gen_ai', { ...CHAT, 'gen_ai.operation.name': operation })).toBe('enclosing'),
  );
});

describe('ai.* of the AI SDK', () => {
  const STEP = {
    'operation.name': 'ai.streamText.doStream',
    'ai.operationId': 'ai.streamText.doStream',
    'ai.model.provider': 'openai.chat',
    'ai.model.id': 'gpt-4o',
    'ai.settings.maxRetries': 2,
    'ai.request.headers.authorization': 'Bearer secret',
    'ai.prompt.messages': '[{"role":"user"}]',
    'gen_ai.system': 'openai.chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.response.finish_reasons': ['stop'],
    'ai.response.text': 'Hello',
    'ai.response.msToFirstChunk': 12,
  };
  const USAGE_7 = {
    'ai.usage.inputTokens': 1000,
    'ai.usage.outputTokens': 20,
    'ai.usage.cachedInputTokens': 800,
    'ai.usage.inputTokenDetails.noCacheTokens': 200,
    'ai.usage.inputTokenDetails.cacheReadTokens': 800,
    'ai.usage.outputTokenDetails.reasoningTokens': 5,
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 20,
  };

  test('a step is a call, with the provider that the model names', () => {
    // `openai.chat` names both the provider and the kind of model.
    expect(factsOf('ai', { ...STEP, ...USAGE_7 })).toEqual({
      operation: 'chat',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      finishReasons: ['stop'],
      stream: true,
      timeToFirstChunk: 0.012,
      params: {},
      usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 },
    });
  });

  test('spans that sum up their steps are not calls', () => {
    for (const id of ['ai.generateText', 'ai.streamText', 'ai.toolCall', 'ai.embed']) {
      expect(readSpan('ai', { ...STEP, ...USAGE_7, 'ai.operationId': id })).toBe('enclosing');
    }
  });

  test('reads embeddings', () => {
    const embed = {
      'ai.operationId': 'ai.embed.doEmbed',
      'ai.model.provider': 'openai.embedding',
      'ai.model.id': 'text-embedding-3-small',
      'ai.usage.tokens': 8,
    };
    expect(factsOf('ai', embed)).toMatchObject({
      operation: 'embeddings',
      provider: 'openai',
      requestModel: 'text-embedding-3-small',
      usage: { inputTokens: 8 },
    });
  });

  test('version 4 does not report cached tokens: no cost for a prompt that may have been cached', () => {
    const usage = (input: number) => ({ 'ai.usage.promptTokens': input, 'ai.usage.completionTokens': 20 });
    expect(factsOf('ai', { ...STEP, ...usage(1000) }).usage).toEqual({ inputTokens: 1000, outputTokens: 20 });
    expect(factsOf('ai', { ...STEP, ...usage(1024) }).usage).toEqual({
      inputTokens: 1024,
      outputTokens: 20,
      ...UNPRICED,
    });
  });

  test('version 5 counts Anthropic’s cached tokens outside the input: no cost', () => {
    const claude = { ...STEP, 'gen_ai.system': 'anthropic.messages', 'ai.usage.inputTokens': 7 };
    expect(factsOf('ai', claude)).toMatchObject({ provider: 'anthropic', usage: { inputTokens: 7, ...UNPRICED } });
  });
});
