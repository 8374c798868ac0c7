import { t } from '@grafana/i18n';
import type { RecordKey } from '@tokentrail/records';
import { clickHouseLedger, clickHouseTraceReader } from '@tokentrail/usage-store';
import { clickHouseProxyTransport } from '../transport.ts';
import { secureFieldsOf, type RouteSpec, type StoreKind } from './store-kind.ts';

const ROUTES: readonly RouteSpec[] = [
  {
    path: 'ledger',
    title: () => t('store.clickhouse.ledger.title', 'Ledger'),
    help: () =>
      t(
        'store.clickhouse.ledger.help',
        'Rows of the usage log. Every user of this data source reads with this account.',
      ),
    fields: fieldsOf('ledger'),
  },
  {
    path: 'attempts',
    title: () => t('store.clickhouse.attempts.title', 'Attempts'),
    help: () =>
      t(
        'store.clickhouse.attempts.help',
        'Upstream attempts of a call, for administrators. Use the same server as the ledger with a separate account.',
      ),
    fields: fieldsOf('attempts'),
  },
  {
    path: 'traces',
    title: () => t('store.clickhouse.traces.title', 'Traces'),
    help: () =>
      t(
        'store.clickhouse.traces.help',
        'Recorded content, for administrators. Use a different host or port than the ledger and a separate account. A different path is not enough to separate them.',
      ),
    fields: fieldsOf('traces'),
  },
];

/** Key of a record that cannot exist: a lookup accesses the table and reads no rows. */
const NO_RECORD: RecordKey = { startUnixNano: '0', traceId: '0'.repeat(32), spanId: '0'.repeat(16) };

export const CLICKHOUSE: StoreKind = {
  kind: 'clickhouse',
  label: 'ClickHouse',
  routes: ROUTES,
  plainFields: [
    {
      name: 'ledgerDatabase',
      label: () => t('store.clickhouse.ledger-database', 'Ledger database'),
      defaultValue: 'tokentrail_ledger',
    },
    {
      name: 'tracesDatabase',
      label: () => t('store.clickhouse.traces-database', 'Traces database'),
      defaultValue: 'tokentrail_traces',
    },
  ],
  secureFields: secureFieldsOf(ROUTES),
  open: (proxyUrl, { ledgerDatabase, tracesDatabase }) => ({
    ledger: clickHouseLedger({
      ledger: clickHouseProxyTransport(proxyUrl, 'ledger'),
      attempts: clickHouseProxyTransport(proxyUrl, 'attempts'),
      ...(ledgerDatabase && { database: ledgerDatabase }),
    }),
    traces: clickHouseTraceReader({
      traces: clickHouseProxyTransport(proxyUrl, 'traces'),
      ...(tracesDatabase && { database: tracesDatabase }),
    }),
    exportLink: async (request) => {
      // Loaded when a user exports, so that the list does not wait for it.
      const { exportLink } = await import('../export-link.ts');
      return exportLink(proxyUrl, request, ledgerDatabase);
    },
  }),
  check: ({ ledger, traces }) => [
    {
      name: t('store.clickhouse.check.records', 'Ledger (usage records)'),
      query: () => ledger.list({ range: lastMinute(), filter: {}, limit: 1 }),
    },
    { name: t('store.clickhouse.check.schema', 'Ledger (schema)'), query: () => ledger.checkSchema() },
    { name: t('store.clickhouse.check.attempts', 'Ledger (attempts)'), query: () => ledger.attempts(NO_RECORD) },
    { name: t('store.clickhouse.check.traces', 'Traces'), query: () => traces.content(NO_RECORD) },
  ],
};

function fieldsOf(path: 'ledger' | 'attempts' | 'traces'): RouteSpec['fields'] {
  return [
    {
      name: `${path}Url`,
      label: () => t('store.clickhouse.url', 'URL'),
      example: 'https://clickhouse.example.com:8443',
    },
    {
      name: `${path}User`,
      label: () => t('store.clickhouse.user', 'User'),
      example: `tokentrail_${path}_reader`,
    },
    { name: `${path}Password`, label: () => t('store.clickhouse.password', 'Password') },
  ];
}

function lastMinute() {
  const now = Date.now();
  return { fromMs: now - 60_000, toMs: now };
}
