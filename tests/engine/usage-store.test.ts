import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { insertIntoLanding, insertSpans } from '../../packages/usage-store/src/conformance/clickhouse-landing.ts';
import { describeLedger } from '../../packages/usage-store/src/conformance/ledger-conformance.ts';
import { clickHouseLedger } from '../../packages/usage-store/src/clickhouse/ledger.ts';
import { formatParameter, type ParameterValue } from '../../packages/usage-store/src/clickhouse/parameters.ts';
import { runQuery } from '../../packages/usage-store/src/clickhouse/query.ts';
import { clickHouseTraceReader } from '../../packages/usage-store/src/clickhouse/trace-reader.ts';
import { httpTransport, type ClickHouseTransport } from '../../packages/usage-store/src/clickhouse/transport.ts';

type Role = 'ledger' | 'traces';
type Account = `tokentrail_${'writer' | 'ledger_reader' | 'attempts_reader' | 'traces_reader'}`;

interface Store {
  engine: EmbeddedClickHouse;
  as(account: Account): ClickHouseTransport;
  stop(): Promise<void>;
}

async function startStore(role: Role): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokentrail-usage-store-'));
  const passwords = {
    tokentrail_writer: 'w',
    tokentrail_ledger_reader: 'l',
    tokentrail_attempts_reader: 'a',
    tokentrail_traces_reader: 't',
  };
  const engine = await startEmbeddedClickHouse({ dataDir, port: 0, role, passwords });
  return {
    engine,
    as: (user) => httpTransport({ url: engine.url, user, password: passwords[user] }),
    stop: async () => {
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

describeLedger('ClickHouse', async () => {
  const store = await startStore('ledger');
  return {
    ledger: clickHouseLedger({
      ledger: store.as('tokentrail_ledger_reader'),
      attempts: store.as('tokentrail_attempts_reader'),
    }),
    insert: (versions) => insertIntoLanding(store.as('tokentrail_writer'), versions),
    stop: store.stop,
  };
});

describe('ClickHouse specifics', () => {
  let store: Store;
  const key = { startUnixNano: `${Date.now() - 1000}000001`, traceId: '1'.repeat(32), spanId: '2'.repeat(16) };
  const range = { fromMs: Date.now() - 60_000, toMs: Date.now() + 60_000 };

  beforeAll(async () => {
    store = await startStore('ledger');
  }, 60_000);
  afterAll(() => store.stop());

  const AWKWARD: ParameterValue[] = [
    '',
    ' ',
    "it's",
    '"quoted"',
    'back\\slash',
    '\\',
    '\\N',
    '\\t is no tab',
    'tab\tline\nreturn\rend',
    'bell\u0007back\bfeed\f',
    '{x:String}',
    "'; DROP TABLE usage_records; --",
    'ünï✓日本🎉',
    '%_',
    '&a=b#c?d+e f%20',
    'long '.repeat(20),
  ];

  test.each(AWKWARD.map((value) => [value]))('the text parameter %j arrives unchanged', async (value) => {
    const query = {
      sql: 'SELECT {x:String} AS x, {xs:Array(String)} AS xs',
      parameters: { x: value, xs: [String(value), "'"] },
    };
    const rows = await runQuery(store.as('tokentrail_ledger_reader'), query);
    expect(rows).toEqual([{ x: value, xs: [value, "'"] }]);
  });

  test.each([0, -1, 9_007_199_254_740_991])('the number parameter %d arrives unchanged', async (value) => {
    const query = { sql: 'SELECT toString({x:Int64}) AS x', parameters: { x: value } };
    await expect(runQuery(store.as('tokentrail_ledger_reader'), query)).resolves.toEqual([{ x: String(value) }]);
    expect(formatParameter(value)).toBe(String(value));
  });

  test('the ledger reader account may not read attempts', async () => {
    const reader = store.as('tokentrail_ledger_reader');
    const ledger = clickHouseLedger({ ledger: reader, attempts: reader });
    await expect(ledger.attempts(key)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(ledger.list({ range, filter: {}, limit: 1 })).resolves.toEqual({ records: [], next: null });
  });

  test('a wrong password rejects as credentials, not as forbidden', async () => {
    const wrong = httpTransport({ url: store.engine.url, user: 'tokentrail_ledger_reader', password: 'no' });
    const ledger = clickHouseLedger({ ledger: wrong, attempts: wrong });
    await expect(ledger.totals({ range, filter: {} })).rejects.toMatchObject({ kind: 'credentials' });
  });

  test('an unreachable store rejects as unreachable', async () => {
    const away = httpTransport({ url: 'http://127.0.0.1:1', user: 'u', password: 'p' });
    const ledger = clickHouseLedger({ ledger: away, attempts: away });
    await expect(ledger.record(key)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test("a query over the reader's limits rejects as limit", async () => {
    const versions = Array.from({ length: 1001 }, (_, i) => ({
      key: { ...key, spanId: String(i).padStart(16, '0') },
      durationNs: 1n,
      attributes: { recordType: 'usage', state: 'success' },
    }));
    await insertIntoLanding(store.as('tokentrail_writer'), versions);
    const table = 'tokentrail_ledger.usage_records';
    const query = { sql: `SELECT a.span_id FROM ${table} AS a CROSS JOIN ${table} AS b`, parameters: {} };
    await expect(runQuery(store.as('tokentrail_ledger_reader'), query)).rejects.toMatchObject({ kind: 'limit' });
    const next = { sql: 'SELECT 1 AS x', parameters: {} };
    await expect(runQuery(store.as('tokentrail_ledger_reader'), next)).resolves.toEqual([{ x: 1 }]);
  });

  test('a database name with special characters is quoted', async () => {
    const reader = store.as('tokentrail_ledger_reader');
    const ledger = clickHouseLedger({ ledger: reader, attempts: reader, database: 'a`b; SELECT 1' });
    await expect(ledger.list({ range, filter: {}, limit: 1 })).rejects.toMatchObject({ name: 'StoreError' });
  });
});

describe('the trace reader on ClickHouse', () => {
  let store: Store;
  const start = Date.now() - 1000;
  const version = (index: number, serviceInstanceId = 'own') => ({
    key: { startUnixNano: `${start}000001`, traceId: '1'.repeat(32), spanId: String(index).padStart(16, '0') },
    durationNs: 1n,
    attributes: {
      recordType: 'usage',
      serviceInstanceId,
      requestModel: 'gpt-4o',
      inputMessages: `[{"content":"${index}: it's \\"日本\\""}]`,
      attemptErrorBodies: ['{"index":0}', 'a\nb'],
    },
  });

  beforeAll(async () => {
    store = await startStore('traces');
    const writer = store.as('tokentrail_writer');
    await insertSpans(writer, 'tokentrail_traces.otel_traces', [version(1), version(2)]);
    await insertSpans(writer, 'tokentrail_traces.otel_traces', [version(1)]);
  }, 60_000);
  afterAll(() => store.stop());

  test('reads the content of one record only, once, though its span was sent twice', async () => {
    const reader = clickHouseTraceReader({ traces: store.as('tokentrail_traces_reader') });
    await expect(reader.content(version(1).key)).resolves.toEqual({
      inputMessages: version(1).attributes.inputMessages,
      attemptErrorBodies: JSON.stringify(version(1).attributes.attemptErrorBodies),
    });
  });

  test("reads the content of the record's own sender when another sender used the same ids", async () => {
    const writer = store.as('tokentrail_writer');
    const inputMessages = '[{"content":"forged"}]';
    const forged = version(3, 'other');
    await insertSpans(writer, 'tokentrail_traces.otel_traces', [
      { ...forged, attributes: { ...forged.attributes, inputMessages } },
      version(3),
    ]);
    const reader = clickHouseTraceReader({ traces: store.as('tokentrail_traces_reader') });
    const { key } = version(3);
    await expect(reader.content({ ...key, sender: 'own' })).resolves.toMatchObject({
      inputMessages: version(3).attributes.inputMessages,
    });
    await expect(reader.content({ ...key, sender: 'other' })).resolves.toMatchObject({ inputMessages });
    await expect(reader.content({ ...key, sender: 'nobody' })).resolves.toBeNull();
  });

  test('returns null if the store has no such span', async () => {
    const reader = clickHouseTraceReader({ traces: store.as('tokentrail_traces_reader') });
    await expect(reader.content({ ...version(1).key, spanId: 'f'.repeat(16) })).resolves.toBeNull();
  });
});
