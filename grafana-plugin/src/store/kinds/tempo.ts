import { StoreError } from '@tokentrail/usage-store';
import { secureFieldsOf, type RouteSpec, type StoreKind } from './store-kind.ts';

const ROUTES: readonly RouteSpec[] = [
  {
    path: 'tempo-ledger/api',
    title: 'Ledger',
    help: 'Recent rows of the usage log, for every user of this data source.',
    fields: fields('tempoLedger', 'ledger'),
  },
  {
    path: 'tempo-traces/api',
    title: 'Traces',
    help: 'Attempts and recorded content, for administrators.',
    fields: fields('tempoTraces', 'traces'),
  },
];

export const TEMPO: StoreKind = {
  kind: 'tempo',
  label: 'Tempo',
  notice: 'This version reads ClickHouse only. The usage log cannot read Tempo yet.',
  routes: ROUTES,
  plainFields: [],
  secureFields: secureFieldsOf(ROUTES),
  open: () => {
    throw new StoreError('not_configured', 'This version cannot read Tempo. Select ClickHouse.');
  },
  check: () => [],
};

function fields(prefix: string, tenant: string): RouteSpec['fields'] {
  return [
    { name: `${prefix}Url`, label: 'URL', placeholder: 'https://tempo.example.com:3200' },
    { name: `${prefix}User`, label: 'Tenant', placeholder: tenant },
    { name: `${prefix}Password`, label: 'Authorization header', placeholder: 'Bearer …' },
  ];
}
