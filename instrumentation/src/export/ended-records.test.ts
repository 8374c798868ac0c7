import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import type { CallRecord } from '../record/call-record.ts';
import { EndedRecords } from './ended-records.ts';
import { flush, startCall, startRecording, startRequest } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const record = (id: string, content: readonly string[] = []) =>
  ({ spanId: id, content: new Map(content.map((text) => ['inputMessages', text])) }) as unknown as CallRecord;

describe('records that have ended', () => {
  let finished: (string | undefined)[];
  let ended: EndedRecords;

  beforeEach(() => {
    jest.useFakeTimers();
    finished = [];
    ended = new EndedRecords(({ spanId }) => finished.push(spanId));
  });
  afterEach(() => jest.useRealTimers());

  test('wait a short time for others', () => {
    ended.add(record('a'));
    ended.add(record('b'));
    expect(finished).toEqual([]);
    expect(ended.waiting).toBe(2);
    jest.advanceTimersByTime(20);
    expect(finished).toEqual(['a', 'b']);
    expect(ended.waiting).toBe(0);
  });

  test('are converted after the last call when there are many', async () => {
    for (let i = 0; i < 40; i++) ended.add(record(String(i)));
    expect(finished).toEqual([]);
    await new Promise<void>((resolve) => atEndOfTurn(resolve));
    expect(finished).toHaveLength(40);
  });

  test('are at most 256, even if the event loop is blocked', () => {
    for (let i = 0; i < 1000; i++) ended.add(record(String(i)));
    expect(ended.waiting).toBeLessThan(256);
    expect(finished.length + ended.waiting).toBe(1000);
  });

  test('with much content together are converted at once, in order', () => {
    const many = () => ['a', 'b', 'c'].map((id) => record(id, ['x'.repeat(200 * 1024)]));
    ended.add(record('without'));
    for (const one of many()) ended.add(one);
    expect(finished).toEqual(['without', 'a', 'b', 'c']);
    for (const one of many().slice(1)) ended.add(one);
    expect(ended.waiting).toBe(2);
    ended.finish();
    for (const one of many()) ended.add(one);
    expect(ended.waiting).toBe(0);
  });

  test('with little content wait like others', () => {
    ended.add(record('a', ['a prompt']));
    expect(finished).toEqual([]);
    jest.advanceTimersByTime(20);
    expect(finished).toEqual(['a']);
  });

  test('are converted even if the conversion of one fails', () => {
    const failing = new EndedRecords(({ spanId }) => {
      if (spanId === 'bad') throw new Error('bad');
      finished.push(spanId);
    });
    for (const id of ['a', 'bad', 'b']) failing.add(record(id));
    failing.finish();
    expect(finished).toEqual(['a', 'b']);
  });
});

describe('facts reported after the end of a record are ignored', () => {
  const collector = receiverForEachTest();

  beforeEach(() => startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none' }));

  test('the usage that the app changes in the response', async () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 10, total_tokens: 1010 };
    const call = startCall({ operation: 'chat', requestModel: 'gpt-4o', serverAddress: 'api.openai.com' });
    call.attempt();
    call.end({ state: 'success', statusCode: 200, usage: { inputTokens: 1000, outputTokens: 10, raw: usage } });
    Object.assign(usage, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });
    await flush();
    expect(collector.records()[0]!.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 1000,
      'tokentrail.cost.paid': 2_600_000,
    });
  });

  test('keys, parameters and errors that the app uses again for something else', async () => {
    const key = { name: 'first', value: 'sk-proj-abcdefghijklmnopqrst1111' };
    const error = { code: 'overloaded', message: 'told' };
    const params = { temperature: 0.5 };
    const request = startRequest({ operation: 'chat', requestModel: 'gpt-4o', key, params });
    request.attempt({ provider: 'openai', key }).end({ state: 'failed', statusCode: 529, error });
    request.end({ state: 'failed', statusCode: 529, error });
    Object.assign(key, { name: 'second', value: 'sk-proj-abcdefghijklmnopqrst2222' });
    Object.assign(error, { code: 'shown' });
    Object.assign(params, { temperature: 1 });
    await flush();
    const { attempts, attributes } = collector.records()[0]!;
    expect(attempts).toMatchObject([{ keyName: 'first', keyPreview: 'sk-proj-...1111', errorCode: 'overloaded' }]);
    expect(attributes).toMatchObject({
      'tokentrail.key.preview': 'sk-proj-...1111',
      'gen_ai.request.temperature': 0.5,
    });
  });

  test('attempts that start, get a response or are skipped too late', async () => {
    const request = startRequest({ operation: 'chat', requestModel: 'gpt-4o' });
    const first = request.attempt({ provider: 'openai' });
    const next = request.candidate({ provider: 'anthropic' });
    request.end({ state: 'failed', statusCode: 504 });
    first.responded({ statusCode: 200 });
    first.end({ state: 'success', usage: { inputTokens: 1 } });
    next.skip('late');
    next.attempt().end({ state: 'success' });
    request.attempt({ provider: 'mistral_ai' }).end({ state: 'success' });
    await flush();
    const { attempts, attributes } = collector.records()[0]!;
    expect(attempts).toMatchObject([
      { state: 'failed', provider: 'openai' },
      { state: 'available', provider: 'anthropic' },
    ]);
    expect(attempts[0]).not.toHaveProperty('statusCode');
    expect(attributes).not.toHaveProperty('gen_ai.usage.input_tokens');
  });
});
