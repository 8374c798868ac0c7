import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import { instrument } from '../runtime/instrument.ts';
import { flush, startRecording } from '../runtime/start.ts';
import { switchSdkCalls } from './start-sdk-call.ts';

const collector = receiverForEachTest();
beforeEach(() => startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none' }));
afterEach(() => switchSdkCalls(true));

type Fetch = () => Promise<Response>;
const options = { apiKey: 'sk-none', dangerouslyAllowBrowser: true, maxRetries: 1 };
const messages = [{ role: 'user' as const, content: 'hello' }];

/** Makes a client of each SDK and returns a function that calls a model. */
const CALLERS: Record<string, (fetch: Fetch) => (model: string) => Promise<object>> = {
  openai: (fetch) => {
    const client = instrument(new OpenAI({ ...options, fetch }));
    return (model) => client.chat.completions.create({ model, messages });
  },
  '@anthropic-ai/sdk': (fetch) => {
    const client = instrument(new Anthropic({ ...options, fetch }));
    return (model) => client.messages.create({ model, messages, max_tokens: 9 });
  },
  '@google/genai': (fetch) => {
    const client = instrument(new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch } }));
    return (model) => client.models.generateContent({ model, contents: 'hello' });
  },
};

async function recordedModels(): Promise<unknown[]> {
  await flush();
  return collector.records().map(({ attributes }) => attributes['gen_ai.request.model']);
}

test.each(Object.keys(CALLERS))('%s: a call while SDK calls are off passes through and has no record', async (name) => {
  let requests = 0;
  const call = CALLERS[name]!(() => {
    requests++;
    return Promise.resolve(Response.json({ id: 'response' }));
  });
  const recorded = await call('before');
  switchSdkCalls(false);
  const passed = await call('while-off');
  switchSdkCalls(true);
  await call('after');
  expect(Object.keys(passed)).toEqual(Object.keys(recorded));
  expect(requests).toBe(3);
  expect(await recordedModels()).toEqual(['before', 'after']);
});

test('a call that is running when SDK calls are switched off keeps its record, with its retry', async () => {
  const responses = [
    Response.json({}, { status: 503, headers: { 'retry-after-ms': '1' } }),
    Response.json({ id: 'chatcmpl-1', model: 'gpt-4o', choices: [] }),
  ];
  const call = CALLERS.openai!(() => {
    switchSdkCalls(false);
    return Promise.resolve(responses.shift()!);
  });
  await call('gpt-4o');
  expect(await recordedModels()).toEqual(['gpt-4o']);
  const [record] = collector.records();
  expect(record?.attributes['tokentrail.record.state']).toBe('success');
  expect(record?.attempts.map(({ state, statusCode }) => [state, statusCode])).toEqual([
    ['failed', 503],
    ['success', 200],
  ]);
});
