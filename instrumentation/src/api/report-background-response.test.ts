import { flush, shutdown, startCall, startRecording, startRequest, withUsage } from '../index.ts';
import type { ReceivedSpan } from '../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import type { BackgroundResponse } from '../record/background-responses.ts';
import { reportBackgroundResponse } from './report-background-response.ts';

const collector = receiverForEachTest();

/** A whole second, as providers report it. */
const CREATED = Math.floor(Date.now() / 1000) * 1000 - 60_000;
const OPENAI = { provider: 'openai', serverAddress: 'api.openai.com', apiFormat: 'openai.responses' } as const;
const USAGE = { raw: { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 } };
/** 1,000 × 2,500 + 100 × 10,000 nano-USD. */
const COST_USD = 0.0035;

const QUEUED: BackgroundResponse = {
  id: 'resp_1',
  createdAt: CREATED,
  inBackground: true,
  begun: true,
  end: undefined,
};
const FETCHED = { ...QUEUED, begun: false };
const END = { state: 'success', usage: USAGE, responseModel: 'gpt-4o', endTime: CREATED + 30_000 } as const;
const COMPLETE: BackgroundResponse = { ...FETCHED, end: END };

function start(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none', ...env });
}

/** A process of its own: it has seen nothing. */
async function restart(): Promise<void> {
  await shutdown();
  start();
}

function begins(response = QUEUED): void {
  const call = startCall({
    ...OPENAI,
    operation: 'chat',
    requestModel: 'gpt-4o',
    method: 'POST',
    path: '/v1/responses',
  });
  reportBackgroundResponse(call, response);
  call.end({ state: 'success', billed: 'no' });
}

function fetches(response: BackgroundResponse): void {
  const call = startCall({ ...OPENAI, operation: 'fetch_response', method: 'GET', path: '/v1/responses/resp_1' });
  reportBackgroundResponse(call, response);
  call.end({ state: 'success', billed: 'no' });
}

/** All versions of the response's record, in the order in which they were sent. */
async function versions(): Promise<ReceivedSpan[]> {
  await flush();
  return collector.records().filter((span) => span.attributes['gen_ai.operation.name'] === 'background_response');
}

const valueOf = (span: ReceivedSpan | undefined, name: string) => span?.attributes[`tokentrail.${name}`];

/** The sum over the series of a counter, as last received. */
function counted(metric: string): number {
  const latest = new Map<string, number>();
  for (const point of collector.points) {
    if (point.metric === metric) latest.set(JSON.stringify(point.attributes), point.value);
  }
  return [...latest.values()].reduce((sum, value) => sum + value, 0);
}

test('a response is reported when it begins, and its usage once, however often it is fetched', async () => {
  start();
  await withUsage({ user: 'ann', group: 'research' }, async () => begins());
  fetches(FETCHED);
  fetches(COMPLETE);
  fetches(COMPLETE);
  const [running, ended, ...more] = await versions();
  expect(more).toEqual([]);
  expect(valueOf(running, 'record.state')).toBe('pending');
  expect(valueOf(running, 'cost.paid.state')).toBeUndefined();
  expect(valueOf(ended, 'record.state')).toBe('success');
  expect(ended?.attributes).toMatchObject({
    'user.id': 'ann',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1000,
    'tokentrail.call.type': 'chat',
    'tokentrail.group': 'research',
    'tokentrail.cost.paid': 3_500_000,
  });
  for (const span of [running, ended]) {
    expect(span?.attributes['gen_ai.response.id']).toBe('resp_1');
    expect(span?.startUnixNano).toBe(BigInt(CREATED) * 1_000_000n);
    expect(span?.attributes['url.path']).toBeUndefined();
  }
  expect([ended?.traceId, ended?.spanId]).toEqual([running?.traceId, running?.spanId]);
  expect(Number(ended!.endUnixNano - ended!.startUnixNano)).toBe(30e9);
});

test('every process derives the same ids and start', async () => {
  start();
  begins();
  await flush();
  await restart();
  fetches(COMPLETE);
  await flush();
  await restart();
  fetches(COMPLETE);
  const ids = (await versions()).map(({ traceId, spanId, startUnixNano }) => [traceId, spanId, startUnixNano]);
  expect(ids).toHaveLength(3);
  expect(new Set(ids.map(String)).size).toBe(1);
});

test('the report of the process that began it wins, and of the other ones the earliest', async () => {
  start();
  fetches(COMPLETE);
  await flush();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await restart();
  fetches(COMPLETE);
  await flush();
  await restart();
  begins();
  fetches(COMPLETE);
  const [first, second, , own] = (await versions()).map((span) => Number(valueOf(span, 'record.version_unix_ms')));
  expect(first).toBeGreaterThan(second!);
  expect(own).toBeGreaterThan(first!);
});

