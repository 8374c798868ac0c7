import { attemptErrorOrigin, ERROR_ORIGINS, errorSentence, errorSentences, shownErrorMessage } from './index.ts';

test('the sentence for an error depends on its code, otherwise on its status', () => {
  expect(errorSentence({ code: 'insufficient_quota', statusCode: 429 })).toBe('No quota is left.');
  expect(errorSentence({ code: 'from_the_future', statusCode: 413 })).toBe('The request is too large.');
  expect(errorSentence({ code: 'from_the_future' })).toBe('The call failed.');
  expect(errorSentence({ code: 'toString' })).toBe('The call failed.');
  expect(errorSentence({})).toBeUndefined();
  expect(errorSentence({ statusCode: 200 })).toBeUndefined();
});

test.each([
  [{ code: 'invalid_api_key', statusCode: 401 }, 'The key was refused.', "The gateway refused the caller's key."],
  [{ statusCode: 429 }, 'A rate limit was reached.', "The gateway's rate limit was reached."],
  [{ code: 'from_the_future', statusCode: 503 }, 'The server failed.', 'The gateway failed.'],
  [{ code: 'timeout', statusCode: 504 }, 'No response arrived in time.', 'No response arrived in time.'],
])('only the origin of the error %j blames the gateway', (error, unknown, gateway) => {
  expect(errorSentence(error)).toBe(unknown);
  expect(errorSentence({ ...error, origin: 'gateway' })).toBe(gateway);
});

test('a sentence that names the provider or the gateway needs that origin', () => {
  const codes = ['rate_limit_exceeded', 'insufficient_quota', 'invalid_api_key', 'model_not_found', 'server_error'];
  for (const code of codes) {
    expect(errorSentence({ code })).not.toMatch(/provider|gateway/);
    expect(errorSentence({ code, origin: 'provider' })).toMatch(/provider/);
    expect(errorSentence({ code, origin: 'gateway' })).toMatch(/gateway/);
    expect(errorSentence({ code, origin: 'client' })).not.toMatch(/provider|gateway/);
  }
});

test('every sentence is one that the collector keeps', () => {
  const known = errorSentences();
  for (const origin of [undefined, ...ERROR_ORIGINS]) {
    for (const code of ['rate_limit_exceeded', 'cancelled', 'connection_error', 'x']) {
      expect(known).toContain(errorSentence({ code, origin }));
    }
    for (let statusCode = 400; statusCode < 600; statusCode++) {
      expect(known).toContain(errorSentence({ statusCode, origin }));
    }
  }
});

test('a stored sentence of ours is shown as the origin says, any other message as it is', () => {
  const error = { code: 'invalid_api_key', statusCode: 401 };
  expect(shownErrorMessage('The provider refused the key.', { ...error, origin: 'gateway' })).toMatch(/^The gateway/);
  expect(shownErrorMessage('The provider refused the key.', error)).toBe('The key was refused.');
  expect(shownErrorMessage('Redacted text.', { ...error, origin: 'gateway' })).toBe('Redacted text.');
});

test.each([
  [{ state: 'failed', statusCode: 429 }, 'provider'],
  [{ state: 'failed', statusCode: 200, errorCode: 'stream_interrupted' }, 'network'],
  [{ state: 'failed', errorType: 'ECONNREFUSED' }, 'network'],
  [{ state: 'failed', errorCode: 'overloaded_error' }, 'provider'],
  [{ state: 'failed' }, undefined],
  [{ state: 'cancelled', statusCode: 200 }, 'client'],
  [{ state: 'success', statusCode: 200 }, undefined],
] as const)('the error of the attempt %j comes from %s', (attempt, origin) => {
  expect(attemptErrorOrigin(attempt)).toBe(origin);
});
