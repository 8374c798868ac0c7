import { flush, startCall, startRecording, startRequest } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import type { ResponseReader } from './response-reader.ts';
import { SdkCall } from './sdk-call.ts';

const collector = receiverForEachTest();
const KEY = 'sk-proj-abcdefghijklmnopqrstuvwxyz';

beforeEach(() => {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_CAPTURE: 'full', TOKENTRAIL_SPOOL_DIR: 'none' });
});

const RESPONSE: ResponseReader = { read: () => undefined, finished: true, failure: undefined, facts: () => ({}) };

function begin(body: unknown): SdkCall {
  return new SdkCall(startCall({ operation: 'chat' }), RESPONSE, body, {
    readError: () => ({ aborted: false }),
    requestIdHeaders: [],
    streamBody: () => ({ add: () => undefined, body: undefined }),
  });
}

/** Serializes a body as an SDK does for each attempt. Its line breaks differ from the JSON that we would write. */
function written(body: unknown) {
  return { body: JSON.stringify(body, undefined, 1), bodyHeaders: { 'content-type': 'application/json' } };
}

function sendAndEnd(call: SdkCall): void {
  call.beginAttempt({}, {}, { state: 'failed' });
  call.parsed({});
}

async function recordedBody(): Promise<unknown> {
  await flush();
  expect(collector.records()).toHaveLength(1);
  return collector.records()[0]!.attributes['tokentrail.provider.request.body'];
}

test('a body is recorded as the SDK serialized it for the first attempt', async () => {
  const body = { messages: ['hello'] };
  const call = begin(body);
  const first = written(body);
  call.wrote(body, first);
  body.messages.push('later');
  call.beginAttempt({}, {}, { state: 'failed' });
  call.wrote(body, written(body));
  sendAndEnd(call);
  expect(await recordedBody()).toBe(first.body);
});

test('secrets are removed from the serialized body', async () => {
  const body = { messages: [`my key is ${KEY}`] };
  const call = begin(body);
  call.wrote(body, written(body));
  sendAndEnd(call);
  expect(await recordedBody()).toBe('{"messages":["my key is ***"]}');
});

const BODY = { messages: ['hello'] };
test.each<[string, (call: SdkCall) => void]>([
  ['no body was serialized', () => undefined],
  ['another body was serialized', (call) => call.wrote({ ...BODY }, written({ other: 1 }))],
  ['it is no string', (call) => call.wrote(BODY, { ...written(BODY), body: new Uint8Array(3) })],
  ['it is a form', (call) => call.wrote(BODY, { body: 'messages[]=hello', bodyHeaders: { 'content-type': 'form' } })],
  ['it has no content type', (call) => call.wrote(BODY, { body: 'messages[]=hello' })],
])('where %s the body is recorded as the app gave it', async (_what, write) => {
  const call = begin(BODY);
  write(call);
  sendAndEnd(call);
  expect(await recordedBody()).toBe('{"messages":["hello"]}');
});

test('a body that the app serialized itself is recorded as a string', async () => {
  const body = '{"messages":["hello"]}';
  const call = begin(body);
  call.wrote(body, written(body));
  sendAndEnd(call);
  expect(await recordedBody()).toBe(body);
});

test('a call that fails before its first attempt shows the body that it would have sent', async () => {
  begin(BODY).failed(new Error('no headers'));
  expect(await recordedBody()).toBe('{"messages":["hello"]}');
});

test('of calls in one gateway record, the first that begins shows its body, whichever is serialized first', async () => {
  const request = startRequest({ operation: 'chat' });
  await request.attempt().run(async () => {
    const [first, second] = [{ call: 'first' }, { call: 'second' }];
    const calls = [begin(first), begin(second)] as const;
    calls[1].wrote(second, written(second));
    sendAndEnd(calls[1]);
    calls[0].wrote(first, written(first));
    sendAndEnd(calls[0]);
    return Promise.resolve();
  });
  request.end({ state: 'success', statusCode: 200 });
  expect(await recordedBody()).toBe('{"call":"first"}');
});
