import { t } from '@grafana/i18n';
import { secureFieldsOf, type RouteSpec, type StoreKind } from './store-kind.ts';

const ROUTES: readonly RouteSpec[] = [
  {
    path: 'tempo-ledger/api',
    title: () => t('store.tempo.ledger.title', 'Ledger'),
    help: () => t('store.tempo.ledger.help', 'Recent rows of the usage log, for every user of this data source.'),
    fields: fields('tempoLedger', 'ledger'),
  },
  {
    path: 'tempo-traces/api',
    title: () => t('store.tempo.traces.title', 'Traces'),
    help: () => t('store.tempo.traces.help', 'Attempts and recorded content, for administrators.'),
    fields: fields('tempoTraces', 'traces'),
  },
];

export const TEMPO: StoreKind = {
  kind: 'tempo',
  label: 'Tempo',
  notice: () => t('store.tempo.notice', 'This version reads ClickHouse only. The usage log cannot read Tempo yet.'),
  routes: ROUTES,
  plainFields: [],
  canHideMargin: false,
  secureFields: secureFieldsOf(ROUTES),
  tests: [],
};

function fields(prefix: string, tenant: string): RouteSpec['fields'] {
  return [
    { name: `${prefix}Url`, label: () => t('store.tempo.url', 'URL'), example: 'https://tempo.example.com:3200' },
    { name: `${prefix}User`, label: () => t('store.tempo.tenant', 'Tenant'), example: tenant },
    {
      name: `${prefix}Password`,
      label: () => t('store.tempo.authorization', 'Authorization header'),
      example: 'Bearer …',
    },
  ];
}
