import { factsOf, metersOf, NO_BASIS, readSpan } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

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
  const UNCACHED = {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'gpt-4o-2024-08-06',
    'llm.invocation_parameters': '{"stream":true}',
    'llm.system': 'openai',
    'llm.token_count.completion': 20,
    'llm.token_count.prompt': 1000,
    'llm.token_count.total': 1020,
  };

  test('reads an LLM span, with the allow-listed parameters of its request and no content', () => {
    expect(factsOf(SCOPE, LLM)).toEqual({
      operation: 'chat',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      finishReasons: ['stop'],
      stream: true,
      params: { maxTokens: 50, temperature: 0.5, seed: 7 },
      usage: expect.objectContaining({ audioInputTokens: 3 }),
    });
    expect(metersOf(SCOPE, LLM)).toEqual({
      input: 1000,
      cache_read: 800,
      output: 20,
      output_audio: 2,
      reasoning: 5,
    });
  });

  test('the total decides whether reasoning is beside the output', () => {
    const beside = { ...UNCACHED, 'llm.token_count.total': 1025, 'llm.token_count.completion_details.reasoning': 5 };
    expect(metersOf(SCOPE, beside)).toEqual({ input: 1000, output: 25, reasoning: 5 });
    expect(metersOf(SCOPE, { ...beside, 'llm.token_count.total': 1021 })).toMatch(/total_tokens 1021 does not match/);
  });

  describe('Anthropic’s own input excludes cached tokens', () => {
    const CLAUDE = { ...UNCACHED, 'llm.system': 'anthropic', 'llm.token_count.prompt_details.cache_read': 800 };

    test('its instrumentation adds them to the input since 0.2', () => {
      const library = '@arizeai/openinference-instrumentation-anthropic';
      expect(metersOf(`${library}@0.2.8`, CLAUDE)).toEqual({ input: 1000, cache_read: 800, output: 20 });
      expect(metersOf(`${library}@0.1.22`, CLAUDE)).toBe(NO_BASIS);
    });

    test('no cost for another library, unless the total shows where they are', () => {
      expect(metersOf('x', CLAUDE)).toBe(NO_BASIS);
      expect(metersOf('x', { ...CLAUDE, 'llm.token_count.total': 1820 })).toEqual({
        input: 1800,
        cache_read: 800,
        output: 20,
      });
    });
  });

  test('the total of Bedrock includes cached tokens', () => {
    const library = '@arizeai/openinference-instrumentation-bedrock';
    const nova = { ...UNCACHED, 'llm.provider': 'aws' };
    expect(metersOf(library, nova)).toEqual({ input: 1000, output: 20 });
    const cached = { ...nova, 'llm.token_count.total': 1820 };
    expect(metersOf(library, cached)).toBe('totalTokens 1820 is not the sum of the other counts');
    expect(metersOf(library, { ...cached, 'llm.token_count.prompt_details.cache_read': 800 })).toMatchObject({
      input: 1800,
      cache_read: 800,
    });
  });

  test('a stream of LangChain without parts may have LangChain’s own estimate: no cost', () => {
    const library = '@arizeai/openinference-instrumentation-langchain';
    expect(metersOf(library, UNCACHED)).toBe(NO_BASIS);
    expect(metersOf(library, { ...UNCACHED, 'llm.invocation_parameters': '{}' })).toEqual({ input: 1000, output: 20 });
  });

  test('no cost if the request offered tools that the provider runs', () => {
    const tool = (type: string) => ({ 'llm.tools.0.tool.json_schema': `{"type":"${type}","name":"type"}` });
    expect(metersOf(SCOPE, { ...UNCACHED, ...tool('function') })).toEqual({ input: 1000, output: 20 });
    expect(metersOf(SCOPE, { ...UNCACHED, ...tool('web_search_preview') })).toBe(NO_BASIS);
  });

  test('a count without a name makes the cost unknown', () => {
    const video = { ...UNCACHED, 'llm.token_count.prompt_details.video': 7 };
    expect(metersOf(SCOPE, video)).toBe('it is not known what llm.token_count.prompt_details.video_tokens cost');
  });

  test('ignores parameters that are not valid JSON', () => {
    expect(factsOf(SCOPE, { ...LLM, 'llm.invocation_parameters': '{"model":' })).toMatchObject({
      requestModel: 'gpt-4o-2024-08-06',
      params: {},
    });
  });

  test('reads an EMBEDDING span, which reports no usage', () => {
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

  test.each(['CHAIN', 'AGENT', 'TOOL', 'RETRIEVER'])('%s spans are not calls', (kind) => {
    expect(readSpan('x', { ...LLM, 'openinference.span.kind': kind })).toBe('enclosing');
  });

  test('a span that matches two dialects is read once', () => {
    const both = { ...LLM, 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 1 };
    expect(factsOf('x', both).usage?.inputTokens).toBe(1000);
    // They contradict each other.
    expect(metersOf('x', both)).toBe(NO_BASIS);
  });
});
