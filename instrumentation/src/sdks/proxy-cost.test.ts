import { flush, startCall, startRecording } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import { ChatResponseReader } from './openai/response-reader.ts';
import { SdkCall } from './sdk-call.ts';

const collector = receiverForEachTest();

beforeEach(() => startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url }));

/** Makes a call through a LiteLLM proxy, with `respond` as the SDK's reading of the response. */
async function recordOf(headers: Record<string, string>, respond: (call: SdkCall) => void) {
  const call = new SdkCall(
    startCall({
      operation: 'chat',
      apiFormat: 'openai.chat',
      requestModel: 'team-model',
      serverAddress: 'llm.internal',
    }),
    new ChatResponseReader(1),
    {},
    {
      readError: () => ({ aborted: false }),
      requestIdHeaders: ['x-request-id'],
      streamBody: () => ({ add: () => undefined, body: undefined }),
    },
  );
  call.beginAttempt({}, {}, { state: 'failed' });
  call.responded(new Response('{}', { headers: { 'x-litellm-call-id': 'a-b', ...headers } }));
  respond(call);
  await flush();
  const [record] = collector.records();
  return record!;
}

const BODY = {
  choices: [{ index: 0, message: { content: 'x' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12, cost: 9 },
};

test('the cost in the headers of a proxy is what was paid', async () => {
  const headers = { 'x-litellm-response-cost': '2.85e-05', 'openai-organization': 'acme', 'openai-project': 'proj_1' };
  const record = await recordOf(headers, (call) => call.parsed(BODY));
  expect(record.attributes).toMatchObject({
    'tokentrail.cost.paid': 28_500,
    'tokentrail.price.source': 'provider',
    'gen_ai.usage.input_tokens': 10,
  });
  expect(record.attempts[0]).toMatchObject({ organization: 'acme', project: 'proj_1', apiFormat: 'openai.chat' });
});

test('the cost of a stream is in its usage', async () => {
  const record = await recordOf({ 'x-litellm-response-cost': '0.0' }, (call) => {
    call.chunk({ choices: [{ index: 0, delta: { content: 'x' }, finish_reason: 'stop' }] });
    call.chunk({ choices: [], usage: { ...BODY.usage, cost: 0.000057 } });
    call.done(false);
  });
  expect(record.attributes).toMatchObject({ 'tokentrail.cost.paid': 57_000, 'tokentrail.price.source': 'provider' });
});

test('a proxy that does not know the price reports 0, which is no cost', async () => {
  const record = await recordOf({ 'x-litellm-response-cost': '0.0' }, (call) => call.parsed(BODY));
  expect(record.attributes).toMatchObject({ 'tokentrail.cost.paid.state': 'unknown_price' });
});
