/** Runs the conformance suites on the Tempo at TEMPO_URL and TEMPO_OTLP_URL. README.md says how to start one. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeLedger } from '../../packages/usage-store/src/conformance/ledger-conformance.ts';
import type { RecordVersion } from '../../packages/usage-store/src/conformance/record-version.ts';
import { pushSpans, pushToLedger } from '../../packages/usage-store/src/conformance/tempo-push.ts';
import { TestLedger, version, type LedgerUnderTest } from '../../packages/usage-store/src/conformance/test-ledger.ts';
import { describeTraceReader } from '../../packages/usage-store/src/conformance/trace-reader-conformance.ts';
import { idOf } from '../../packages/usage-store/src/record-id.ts';
import { tempoLedger } from '../../packages/usage-store/src/tempo/ledger.ts';
import { tempoTraceReader } from '../../packages/usage-store/src/tempo/trace-reader.ts';
import { tempoHttpTransport } from '../../packages/usage-store/src/tempo/transport.ts';

const url = process.env['TEMPO_URL'];
const otlpUrl = process.env['TEMPO_OTLP_URL'] ?? 'http://127.0.0.1:33218';

const CAPABILITIES = {
  totals: false,
  percentiles: false,
  histogram: false,
  distinct: false,
  groups: false,
  series: false,
  sorts: ['time' as const],
  maxRangeMs: 86_400_000,
  versions: false,
  senders: false,
  margin: true,
  priceEntries: false,
  attemptIds: false,
  processes: false,
  settings: false,
};

if (url === undefined) {
  test.skip('the readers on a Tempo: TEMPO_URL is not set', () => {});
} else {
  jest.setTimeout(60_000);
  describeLedger('Tempo', CAPABILITIES, () => Promise.resolve(ledgerOn(url)));
  describeTraceReader('Tempo', CAPABILITIES, () => {
    const tenant = `traces-${randomUUID()}`;
    return Promise.resolve({
      traces: tempoTraceReader({ traces: tempoHttpTransport({ url, tenant }) }),
      insert: (versions) => pushSpans({ otlpUrl, tenant }, versions),
      stop: () => Promise.resolve(),
    });
  });
  describeSpecifics(url);
}

function describeSpecifics(tempoUrl: string): void {
  describe('Tempo specifics', () => {
    const store = new TestLedger(CAPABILITIES);
    beforeAll(() => store.start(() => Promise.resolve(ledgerOn(tempoUrl))));

    test.each([
      ['of one second', 1],
      ['of several seconds', 20],
    ])('lists more records %s than one search returns, newest first and each once', async (_, stepMs) => {
      const range = store.nextWindow();
      const versions = Array.from({ length: 450 }, (_, index) => version(range.fromMs, index * stepMs));
      await store.insert(versions);
      const listed = await store.everyPage({ range, filter: {}, limit: 20 });
      expect(listed.map(idOf)).toEqual(versions.map(({ key }) => idOf(key)).reverse());
    });

    test('finds a record by a search text that is as long as a block of the query', async () => {
      const range = store.nextWindow();
      const userId = `${'long '.repeat(50)}user`;
      await store.insert([version(range.fromMs, 1, { userId }), version(range.fromMs, 2, { userId: 'other' })]);
      for (let length = 1; length <= userId.length; length += 7) {
        const search = `"${userId.slice(0, length)}"`;
        await expect(store.page({ range, filter: { search }, limit: 10 })).resolves.toHaveLength(1);
      }
    });

    test('an unreachable Tempo rejects as unreachable', async () => {
      const away = tempoHttpTransport({ url: 'http://127.0.0.1:1', tenant: 'ledger' });
      const { key } = version(store.nextWindow().fromMs, 1);
      await expect(tempoLedger({ ledger: away, traces: away }).record(key)).rejects.toMatchObject({
        name: 'StoreError',
        kind: 'unreachable',
      });
    });
  });
}

/** A ledger on two new tenants, so that records of other tests are not found. */
function ledgerOn(tempoUrl: string): LedgerUnderTest {
  const run = randomUUID();
  const tenants = { ledger: `ledger-${run}`, traces: `traces-${run}` };
  const ledger = tempoHttpTransport({ url: tempoUrl, tenant: tenants.ledger });
  const traces = tempoHttpTransport({ url: tempoUrl, tenant: tenants.traces });
  return {
    ledger: tempoLedger({ ledger, traces }),
    async insert(versions) {
      const batch = randomUUID();
      await pushSpans({ otlpUrl, tenant: tenants.traces }, versions);
      await pushToLedger({ otlpUrl, tenant: tenants.ledger }, versions, { 'test.batch': batch });
      const ids = new Set(versions.map(({ key }) => idOf(key)));
      const query = { q: `{ span."test.batch" = "${batch}" }`, limit: '2000', ...around(versions) };
      for (let found = -1; found !== ids.size; await sleep(100)) {
        const { body } = await ledger({ path: 'search', query });
        found = (JSON.parse(body) as { traces?: unknown[] }).traces?.length ?? 0;
      }
    },
    stop: () => Promise.resolve(),
  };
}

/** Range of a search that includes `versions`, in seconds. */
function around(versions: readonly RecordVersion[]): { start: string; end: string } {
  const starts = versions.map(({ key }) => Number(BigInt(key.startUnixNano) / 1_000_000_000n));
  return { start: String(Math.min(...starts) - 5), end: String(Math.max(...starts) + 10) };
}
