import { failureInBody, finishReasonOf, usageOfChat } from './chat-response.ts';

const usage = { prompt_tokens: 1, completion_tokens: 2 };

test.each([
  [{ usage }],
  [{ x_groq: { id: 'req_1', usage } }],
  [{ choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }],
  [{ usage: null, choices: [{ usage }] }],
])('the usage in %j', (chunk) => expect(usageOfChat(chunk)).toEqual(usage));

test('a chunk without usage has none', () => {
  expect(usageOfChat({ usage: null, choices: [{ delta: { content: 'x' } }] })).toBeUndefined();
});

test.each([null, undefined, '', 'null', 0])('%j is no finish reason', (value) => {
  expect(finishReasonOf(value)).toBeUndefined();
});

test('a failure within a success', () => {
  expect(finishReasonOf('stop')).toBe('stop');
  expect(failureInBody({ error: { code: 502, message: 'upstream' } })).toEqual({ code: 502, message: 'upstream' });
  expect(
    failureInBody({ base_resp: { status_code: 1008, status_msg: 'insufficient balance' }, choices: null }),
  ).toEqual({
    code: 1008,
    message: 'insufficient balance',
  });
  expect(failureInBody({ base_resp: { status_code: 0, status_msg: '' }, error: null })).toBeUndefined();
});

test.each([
  [
    { error: { type: 'engine_overloaded_error', message: 'busy' } },
    { code: 'engine_overloaded_error', message: 'busy' },
  ],
  [{ error: { code: null, type: 'server_error' } }, { code: 'server_error' }],
  [{ error: 'model not loaded' }, { message: 'model not loaded' }],
  [
    { type: 'error', code: 'server_error', message: 'failed', param: null },
    { code: 'server_error', message: 'failed' },
  ],
])('the failure in %j', (body, failure) => expect(failureInBody(body)).toEqual(failure));

test('an empty error is none', () => expect(failureInBody({ error: '' })).toBeUndefined());
