import { factsOf, metersOf, NO_BASIS, readSpan } from '../../testing/read-span.ts';

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
      usage: expect.objectContaining({
        inputTokens: 1000,
        outputTokens: 20,
        cacheReadTokens: 800,
        cacheWriteTokens: 50,
      }),
    });
    expect(metersOf('gen_ai', CHAT)).toEqual({ input: 1000, cache_read: 800, cache_write: 50, output: 20 });
  });

  test('its counts include cached tokens also for Anthropic, whose cache writes are of unknown lifetime', () => {
    const claude = { ...CHAT, 'gen_ai.provider.name': 'anthropic', 'server.address': 'api.anthropic.com' };
    expect(metersOf('gen_ai', claude)).toMatchObject({ input: 1000, cache_read: 800, 'cache_write:unknown': 50 });
  });

  test('with the metadata that the app may add, the provider’s own usage object is read', () => {
    const usage = {
      input_tokens: 150,
      cache_read_input_tokens: 800,
      cache_creation_input_tokens: 50,
      output_tokens: 20,
    };
    const written = { cache_creation: { ephemeral_1h_input_tokens: 50 } };
    const metadata = JSON.stringify({ anthropic: { usage: { ...usage, ...written } } });
    const claude = { ...CHAT, 'gen_ai.provider.name': 'anthropic', 'ai.response.providerMetadata': metadata };
    expect(metersOf('gen_ai', claude)).toMatchObject({ input: 1000, 'cache_write:1h': 50 });
  });

  test('reads transcriptions by length or by tokens; other units are not known', () => {
    const transcription = { 'gen_ai.operation.name': 'ai.transcribe', 'gen_ai.provider.name': 'openai' };
    expect(factsOf('gen_ai', transcription).operation).toBe('transcription');
    expect(metersOf('gen_ai', { ...transcription, 'gen_ai.usage.seconds': 9 })).toEqual({ second: 9 });
    const tokens = {
      'gen_ai.usage.input_tokens': 14,
      'gen_ai.usage.input_token_details.text_tokens': 4,
      'gen_ai.usage.input_token_details.audio_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.total_tokens': 19,
    };
    expect(metersOf('gen_ai', { ...transcription, ...tokens })).toEqual({ input: 14, input_audio: 10, output: 5 });
    expect(metersOf('gen_ai', { ...transcription, 'gen_ai.usage.characters': 9 })).toBe(NO_BASIS);
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
      apiFormat: 'openai.chat',
      usage: expect.any(Object),
    });
    expect(metersOf('ai', { ...STEP, ...USAGE_7 })).toEqual({ input: 1000, cache_read: 800, output: 20, reasoning: 5 });
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
    expect(metersOf('ai', { ...STEP, ...usage(1000) })).toEqual({ input: 1000, output: 20 });
    expect(metersOf('ai', { ...STEP, ...usage(1024) })).toBe(NO_BASIS);
  });

  test('speech and transcriptions have no steps: the operation is the call, with the raw usage', () => {
    const span = {
      'ai.operationId': 'ai.transcribe',
      'ai.model.provider': 'openai.transcription',
      'ai.response.usage': '{"type":"duration","seconds":9}',
    };
    expect(factsOf('ai', span)).toMatchObject({ operation: 'transcription', provider: 'openai' });
    expect(metersOf('ai', span)).toEqual({ second: 9 });
    expect(factsOf('ai', { ...span, 'ai.operationId': 'ai.generateSpeech' })).toMatchObject({ operation: 'speech' });
  });

  describe('version 5 passes on the provider’s counts', () => {
    const metersOf5 = (provider: string, counts: object, metadata?: object) =>
      metersOf('ai', {
        ...STEP,
        'gen_ai.system': provider,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`ai.usage.${name}`, count])),
        ...(metadata === undefined ? {} : { 'ai.response.providerMetadata': JSON.stringify(metadata) }),
      });
    const GEMINI = { inputTokens: 10, outputTokens: 100, reasoningTokens: 50, totalTokens: 160 };

    test('Gemini’s total shows that thoughts are beside the output', () => {
      expect(metersOf5('google.generative-ai', GEMINI)).toEqual({ input: 10, output: 150, reasoning: 50 });
    });

    test('a total that no count explains may be thoughts or results of tools', () => {
      const counts = { inputTokens: 10, outputTokens: 100, totalTokens: 160 };
      expect(metersOf5('google.generative-ai', counts)).toBe(NO_BASIS);
      expect(metersOf5('openai.chat', counts)).toBe('total_tokens 160 does not match the other counts');
    });

    test('Anthropic’s and Bedrock’s input excludes cached tokens: no cost without the metadata', () => {
      const counts = { inputTokens: 7, outputTokens: 20, totalTokens: 27, cachedInputTokens: 800 };
      const meters = { input: 807, cache_read: 800, output: 20 };
      for (const provider of ['anthropic.messages', 'amazon-bedrock'])
        expect(metersOf5(provider, counts)).toBe(NO_BASIS);
      const anthropic = { cacheCreationInputTokens: 0 };
      expect(metersOf5('anthropic.messages', counts, { anthropic })).toEqual(meters);
      const bedrock = { usage: { cacheWriteInputTokens: 0 } };
      expect(metersOf5('amazon-bedrock', counts, { bedrock })).toEqual(meters);
    });

    test('the metadata may have Bedrock’s cache writes by their lifetime', () => {
      const counts = { inputTokens: 7, outputTokens: 20 };
      const written = { cacheWriteInputTokens: 50 };
      const meters = { input: 57, cache_write: 50, output: 20 };
      expect(metersOf5('amazon-bedrock', counts, { bedrock: { usage: written } })).toEqual({
        ...meters,
        'cache_write:unknown': 50,
      });
      const byLifetime = { ...written, cacheDetails: [{ inputTokens: 50, ttl: '1h' }] };
      expect(metersOf5('amazon-bedrock', counts, { bedrock: { usage: byLifetime } })).toEqual({
        ...meters,
        'cache_write:1h': 50,
      });
    });
  });

  test('a stream that ended without the provider’s finish reason has counts so far only, and no cost', () => {
    const span = (reason: string) => ({
      'ai.operationId': 'ai.streamText.doStream',
      'gen_ai.system': 'google.generative-ai',
      'ai.response.finishReason': reason,
      'ai.usage.inputTokens': 10,
      'ai.usage.outputTokens': 4,
      'ai.usage.totalTokens': 14,
    });
    expect(metersOf('ai', span('stop'))).toEqual({ input: 10, output: 4 });
    expect(metersOf('ai', span('other'))).toBe(NO_BASIS);
  });

  test('counts that Anthropic’s last event reports as null are those of the SDK', () => {
    const usage = {
      input_tokens: null,
      cache_read_input_tokens: null,
      cache_creation_input_tokens: null,
      output_tokens: 4,
    };
    const span = {
      'ai.operationId': 'ai.streamText.doStream',
      'gen_ai.system': 'anthropic.messages',
      'ai.usage.inputTokens': 6000,
      'ai.usage.outputTokens': 4,
      'ai.usage.inputTokenDetails.noCacheTokens': 1000,
      'ai.usage.inputTokenDetails.cacheReadTokens': 5000,
      'ai.response.providerMetadata': JSON.stringify({ anthropic: { usage } }),
    };
    expect(metersOf('ai', span)).toEqual({ input: 6000, cache_read: 5000, output: 4 });
  });
});
