import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CallRecord, type RecordHost } from '../record/call-record.ts';
import { Privacy } from '../redaction/content/privacy.ts';
import { RunningRecords } from './running-records.ts';
import { readSpans, type ReceivedSpan } from '../../testing/otlp-receiver.ts';

const head = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
let reported: ReceivedSpan[];
let away: boolean;
let running: RunningRecords;
let ended: CallRecord[];

beforeEach(() => {
  jest.useFakeTimers();
  reported = [];
  ended = [];
  away = false;
  running = new RunningRecords({
    head,
    collectorAway: () => away,
    send: (body) => {
      reported.push(...readSpans(Buffer.from(body)));
      return Promise.resolve({ kind: 'success', body: Buffer.alloc(0) });
    },
  });
});
afterEach(() => {
  running.stop();
  jest.useRealTimers();
});

function call(): CallRecord {
  const host: RecordHost = {
    captureLevel: 'full',
    highestCapture: 'full',
    now: () => Date.now(),
    fingerprintOf: () => undefined,
    maxBodyBytes: 1024,
    privacy: new Privacy({ privacy: false, recordIp: false, redactHeaders: [] }, () => undefined),
    recordStarted: (record) => running.started(record),
    recordEnded: (record) => ended.push(record),
  };
  return new CallRecord(host, {
    type: 'usage',
    facts: { operation: 'chat', provider: 'openai', requestModel: 'gpt-4o', user: 'u1' },
    origin: { traceId: '0af7651916cd43dd8448eb211c80319c' },
    callerSeesProvider: true,
  });
}

const states = () => reported.map(({ attributes }) => attributes['tokentrail.record.state']);
const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

test('a call of less than a second is never reported', async () => {
  const record = call();
  await after(900);
  record.end({ state: 'success' });
  await after(5000);
  expect(reported).toEqual([]);
  expect(record.spanId).toBeUndefined();
});

test('pending after a second, streaming from the first chunk on, nothing after the end; one id, rising versions', async () => {
  const record = call();
  await after(1500);
  expect(states()).toEqual(['pending']);
  await after(5000);
  expect(states()).toEqual(['pending']);
  record.addCandidate({}).begin();
  record.firstChunk();
  await after(300);
  expect(states()).toEqual(['pending', 'streaming']);
  record.end({ state: 'success' });
  await after(60_000);
  expect(reported).toHaveLength(2);
  expect(new Set(reported.map(({ spanId }) => spanId))).toEqual(new Set([record.spanId]));
  const [first, second] = reported.map(({ attributes }) => Number(attributes['tokentrail.record.version_unix_ms']));
  expect(second!).toBeGreaterThan(first!);
  expect(new Set(reported.map(({ startUnixNano }) => startUnixNano))).toHaveProperty('size', 1);
});

test('a running call is reported every 30 s', async () => {
  const record = call();
  await after(95_000);
  expect(states()).toEqual(['pending', 'pending', 'pending', 'pending']);
  record.end({ state: 'cancelled' });
});

test('reports caller and call, but no tokens and no content', async () => {
  const record = call();
  const attempt = record.addCandidate({ provider: 'openai', endpoint: 'a' });
  attempt.begin();
  attempt.end({ state: 'failed', statusCode: 429, usage: { inputTokens: 3 } });
  record.setUsage({ inputTokens: 7 });
  record.setContent('inputMessages', 'the prompt');
  await after(1500);
  const [{ attributes, attempts }] = reported as [ReceivedSpan];
  expect(attributes).toMatchObject({
    'gen_ai.request.model': 'gpt-4o',
    'user.id': 'u1',
    'tokentrail.attempts.count': 1,
  });
  expect(attempts).toMatchObject([{ state: 'failed', statusCode: 429 }]);
  expect(attempts[0]).not.toHaveProperty('usage');
  expect(Object.keys(attributes).filter((name) => /gen_ai.usage|cost|messages/.test(name))).toEqual([]);
  record.end({ state: 'success' });
});

test('reports nothing while the collector is unavailable, and later only what still runs', async () => {
  away = true;
  const [one, two] = [call(), call()];
  await after(10_000);
  expect(reported).toEqual([]);
  one.end({ state: 'success' });
  away = false;
  await after(300);
  expect(states()).toEqual(['pending']);
  two.end({ state: 'success' });
});

test('a call that the app dropped is not kept in memory and no longer reported', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const dropped = new WeakRef(call());
  await after(1500);
  expect(reported).toHaveLength(1);
  await after(10);
  collectGarbage();
  await after(60_000);
  expect(dropped.deref()).toBeUndefined();
  expect(reported).toHaveLength(1);
});
