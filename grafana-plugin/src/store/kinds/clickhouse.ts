import { t } from '@grafana/i18n';
import type { RecordKey } from '@tokentrail/records';
import { secureFieldsOf, type RouteSpec, type RouteTest, type StoreKind } from './store-kind.ts';

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
  canHideMargin: true,
  tests: [
    {
      ...fieldNames('ledger'),
      name: () => t('store.clickhouse.test.ledger', 'Ledger'),
      needsTracesRight: false,
      query: async ({ ledger, viewersLedger = ledger }, signal) => {
        await viewersLedger.list({ range: lastMinute(), filter: {}, limit: 1, ...(signal && { signal }) });
        await viewersLedger.checkSchema(signal);
      },
    },
    {
      ...fieldNames('attempts'),
      name: () => t('store.clickhouse.test.attempts', 'Attempts'),
      needsTracesRight: true,
      query: ({ ledger }, signal) => ledger.attempts(NO_RECORD, signal),
    },
    {
      ...fieldNames('traces'),
      name: () => t('store.clickhouse.test.traces', 'Traces'),
      needsTracesRight: true,
      query: ({ traces }, signal) => traces.contentSizes(NO_RECORD, signal),
    },
  ],
};

type Path = 'ledger' | 'attempts' | 'traces';

/** The secure fields of a route, by their part in a request. */
function fieldNames(path: Path): Pick<RouteTest, 'route' | 'addressField' | 'accountFields'> {
  return { route: path, addressField: `${path}Url`, accountFields: [`${path}User`, `${path}Password`] };
}

function fieldsOf(path: Path): RouteSpec['fields'] {
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
