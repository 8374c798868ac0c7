import type { TraceReader } from '../trace-reader.ts';
import type { LedgerCapabilities } from '../usage-ledger.ts';
import { windowId, type RecordVersion } from './record-version.ts';

/** A traces store on a real engine, and a function that inserts spans into it. */
export interface TracesUnderTest {
  traces: TraceReader;
  /** Inserts spans as one batch, in this order. Resolves when they can be read. */
  insert(versions: readonly RecordVersion[]): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = Date.now() - 1000;

/**
 * Declares the tests of the contract of `TraceReader` for one engine. Call it once in a test file.
 *
 * @param senders spans of several senders that share all ids are kept apart; otherwise the store keeps one of them.
 */
export function describeTraceReader(
  engine: string,
  { senders }: Pick<LedgerCapabilities, 'senders'>,
  start: () => Promise<TracesUnderTest>,
): void {
  describe(`the trace reader on ${engine}`, () => {
    let store: TracesUnderTest;

    beforeAll(async () => {
      store = await start();
    }, 60_000);
    afterAll(() => store.stop());

    describeContent(() => store, senders);
    describeAppSpans(() => store);
  });
}

function describeContent(store: () => TracesUnderTest, senders: boolean): void {
  test('reads the content of one record only, once, though its span was sent twice', async () => {
    await store().insert([span(1), span(2)]);
    await store().insert([span(1)]);
    await expect(store().traces.content(span(1).key)).resolves.toEqual({
      inputMessages: span(1).attributes.inputMessages,
      attemptErrorBodies: JSON.stringify(span(1).attributes.attemptErrorBodies),
    });
  });

  test("reads the content of the record's own sender when another sender used the same ids", async () => {
    const { key, attributes } = span(3);
    const inputMessages = '[{"content":"forged"}]';
    const forged = span(3, 'other');
    await store().insert([{ ...forged, attributes: { ...forged.attributes, inputMessages } }, span(3)]);
    const own = await store().traces.content({ ...key, sender: 'own' });
    const others = await store().traces.content({ ...key, sender: 'other' });
    const found = [own?.inputMessages, others?.inputMessages];
    const both = [attributes.inputMessages, inputMessages];
    expect(senders ? [both] : [[both[0], undefined], [undefined, both[1]], both]).toContainEqual(found);
    await expect(store().traces.content({ ...key, sender: 'another sender' })).resolves.toBeNull();
  });

  test('reads the sizes of the content without the content, and only the content that is asked for', async () => {
    const { key, attributes } = span(4);
    await store().insert([span(4)]);
    await expect(store().traces.contentSizes(key)).resolves.toEqual({
      inputMessages: Buffer.byteLength(attributes.inputMessages),
      attemptErrorBodies: Buffer.byteLength(JSON.stringify(attributes.attemptErrorBodies)),
    });
    await expect(store().traces.content(key, ['inputMessages', 'metadata'])).resolves.toEqual({
      inputMessages: attributes.inputMessages,
    });
    await expect(store().traces.content(key, [])).resolves.toEqual({});
  });

  test('states since when it has spans, if it can', async () => {
    await store().insert([span(5)]);
    expect([START_MS, null]).toContain(await store().traces.oldestMs());
  });

  test('returns null if the store has no such span', async () => {
    const key = { ...span(1).key, spanId: 'f'.repeat(16) };
    await expect(store().traces.content(key)).resolves.toBeNull();
    await expect(store().traces.contentSizes(key)).resolves.toBeNull();
  });
}

function describeAppSpans(store: () => TracesUnderTest): void {
  test("reads the app's own spans of a trace that started in a range, once, without records and attempts", async () => {
    const { traceId } = span(1).key;
    const spanOfApp = { ...span(7), durationNs: 2_500_000n, attributes: { serviceName: 'shop' }, scope: 'http' };
    await store().insert([spanOfApp, span(8)]);
    await store().insert([spanOfApp]);
    const { spanId, startUnixNano } = spanOfApp.key;
    const shown = { spanId, parentSpanId: null, service: 'shop', startUnixNano, durationMs: 2.5, failed: false };
    const around = { fromMs: START_MS - 1000, toMs: START_MS + 1000 };
    await expect(store().traces.appSpans(traceId, around)).resolves.toEqual([{ ...shown, name: 'record' }]);
    const before = { fromMs: START_MS - 2000, toMs: START_MS - 1000 };
    await expect(store().traces.appSpans(traceId, before)).resolves.toEqual([]);
  });
}

/** The span `index` of one trace, as `serviceInstanceId` sends it. */
function span(index: number, serviceInstanceId = 'own') {
  return {
    key: {
      startUnixNano: `${START_MS}000001`,
      traceId: windowId(START_MS) + '1'.repeat(16),
      spanId: String(index).padStart(16, '0'),
    },
    durationNs: 1n,
    attributes: {
      recordType: 'usage',
      serviceInstanceId,
      requestModel: 'gpt-4o',
      inputMessages: `[{"content":"${index}: it's \\"日本\\""}]`,
      attemptErrorBodies: ['{"index":0}', 'a\nb'],
    },
  };
}
