import { endByError, errorInStream } from './errors.ts';
import { factsOfFailure } from './result-reader.ts';

/** As AI SDK 7 throws it for a response that it could not read or that failed. */
const thrown = (more: object) =>
  Object.assign(new Error('it failed'), { name: 'AI_APICallError', isRetryable: false, ...more });

const FAILED = {
  id: 'resp_1',
  model: 'gpt-5-2025-08-07',
  status: 'failed',
  error: { code: 'server_error', message: 'it failed' },
  usage: { input_tokens: 300, output_tokens: 40, total_tokens: 340 },
};

test.each([
  ['an error in the body', { data: { error: { code: 'upstream_error', message: 'm' } } }, 'upstream_error'],
  ['an error in the text of the body', { responseBody: '{"error":{"code":"upstream_error"}}' }, 'upstream_error'],
  ['MiniMax’s status in the text', { responseBody: '{"base_resp":{"status_code":1008},"choices":null}' }, '1008'],
  ['a failed response', { responseBody: FAILED }, 'server_error'],
  ['an event with a failed response', { data: { type: 'response.failed', response: FAILED } }, 'server_error'],
  ['a body that is no JSON', { responseBody: '<html>' }, undefined],
])('%s has the provider’s code', (_, more, code) => {
  expect(endByError(thrown(more), 200)).toMatchObject({ state: 'failed', statusCode: 200, billed: 'possibly' });
  expect(endByError(thrown(more), 200).error?.code).toBe(code);
});

test('the status that arrived is used, not one that the SDK made up for the error', () => {
  expect(endByError(thrown({ statusCode: 500 }), 200)).toMatchObject({ statusCode: 200, billed: 'possibly' });
  expect(endByError(thrown({ statusCode: 429 }), undefined)).toMatchObject({ statusCode: 429, billed: 'no' });
});

test('a failed response reports what it used', () => {
  const error = thrown({ data: { type: 'response.failed', response: FAILED } });
  expect(factsOfFailure(error, 'openai.responses')).toMatchObject({
    responseId: 'resp_1',
    responseModel: 'gpt-5-2025-08-07',
    usage: { raw: FAILED.usage },
  });
  expect(factsOfFailure(thrown({ data: { error: {} } }), 'openai.responses')).toEqual({});
});

test.each([
  [{ type: 'response.failed', response: FAILED }, 'server_error'],
  [thrown({ value: { base_resp: { status_code: 1008 }, choices: null } }), '1008'],
  [{ type: 'error', error: { type: 'overloaded_error' } }, 'overloaded_error'],
  [{}, 'error_in_stream'],
])('the code of the error %j in a stream is %s', (error, code) => expect(errorInStream(error).code).toBe(code));
