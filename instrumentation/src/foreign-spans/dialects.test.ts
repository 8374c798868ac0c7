import { meaningOf } from './dialects.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';

function read(scope: string, attributes: SpanAttributes, droppedAttributesCount = 0): Meaning {
  const ids = { traceId: '1', spanId: '2' };
  return meaningOf({
    spanContext: () => ids,
    attributes,
    instrumentationScope: { name: scope },
    droppedAttributesCount,
  });
}

function factsOf(...span: Parameters<typeof read>): InferenceFacts {
  const meaning = read(...span);
  if (typeof meaning === 'string') throw new Error(`read as ${meaning}`);
  return meaning;
}

/** No cost is told from it. */
const UNPRICED = { raw: {} };

// Attributes below are those that the libraries set on a call to a provider on loopback, values shortened.

describe('@anthropic-ai/sdk 1.12', () => {
  const SCOPE = 'com.anthropic.sdk.typescript';
  const START = {
    'gen_ai.provider.name': 'anthropic',
    'server.address': '127.0.0.1',
    'server.port': 35147,
    'http.route': '/v1/messages',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-4-5',
    'gen_ai.request.max_tokens': 100,
    'http.request.method': 'POST',
    'url.path': '/ok/0/v1/messages',
    'url.full': 'http://127.0.0.1:35147/ok/0/v1/messages?secret',
  };
  const RESPONSE = {
    'gen_ai.usage.input_tokens': 857,
    'http.response.status_code': 200,
    'anthropic.request.id': 'req_1',
    'gen_ai.response.id': 'msg_1',
    'gen_ai.response.model': 'claude-sonnet-5-5-20261001',
    'gen_ai.usage.cache_write.input_tokens': 50,
    'gen_ai.usage.cache_read.input_tokens': 800,
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 30,
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 20,
    'anthropic.response.service_tier': 'priority',
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.reasoning.output_tokens': 5,
  };

  test('a message, with what was cached for five minutes and for an hour apart, as the provider counts it', () => {
    expect(factsOf(SCOPE, { ...START, ...RESPONSE, 'anthropic.message.stop_reason': 'end_turn' })).toEqual({
      operation: 'chat',
      apiFormat: 'anthropic.messages',
      provider: 'anthropic',
      requestModel: 'claude-sonnet-4-5',
      responseModel: 'claude-sonnet-5-5-20261001',
      responseId: 'msg_1',
      requestId: 'req_1',
      finishReasons: ['end_turn'],
      servedServiceTier: 'priority',
      serverAddress: '127.0.0.1',
      serverPort: 35147,
      method: 'POST',
      path: '/ok/0/v1/messages',
      statusCode: 200,
      params: { maxTokens: 100 },
      usage: {
        inputTokens: 857,
        outputTokens: 20,
        cacheReadTokens: 800,
        cacheWriteTokens: 50,
        reasoningTokens: 5,
        raw: {
          input_tokens: 7,
          cache_read_input_tokens: 800,
          cache_creation_input_tokens: 50,
          cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 },
          output_tokens: 20,
          output_tokens_details: { thinking_tokens: 5 },
          service_tier: 'priority',
        },
      },
    });
  });

  test('a stream that was left has no usage: what its first event says is where it begins', () => {
    const { 'gen_ai.usage.output_tokens': _, ...begun } = RESPONSE;
    const left = factsOf(SCOPE, { ...START, ...begun, 'gen_ai.request.stream': true });
    expect(left).toMatchObject({ stream: true, givenUp: true });
    expect(left).not.toHaveProperty('usage');
  });

  test('a refusal was not given up', () => {
    const refused = { ...START, 'http.response.status_code': 401, 'error.type': 'authentication_error' };
    expect(factsOf(SCOPE, { ...refused, 'gen_ai.request.stream': true })).not.toHaveProperty('givenUp');
  });

  test('counting tokens is no call', () => {
    expect(read(SCOPE, { 'gen_ai.request.model': 'm', 'anthropic.message.count_tokens.input_tokens': 12 })).toBe(
      'nothing',
    );
  });
});

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

  test('the chat of a step', () => {
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
    '%s makes calls and is none',
    (operation) => expect(read('gen_ai', { ...CHAT, 'gen_ai.operation.name': operation })).toBe('enclosing'),
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

  test('what sums steps up is none', () => {
    for (const id of ['ai.generateText', 'ai.streamText', 'ai.toolCall', 'ai.embed']) {
      expect(read('ai', { ...STEP, ...USAGE_7, 'ai.operationId': id })).toBe('enclosing');
    }
  });

  test('embeddings', () => {
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

  test('version 4 tells nothing of the cache: no cost for a prompt that may have been cached', () => {
    const usage = (input: number) => ({ 'ai.usage.promptTokens': input, 'ai.usage.completionTokens': 20 });
    expect(factsOf('ai', { ...STEP, ...usage(1000) }).usage).toEqual({ inputTokens: 1000, outputTokens: 20 });
    expect(factsOf('ai', { ...STEP, ...usage(1024) }).usage).toEqual({
      inputTokens: 1024,
      outputTokens: 20,
      ...UNPRICED,
    });
  });

  test('version 5 leaves what Anthropic cached out of the input: no cost', () => {
    const claude = { ...STEP, 'gen_ai.system': 'anthropic.messages', 'ai.usage.inputTokens': 7 };
    expect(factsOf('ai', claude)).toMatchObject({ provider: 'anthropic', usage: { inputTokens: 7, ...UNPRICED } });
  });
});

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

  test('a chat of openai has no cost: its tokens may be counted by the library itself, and it tells nothing of the cache', () => {
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

  test('an answer of the Responses API has the tokens that the provider told', () => {
    const response = { ...CHAT, 'gen_ai.response.id': 'resp_1', 'gen_ai.usage.input_tokens': 300 };
    expect(factsOf(SCOPE, response).usage).toEqual({ inputTokens: 300, outputTokens: 20 });
  });

  test('the tokens of an image come from a table, and are none', () => {
    const image = { ...CHAT, 'gen_ai.operation.name': 'image_generation' };
    expect(factsOf(SCOPE, image)).toMatchObject({ operation: 'image_generation' });
    expect(factsOf(SCOPE, image)).not.toHaveProperty('usage');
  });

  test('the names of older versions', () => {
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

  test('of Anthropic there is no cost: the input may leave out what was cached', () => {
    const claude = { ...CHAT, 'gen_ai.provider.name': 'Anthropic' };
    expect(factsOf('@traceloop/instrumentation-anthropic', claude)).toMatchObject({
      provider: 'anthropic',
      usage: { inputTokens: 1000, ...UNPRICED },
    });
  });

  test('workflows, agents and tools are no calls', () => {
    expect(read('@traceloop/node-server-sdk', { 'traceloop.span.kind': 'workflow' })).toBe('enclosing');
  });
});

describe('OpenInference', () => {
  const LLM = {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'gpt-4o-2024-08-06',
    'input.value': '{"messages":[{"content":"secret words"}]}',
    'llm.invocation_parameters':
      '{"model":"gpt-4o","max_tokens":50,"temperature":0.5,"seed":7,"n":1,"user":"secret","stream":true}',
    'llm.system': 'openai',
    'llm.input_messages.0.message.content': 'secret words',
    'output.value': '{"service_tier":"priority"}',
    'llm.finish_reason': 'stop',
    'llm.token_count.completion': 20,
    'llm.token_count.prompt': 1000,
    'llm.token_count.total': 1020,
    'llm.token_count.prompt_details.cache_read': 800,
    'llm.token_count.prompt_details.audio': 3,
    'llm.token_count.completion_details.audio': 2,
    'llm.token_count.completion_details.reasoning': 5,
  };
  const SCOPE = '@arizeai/openinference-instrumentation-openai';

  test('an LLM span, with the allow-listed parameters of its request and none of its words', () => {
    expect(factsOf(SCOPE, LLM)).toEqual({
      operation: 'chat',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      finishReasons: ['stop'],
      stream: true,
      params: { maxTokens: 50, temperature: 0.5, seed: 7 },
      usage: {
        inputTokens: 1000,
        outputTokens: 20,
        cacheReadTokens: 800,
        reasoningTokens: 5,
        audioInputTokens: 3,
        audioOutputTokens: 2,
      },
    });
  });

  test('of Anthropic there is no cost: the input leaves out what was cached', () => {
    const { usage } = factsOf(SCOPE, { ...LLM, 'llm.system': 'anthropic' });
    expect(usage).toMatchObject({ inputTokens: 1000, ...UNPRICED });
  });

  test('parameters that are no JSON are none', () => {
    expect(factsOf(SCOPE, { ...LLM, 'llm.invocation_parameters': '{"model":' })).toMatchObject({
      requestModel: 'gpt-4o-2024-08-06',
      params: {},
    });
  });

  test('an EMBEDDING span; it tells no usage', () => {
    const embedding = {
      'openinference.span.kind': 'EMBEDDING',
      'embedding.model_name': 'text-embedding-3-small',
      'llm.system': 'openai',
      'embedding.embeddings.0.embedding.text': 'secret words',
    };
    const facts = factsOf(SCOPE, embedding);
    expect(facts).toMatchObject({ operation: 'embeddings', requestModel: 'text-embedding-3-small' });
    expect(facts).not.toHaveProperty('usage');
  });

  test.each(['CHAIN', 'AGENT', 'TOOL', 'RETRIEVER'])('%s spans are no calls', (kind) => {
    expect(read('x', { ...LLM, 'openinference.span.kind': kind })).toBe('enclosing');
  });

  test('a span that speaks two dialects is read once', () => {
    const both = { ...LLM, 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 1 };
    expect(factsOf('x', both).usage?.inputTokens).toBe(1000);
  });
});

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

  test('a chat, without the address, the defaults and the cost that the library makes up', () => {
    expect(factsOf(SCOPE, CHAT)).toEqual({
      operation: 'chat',
      provider: 'openai',
      apiFormat: 'openai.chat',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      responseId: 'chatcmpl-1',
      servedServiceTier: 'priority',
      params: { maxTokens: 50, temperature: 0.5, seed: 7 },
      usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800 },
    });
  });

  test('a stream has no cost: where the provider told no tokens, the library counted them', () => {
    expect(factsOf(SCOPE, { ...CHAT, 'gen_ai.request.is_stream': true })).toMatchObject({
      stream: true,
      usage: { inputTokens: 1000, ...UNPRICED },
    });
  });

  test('of Anthropic there is no cost: the input leaves out what was cached', () => {
    const { usage } = factsOf('@openlit/instrumentation-anthropic', { ...CHAT, 'gen_ai.provider.name': 'anthropic' });
    expect(usage).toMatchObject(UNPRICED);
  });

  test('no tokens at all were not reported', () => {
    const none = { ...CHAT, 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0 };
    expect(factsOf(SCOPE, none)).not.toHaveProperty('usage');
  });
});

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

  test('a chat; what was cached is not told, and a short prompt cannot have been', () => {
    expect(factsOf(SCOPE, CHAT)).toMatchObject({
      provider: 'openai',
      serverAddress: '127.0.0.1',
      usage: { inputTokens: 1000, outputTokens: 20 },
    });
    expect(factsOf(SCOPE, CHAT).usage).not.toHaveProperty('raw');
    expect(factsOf(SCOPE, { ...CHAT, 'gen_ai.usage.input_tokens': 2000 }).usage).toMatchObject(UNPRICED);
  });

  test('the host says who answered, where the library calls everybody openai', () => {
    expect(factsOf(SCOPE, { ...CHAT, 'server.address': 'api.deepseek.com' })).toMatchObject({
      provider: 'deepseek',
      usage: UNPRICED,
    });
  });
});

describe('any library on the semantic conventions', () => {
  test('the names of 2024', () => {
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

  test('numbers that are none are absent', () => {
    const odd = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': -1,
      'gen_ai.usage.output_tokens': '20',
      'gen_ai.request.temperature': NaN,
      'server.port': 'https',
      'gen_ai.response.finish_reasons': [null, 7],
    };
    expect(factsOf('mine', odd)).toEqual({ operation: 'chat', params: {} });
  });

  test('what the limits of the app dropped may have been of the usage: no cost', () => {
    const span = { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.output_tokens': 4 };
    expect(factsOf('mine', span, 1).usage).toMatchObject(UNPRICED);
  });

  test('a span of something else is nothing', () => {
    expect(read('@opentelemetry/instrumentation-http', { 'http.request.method': 'POST' })).toBe('nothing');
  });
});
