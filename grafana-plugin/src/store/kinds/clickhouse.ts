import type { RecordKey } from '@tokentrail/records';
import { clickHouseLedger, clickHouseTraceReader } from '@tokentrail/usage-store';
import { proxyTransport } from '../transport.ts';
import { secureFieldsOf, type RouteSpec, type StoreKind } from './store-kind.ts';

const ROUTES: readonly RouteSpec[] = [
  route('ledger', 'Ledger', 'Rows of the usage log. Every user of this data source reads with this account.'),
  route(
    'attempts',
    'Attempts',
    'Upstream attempts of a call, for administrators. Use the same server as the ledger with a separate account.',
  ),
  route(
    'traces',
    'Traces',
    'Recorded content, for administrators. Use a different host or port than the ledger and a separate account. A different path is not enough to separate them.',
  ),
];

/** Key of a record that cannot exist: a lookup accesses the table and reads no rows. */
const NO_RECORD: RecordKey = { startUnixNano: '0', traceId: '0'.repeat(32), spanId: '0'.repeat(16) };

export const CLICKHOUSE: StoreKind = {
  kind: 'clickhouse',
  label: 'ClickHouse',
  routes: ROUTES,
  plainFields: [
    { name: 'ledgerDatabase', label: 'Ledger database', defaultValue: 'tokentrail_ledger' },
    { name: 'tracesDatabase', label: 'Traces database', defaultValue: 'tokentrail_traces' },
  ],
  secureFields: secureFieldsOf(ROUTES),
  open: (proxyUrl, { ledgerDatabase, tracesDatabase }) => ({
    ledger: clickHouseLedger({
      ledger: proxyTransport(proxyUrl, 'ledger'),
      attempts: proxyTransport(proxyUrl, 'attempts'),
      ...(ledgerDatabase && { database: ledgerDatabase }),
    }),
    traces: clickHouseTraceReader({
      traces: proxyTransport(proxyUrl, 'traces'),
      ...(tracesDatabase && { database: tracesDatabase }),
    }),
  }),
  check: ({ ledger, traces }) => [
    {
      name: 'Ledger (usage records)',
      query: () => ledger.list({ range: lastMinute(), filter: {}, limit: 1 }),
    },
    { name: 'Ledger (schema)', query: () => ledger.checkSchema() },
    { name: 'Ledger (attempts)', query: () => ledger.attempts(NO_RECORD) },
    { name: 'Traces', query: () => traces.content(NO_RECORD) },
  ],
};

function route(path: 'ledger' | 'attempts' | 'traces', title: string, help: string): RouteSpec {
  return {
    path,
    title,
    help,
    fields: [
      { name: `${path}Url`, label: 'URL', placeholder: 'https://clickhouse.example.com:8443' },
      { name: `${path}User`, label: 'User', placeholder: `tokentrail_${path}_reader` },
      { name: `${path}Password`, label: 'Password' },
    ],
  };
}

function lastMinute() {
  const now = Date.now();
  return { fromMs: now - 60_000, toMs: now };
}
