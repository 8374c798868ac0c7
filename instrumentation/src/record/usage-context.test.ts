import { EventEmitter, once } from 'node:events';
import { flush, startCall, startRecording, startRequest, withUsage } from '../index.ts';
import type { CaptureLevel } from '@tokentrail/records';
import type { ReceivedSpan } from '../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const collector = receiverForEachTest();

function start(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none', ...env });
}

async function records(): Promise<ReceivedSpan['attributes'][]> {
  await flush();
  return collector.records().map(({ attributes }) => attributes);
}

const begin = () => startCall({ operation: 'chat', provider: 'openai' });
const call = () => begin().end({ state: 'success' });

test('every field reaches the call', async () => {
  start({ TOKENTRAIL_CAPTURE: 'headers' });
  withUsage(
    {
      recordIp: true,
      user: 'u',
      key: 'nightly',
      group: 'g',
      session: 's',
      source: 'batch',
      callType: 'search',
      clientAddress: '203.0.113.7',
      userAgent: 'shop/1.0',
      conversationId: 'c',
      requestId: 'r',
      metadata: { order: 7 },
    },
    call,
  );
  expect(await records()).toEqual([
    expect.objectContaining({
      'user.id': 'u',
      'tokentrail.key.name': 'nightly',
      'tokentrail.group': 'g',
      'session.id': 's',
      'tokentrail.source': 'batch',
      'tokentrail.call.type': 'search',
      'client.address': '203.0.113.7',
      'user_agent.original': 'shop/1.0',
      'gen_ai.conversation.id': 'c',
      'tokentrail.request.id': 'r',
      'tokentrail.metadata': '{"order":7}',
    }),
  ]);
});

test('inner fields override outer ones; missing and undefined fields stay', async () => {
  start({ TOKENTRAIL_CAPTURE: 'headers' });
  withUsage({ user: 'u', group: 'g', metadata: { tenant: 't', feature: 'a' } }, () =>
    // Programs without types may pass undefined.
    withUsage({ group: 'h', user: undefined as unknown as string, session: 's', metadata: { feature: 'b' } }, call),
  );
  expect(await records()).toMatchObject([
    {
      'user.id': 'u',
      'tokentrail.group': 'h',
      'session.id': 's',
      'tokentrail.metadata': '{"tenant":"t","feature":"b"}',
    },
  ]);
});

test('is inherited by promises, timers, emitters and streams read later, and ends with its function', async () => {
  start();
  const emitter = new EventEmitter();
  const stream = await withUsage({ user: 'u' }, async () => {
    await null;
    call();
    await new Promise<void>((resolve) => setTimeout(() => resolve(call()), 1));
    await new Promise<void>((resolve) => setImmediate(() => process.nextTick(() => resolve(call()))));
    emitter.once('event', call);
    setTimeout(() => emitter.emit('event'), 1);
    await once(emitter, 'event');
    return begin();
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  stream.firstChunk();
  stream.end({ state: 'success' });
  call();
  expect((await records()).map((attributes) => attributes['user.id'])).toEqual(['u', 'u', 'u', 'u', 'u', undefined]);
});

test('an invalid call type leaves the derived one', async () => {
  start();
  withUsage({ callType: 'nonsense' as unknown as 'chat' }, call);
  expect(await records()).toMatchObject([{ 'tokentrail.call.type': 'chat' }]);
});

test('an unreadable context is ignored and the outer one kept', async () => {
  start();
  const hostile = Object.defineProperty({}, 'user', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(withUsage({ group: 'g' }, () => withUsage(hostile, () => (call(), 5)))).toBe(5);
  expect(await records()).toMatchObject([{ 'tokentrail.group': 'g' }]);
});

describe('the capture level of a route', () => {
  const NO_ENV = { TOKENTRAIL_OTLP_ENDPOINT: '' };
  /** Records one call with a header set and a body. */
  function captured(capture: CaptureLevel | undefined): void {
    withUsage(capture === undefined ? {} : { capture }, () => {
      const record = begin();
      record.content('providerRequestHeaders', { 'x-a': '1' });
      record.content('inputMessages', [{ role: 'user' }]);
      record.end({ state: 'failed', error: { message: 'words' } });
    });
  }
  const LEVELS = [
    ['basic', []],
    ['headers', ['tokentrail.provider.request.headers']],
    ['full', ['gen_ai.input.messages', 'tokentrail.error.details', 'tokentrail.provider.request.headers']],
  ] as const;
  const contentOf = (attributes: ReceivedSpan['attributes']) =>
    Object.keys(attributes)
      .filter((name) => /headers|messages|details/.test(name))
      .sort();

  test.each(LEVELS)(
    'may be any level in a process at %s, if records are sent to our own endpoint',
    async (processLevel) => {
      start({ TOKENTRAIL_CAPTURE: processLevel });
      captured(undefined);
      for (const [level] of LEVELS) captured(level);
      const all = await records();
      expect(all.map((attributes) => [attributes['tokentrail.capture.level'], contentOf(attributes)])).toEqual([
        [processLevel, LEVELS.find(([level]) => level === processLevel)![1]],
        ...LEVELS,
      ]);
    },
  );

  test('stays basic with only OpenTelemetry’s endpoint, for every requested level', async () => {
    start({ ...NO_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TOKENTRAIL_CAPTURE: 'full' });
    for (const [level] of LEVELS) captured(level);
    const all = await records();
    expect(all).toHaveLength(3);
    for (const attributes of all) {
      expect([attributes['tokentrail.capture.level'], contentOf(attributes)]).toEqual(['basic', []]);
    }
  });

  test('is basic if invalid, because it may have meant less', async () => {
    start({ TOKENTRAIL_CAPTURE: 'full' });
    captured('none' as unknown as CaptureLevel);
    expect((await records())[0]).toMatchObject({ 'tokentrail.capture.level': 'basic' });
  });

  test('inside a gateway’s request: the lowest applies to the whole record, also to earlier content', async () => {
    start({ TOKENTRAIL_CAPTURE: 'full' });
    const request = startRequest({ operation: 'chat' });
    request.content('clientRequestBody', 'the words of a client');
    request.run(() => {
      captured(undefined);
      captured('basic');
      captured('full');
    });
    request.end({ state: 'success' });
    const [record, ...more] = await records();
    expect(more).toEqual([]);
    expect(record!['tokentrail.capture.level']).toBe('basic');
    expect(JSON.stringify(record)).not.toMatch(/words|user"/);
  });

  test('of a gateway’s request applies inside it, even if process or outer context have a lower level', async () => {
    start();
    withUsage({ capture: 'basic' }, () => {
      const request = startRequest({ operation: 'chat', capture: 'full' });
      request.run(() => captured(undefined));
      request.end({ state: 'success' });
    });
    expect((await records())[0]).toMatchObject({ 'tokentrail.capture.level': 'full' });
  });

  test('can be set by a gateway after it has identified the caller', async () => {
    start({ TOKENTRAIL_CAPTURE: 'full' });
    const request = startRequest({ operation: 'chat' });
    request.describe({ capture: 'headers' });
    expect([request.captureLevel, request.wants('clientRequestBody')]).toEqual(['headers', false]);
    request.end({ state: 'success' });
  });
});
