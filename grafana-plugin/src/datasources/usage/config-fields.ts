import type { SecureField, UsageOptions } from './types.ts';

export interface SecretSpec {
  field: SecureField;
  label: string;
  placeholder?: string;
}

export interface RouteSpec {
  title: string;
  help: string;
  fields: SecretSpec[];
}

function clickHouseRoute(name: 'ledger' | 'attempts' | 'traces', title: string, help: string): RouteSpec {
  return {
    title,
    help,
    fields: [
      { field: `${name}Url`, label: 'URL', placeholder: 'https://clickhouse.example.com:8443' },
      { field: `${name}User`, label: 'User', placeholder: `tokentrail_${name}_reader` },
      { field: `${name}Password`, label: 'Password' },
    ],
  };
}

function tempoRoute(name: 'tempoLedger' | 'tempoTraces', tenant: string, title: string, help: string): RouteSpec {
  return {
    title,
    help,
    fields: [
      { field: `${name}Url`, label: 'URL', placeholder: 'https://tempo.example.com:3200' },
      { field: `${name}User`, label: 'Tenant', placeholder: tenant },
      { field: `${name}Password`, label: 'Authorization header', placeholder: 'Bearer …' },
    ],
  };
}

/** Fields of the data source's settings for each store kind, grouped by route. */
export const ROUTES: Readonly<Record<NonNullable<UsageOptions['kind']>, RouteSpec[]>> = {
  clickhouse: [
    clickHouseRoute(
      'ledger',
      'Ledger',
      'Rows of the usage log. Every user of this data source reads with this account.',
    ),
    clickHouseRoute(
      'attempts',
      'Attempts',
      'Upstream attempts of a call, for administrators. Use the same server as the ledger with a separate account.',
    ),
    clickHouseRoute(
      'traces',
      'Traces',
      'Recorded content, for administrators. Use a different host or port than the ledger and a separate account. A different path is not enough to separate them.',
    ),
  ],
  tempo: [
    tempoRoute('tempoLedger', 'ledger', 'Ledger', 'Recent rows of the usage log, for every user of this data source.'),
    tempoRoute('tempoTraces', 'traces', 'Traces', 'Attempts and recorded content, for administrators.'),
  ],
};