test('only the process that began a response counts its cost in metrics; for others it is unknown', async () => {
  start();
  begins();
  fetches(COMPLETE);
  await flush();
  expect(counted('tokentrail.cost.paid')).toBe(COST_USD);
  expect(counted('tokentrail.cost.unknown')).toBe(0);
  await restart();
  collector.points.length = 0;
  fetches(FETCHED);
  fetches(COMPLETE);
  fetches(COMPLETE);
  await flush();
  expect(counted('tokentrail.cost.paid')).toBe(0);
  expect(counted('tokentrail.cost.unknown')).toBe(1);
  expect(counted('tokentrail.calls')).toBe(3);
});

test('a fetched response that does not run in the background is not reported', async () => {
  start();
  fetches({ ...COMPLETE, inBackground: false });
  fetches({ ...COMPLETE, inBackground: undefined });
  expect(await versions()).toEqual([]);
});

test('a fetch that does not say where the response runs belongs to the response that was begun here', async () => {
  start();
  begins();
  fetches({ ...COMPLETE, inBackground: undefined });
  expect((await versions()).map((span) => valueOf(span, 'record.state'))).toEqual(['pending', 'success']);
});

test('a cancelled response without usage has an unknown cost', async () => {
  start();
  begins();
  fetches({ ...FETCHED, end: { state: 'cancelled' } });
  const [, cancelled] = await versions();
  expect(valueOf(cancelled, 'record.state')).toBe('cancelled');
  expect(valueOf(cancelled, 'cost.paid.state')).toBe('unknown_usage');
});

test("a gateway's request passes its caller on, and is not billed for the response", async () => {
  start();
  const request = startRequest({
    operation: 'chat',
    requestModel: 'smart',
    path: '/v1/responses',
    user: 'ann',
    key: 'team-a',
  });
  await request.attempt({ provider: 'openai' }).run(async () => {
    const key = { value: 'sk-proj-abcdefghijklmnopqrst', name: 'pool-1' };
    const call = startCall({ ...OPENAI, operation: 'chat', requestModel: 'gpt-4o', key });
    call.attempt();
    reportBackgroundResponse(call, QUEUED);
    call.end({ state: 'success', billed: 'no' });
  });
  request.end({ state: 'success', statusCode: 200 });
  fetches(COMPLETE);
  const [, ended] = await versions();
  expect(ended?.attributes).toMatchObject({
    'user.id': 'ann',
    'tokentrail.key.name': 'team-a',
    'gen_ai.request.model': 'smart',
    'tokentrail.target_model': 'gpt-4o',
    'tokentrail.cost.charged': 3_500_000,
  });
  expect(ended?.attempts).toMatchObject([{ provider: 'openai', keyName: 'pool-1', billed: 'yes' }]);
  const [inbound] = collector.records().filter((span) => span.attributes['gen_ai.operation.name'] === 'chat');
  expect(valueOf(inbound, 'cost.charged.state')).toBe('not_billed');
});

test('a running response is reported only to a collector of ours', async () => {
  startRecording({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none' });
  begins();
  expect(await versions()).toEqual([]);
  fetches(COMPLETE);
  expect(await versions()).toHaveLength(1);
});

test('a creation that our clock has not reached yet is the start all the same', async () => {
  start();
  fetches({ ...COMPLETE, createdAt: Date.now() + 30_000, end: { state: 'success', usage: USAGE } });
  const [ended] = await versions();
  expect(ended!.startUnixNano).toBeGreaterThan(BigInt(Date.now()) * 1_000_000n);
  expect(ended!.endUnixNano).toBe(ended!.startUnixNano);
});

test('a response that is fetched while it runs is reported again after 30 s', async () => {
  const now = jest.spyOn(Date, 'now');
  try {
    start();
    now.mockReturnValue(CREATED + 1000);
    begins();
    now.mockReturnValue(CREATED + 30_999);
    fetches(FETCHED);
    now.mockReturnValue(CREATED + 31_000);
    fetches(FETCHED);
  } finally {
    now.mockRestore();
  }
  const reported = (await versions()).map((span) => Number(valueOf(span, 'record.version_unix_ms')) - CREATED);
  expect(reported).toEqual([1000, 31_000]);
});

test('of more than 1,000 responses the oldest is forgotten, and a fetch reports it again under the same ids', async () => {
  start();
  begins();
  for (let i = 2; i <= 1001; i++) begins({ ...QUEUED, id: `resp_${i}` });
  fetches({ ...COMPLETE, id: 'resp_1001' });
  fetches(COMPLETE);
  fetches(COMPLETE);
  const all = await versions();
  const [begun, ended, ...more] = all.filter((span) => span.attributes['gen_ai.response.id'] === 'resp_1');
  expect(more).toEqual([]);
  expect([ended?.traceId, ended?.spanId]).toEqual([begun?.traceId, begun?.spanId]);
  expect(valueOf(ended, 'cost.paid')).toBe(3_500_000);
  // Only the other one is known to have begun here.
  expect(counted('tokentrail.cost.paid')).toBe(COST_USD);
  expect(counted('tokentrail.cost.unknown')).toBe(1);
});
