import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import {
  insertIntoLanding,
  insertSetting,
  insertSpans,
} from '../../packages/usage-store/src/conformance/clickhouse-landing.ts';
import { describeLedger } from '../../packages/usage-store/src/conformance/ledger-conformance.ts';
import { describeTraceReader } from '../../packages/usage-store/src/conformance/trace-reader-conformance.ts';
import { exportPartRequest } from '../../packages/usage-store/src/clickhouse/export-parts.ts';
import { clickHouseExport } from '../../packages/usage-store/src/clickhouse/export-query.ts';
import { clickHouseLedger } from '../../packages/usage-store/src/clickhouse/ledger.ts';
import { formatParameter, type ParameterValue } from '../../packages/usage-store/src/clickhouse/parameters.ts';
import { runQuery } from '../../packages/usage-store/src/clickhouse/query.ts';
import { clickHouseTraceReader } from '../../packages/usage-store/src/clickhouse/trace-reader.ts';
import { SORT_FIELDS } from '../../packages/usage-store/src/usage-ledger.ts';
import { httpTransport, type ClickHouseTransport } from '../../packages/usage-store/src/clickhouse/transport.ts';

type Role = 'ledger' | 'traces';
type Account = `tokentrail_${'writer' | 'settings_writer' | 'ledger_reader' | 'attempts_reader' | 'traces_reader'}`;

interface Store {
  engine: EmbeddedClickHouse;
  as(account: Account): ClickHouseTransport;
  stop(): Promise<void>;
}

async function startStore(role: Role): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokentrail-usage-store-'));
  const passwords = {
    tokentrail_writer: 'w',
    tokentrail_settings_writer: 's',
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

const EVERYTHING = {
  totals: true,
  percentiles: true,
  histogram: true,
  distinct: true,
  groups: true,
  series: true,
  sorts: SORT_FIELDS,
  maxRangeMs: null,
  versions: true,
  senders: true,
  margin: true,
  priceEntries: true,
  attemptIds: true,
  processes: true,
  settings: true,
};

describeLedger('ClickHouse', EVERYTHING, async () => {
  const store = await startStore('ledger');
  return {
    ledger: clickHouseLedger({
      ledger: store.as('tokentrail_ledger_reader'),
      attempts: store.as('tokentrail_attempts_reader'),
    }),
    insert: (versions) => insertIntoLanding(store.as('tokentrail_writer'), versions),
    set: (setting) => insertSetting(store.as('tokentrail_settings_writer'), setting),
    exported: async (request) => (await store.as('tokentrail_ledger_reader')(clickHouseExport(request))).body,
    exportedPart: async (request) => (await store.as('tokentrail_ledger_reader')(exportPartRequest(request))).body,
    stop: store.stop,
  };
});

describeTraceReader('ClickHouse', EVERYTHING, async () => {
  const store = await startStore('traces');
  return {
    traces: clickHouseTraceReader({ traces: store.as('tokentrail_traces_reader') }),
    insert: (versions) => insertSpans(store.as('tokentrail_writer'), 'tokentrail_traces.otel_traces', versions),
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
