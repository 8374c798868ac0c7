import { factsOf, readSpan, UNPRICED } from '../../testing/read-span.ts';

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

  test('reads an LLM span, with the allow-listed parameters of its request and no content', () => {
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

  test('Anthropic’s calls have no cost: the input excludes cached tokens', () => {
    const { usage } = factsOf(SCOPE, { ...LLM, 'llm.system': 'anthropic' });
    expect(usage).toMatchObject({ inputTokens: 1000, ...UNPRICED });
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
  });
});
