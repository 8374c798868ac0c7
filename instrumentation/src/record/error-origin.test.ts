import { flush, recordEvent, startCall, startRecording, startRequest } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import type { AttemptEnd, CallEnd } from '../types.ts';
import { errorOrigin, type UnsuccessfulCall } from './error-origin.ts';

type Attempt = UnsuccessfulCall['attempt'];

const failed = (rest: Omit<NonNullable<Attempt>, 'state'> = {}): Attempt => ({ state: 'failed', ...rest });

test.each<[string, Attempt, string | undefined, string | undefined]>([
  // The attempt, the origin in a plain app, and in a gateway.
  ['a status of the provider', failed({ statusCode: 429 }), 'provider', 'provider'],
  ['a status with the code of a timeout', failed({ statusCode: 504, code: 'timeout' }), 'provider', 'provider'],
  ['an error in the stream', failed({ statusCode: 200, code: 'overloaded_error' }), 'provider', 'provider'],
  ['a response that could not be read', failed({ statusCode: 200, type: 'SyntaxError' }), 'provider', 'provider'],
  ['a code of the provider without a status', failed({ code: 'rate_limit_exceeded' }), 'provider', 'provider'],
  ['a broken stream', failed({ statusCode: 200, code: 'stream_interrupted' }), 'network', 'network'],
  ['a failed connection', failed({ code: 'connection_error', type: 'ECONNREFUSED' }), 'network', 'network'],
  ['a timeout', failed({ code: 'timeout' }), 'network', 'network'],
  ['a code of a socket', failed({ code: 'ECONNRESET' }), 'network', 'network'],
  ['a code of undici', failed({ type: 'UND_ERR_SOCKET' }), 'network', 'network'],
  ['no reason', failed(), undefined, undefined],
  ['no attempt that was sent', undefined, 'client', 'gateway'],
  ['a success of the provider', { state: 'success', statusCode: 200 }, 'client', 'gateway'],
  ['an attempt that was cancelled', { state: 'cancelled' }, 'client', 'gateway'],
])('the origin of a failure with %s', (_name, attempt, plain, gateway) => {
  expect(errorOrigin({ state: 'failed', callerSeesProvider: true, attempt })).toBe(plain);
  expect(errorOrigin({ state: 'failed', callerSeesProvider: false, attempt })).toBe(gateway);
});

test.each([true, false])('a call that its caller ended has the origin client (plain app: %s)', (callerSeesProvider) => {
  const attempt = failed({ statusCode: 500 });
  expect(errorOrigin({ state: 'cancelled', callerSeesProvider, attempt })).toBe('client');
});

describe('the record', () => {
  const collector = receiverForEachTest();
  beforeEach(() => {
    startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
  });

  async function origins(): Promise<unknown[]> {
    await flush();
    return collector.records().map(({ attributes }) => attributes['tokentrail.error.origin']);
  }
  const call = (attempt: AttemptEnd | undefined, end: CallEnd) => {
    const handle = startCall({ operation: 'chat', provider: 'openai', requestModel: 'm' });
    if (attempt) handle.attempt().end(attempt);
    handle.end(end);
  };

  test('of a plain app carries the origin of its error, and none if it succeeded', async () => {
    call({ state: 'failed', statusCode: 500 }, { state: 'failed' });
    await expect(origins()).resolves.toEqual(['provider']);
    call({ state: 'failed', error: { code: 'connection_error' } }, { state: 'failed' });
    call(undefined, { state: 'failed', error: { type: 'TypeError' } });
    call({ state: 'success', statusCode: 200 }, { state: 'success' });
    await expect(origins()).resolves.toEqual(['provider', 'network', 'client', undefined]);
  });

  test('of a gateway distinguishes its own refusal from an error of the provider', async () => {
    startRequest({ operation: 'chat' }).end({ state: 'failed', statusCode: 401, error: { code: 'invalid_key' } });
    const request = startRequest({ operation: 'chat' });
    request.candidate({ provider: 'openai' }).attempt().end({ state: 'failed', statusCode: 503 });
    request.end({ state: 'failed', statusCode: 502 });
    await expect(origins()).resolves.toEqual(['gateway', 'provider']);
  });

  test('of an event has none', async () => {
    recordEvent({ type: 'login', name: 'login', error: { code: 'wrong_password' } });
    await expect(origins()).resolves.toEqual([undefined]);
  });
});
