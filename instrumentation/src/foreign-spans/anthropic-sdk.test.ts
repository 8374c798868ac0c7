import { factsOf, metersOf, readSpan } from '../../testing/read-span.ts';

// The attributes are those that the library sets on a call to a provider on loopback, with shortened values.

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

  test('reads a message, with cache writes for five minutes and one hour in the provider’s own usage object', () => {
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
      usage: expect.objectContaining({
        raw: {
          input_tokens: 7,
          cache_read_input_tokens: 800,
          cache_creation_input_tokens: 50,
          cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 },
          output_tokens: 20,
          output_tokens_details: { thinking_tokens: 5 },
          service_tier: 'priority',
        },
      }),
    });
  });

  test('no cost for cache writes of unknown lifetime, nor for a compaction, whose cached part is unknown', () => {
    const message = { ...START, ...RESPONSE, 'anthropic.message.stop_reason': 'end_turn' };
    expect(metersOf(SCOPE, message)).toMatchObject({ input: 857, 'cache_write:5m': 30, 'cache_write:1h': 20 });
    const {
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': _,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': __,
      ...together
    } = message;
    expect(metersOf(SCOPE, together)).toMatchObject({ cache_write: 50, 'cache_write:unknown': 50 });
    const compacted = { ...message, 'anthropic.usage.compaction.input_tokens': 9000 };
    expect(metersOf(SCOPE, compacted)).toMatch(/what anthropic.usage.compaction.input_tokens cost/);
  });

  test('reads spans of clients of other platforms, whose scope names the platform', () => {
    const attributes = { ...START, ...RESPONSE, 'anthropic.message.stop_reason': 'end_turn' };
    for (const platform of ['bedrock', 'vertex']) {
      expect(factsOf(`${SCOPE}.${platform}`, attributes)).toEqual(factsOf(SCOPE, attributes));
    }
  });

  test('an abandoned stream has no usage, because its first event does not hold the final one', () => {
    const { 'gen_ai.usage.output_tokens': _, ...firstEvent } = RESPONSE;
    const cancelled = factsOf(SCOPE, { ...START, ...firstEvent, 'gen_ai.request.stream': true });
    expect(cancelled).toMatchObject({ stream: true, cancelled: true });
    expect(cancelled).not.toHaveProperty('usage');
  });

  test('a refused stream is not cancelled', () => {
    const refused = { ...START, 'http.response.status_code': 401, 'error.type': 'authentication_error' };
    expect(factsOf(SCOPE, { ...refused, 'gen_ai.request.stream': true })).not.toHaveProperty('cancelled');
  });

  test('counting tokens is not a call', () => {
    expect(readSpan(SCOPE, { 'gen_ai.request.model': 'm', 'anthropic.message.count_tokens.input_tokens': 12 })).toBe(
      'nothing',
    );
  });
});
