import { responseOf } from './provider-response.ts';

const USAGE = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
const chunk = (more: object) => ({ id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06', choices: [], ...more });
const choice = (finishReason: string | null) => ({ index: 0, delta: { content: 'x' }, finish_reason: finishReason });

test('a stream is read to its end', () => {
  const response = responseOf('openai.chat', { stream: true });
  response.read(chunk({ choices: [choice('stop')] }));
  response.read(chunk({ usage: USAGE }));
  expect(response.end()).toEqual({
    state: 'success',
    responseId: 'chatcmpl-1',
    responseModel: 'gpt-4o-2024-08-06',
    finishReasons: ['stop'],
    usage: { raw: USAGE },
  });
});

test('a stream that breaks off is interrupted', () => {
  const response = responseOf('openai.chat', { stream: true });
  response.read(chunk({ choices: [choice(null)] }));
  expect(response.end()).toMatchObject({ state: 'failed', error: { code: 'stream_interrupted' } });
});

test('a failure within status 200 may be billed', () => {
  const response = responseOf('openai.chat');
  response.read({ error: { code: 502, message: 'upstream failed' } });
  expect(response.end()).toMatchObject({ state: 'failed', billed: 'possibly', error: { code: '502' } });
});

test('tools that the provider ran, the lifetime of the request’s caches, and the cost of a proxy are read', () => {
  const searched = responseOf('openai.responses');
  searched.read({ status: 'completed', output: [{ type: 'web_search_call' }], usage: { input_tokens: 1 } });
  expect(searched.end().usage?.units).toEqual({ web_search: 1 });

  const cached = responseOf('anthropic.messages', {
    request: { system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }] },
  });
  cached.read({ id: 'msg_1', usage: { input_tokens: 1, cache_creation_input_tokens: 9, output_tokens: 1 } });
  expect(cached.end().usage?.raw).toMatchObject({ cache_creation: { ephemeral_1h_input_tokens: 9 } });

  const headers = new Headers({ 'x-litellm-call-id': 'a', 'x-litellm-response-cost': '2.5e-05' });
  const proxied = responseOf('openai.chat', { headers });
  proxied.read({ choices: [{ index: 0, message: {}, finish_reason: 'stop' }], usage: USAGE });
  expect(proxied.end().reportedCostUsd).toBe('0.000025');
});

test.each([undefined, null, 'text', 42, []])('%j is read without an error', (part) => {
  const response = responseOf('openai.chat');
  response.read(part);
  expect(response.end().state).toBe('failed');
});

test('of an unknown format nothing is read', () => {
  const response = responseOf('own.format');
  response.read({ usage: USAGE });
  expect(response.end()).toEqual({ state: 'success' });
});
