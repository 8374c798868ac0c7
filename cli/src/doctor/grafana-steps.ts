import type { RecordKey } from '@tokentrail/records';
import { StoreError, clickHouseLedger, clickHouseTraceReader, type ClickHouseTransport } from '@tokentrail/usage-store';
import { failed, passed, type Finding } from './finding.ts';
import { findingOfError } from './store-words.ts';
import { waitFor } from './wait-for.ts';

export interface GrafanaAccess {
  /** With the sub path, if there is one. */
  url: string;
  /** Of a service account. Undefined: as anyone who is not signed in. */
  token: string | undefined;
  /** UID of the data source. */
  dataSource: string;
}

type Route = 'ledger' | 'attempts' | 'traces';

/** Key of a record that cannot exist: a query accesses the table and reads no rows. */
export const NO_RECORD: RecordKey = { startUnixNano: '0', traceId: '0'.repeat(32), spanId: '0'.repeat(16) };

const SETTINGS = 'the settings of the data source in Grafana';
const LEDGER = { subject: 'the ledger', reader: 'grafana', settings: SETTINGS } as const;

/** Whether Grafana's server reads the test record with the settings of the data source: the way of the pages. */
export async function checkRoute(grafana: GrafanaAccess, key: RecordKey | null, waitMs: number): Promise<Finding> {
  const started = performance.now();
  const host = new URL(grafana.url).host;
  try {
    if (await isRefused(grafana)) {
      return failed(
        'Grafana does not accept the token',
        'Set TOKENTRAIL_GRAFANA_TOKEN to the token of a service account with the role Viewer or above.',
      );
    }
    const ledger = ledgerThrough(grafana);
    // A schema that cannot be read looks like an old one, so a lookup comes first.
    await ledger.record(NO_RECORD);
    await ledger.checkSchema();
    if (key === null) {
      return passed(`the data source ${grafana.dataSource} of ${host} reads a ledger`);
    }
    const record = await waitFor(() => ledger.record(key), waitMs);
    return record === null
      ? failed(
          `the data source ${grafana.dataSource} reads a ledger that has no test record`,
          'It reads another ledger than the one that the collector writes to: compare their URLs.',
        )
      : passed(`the data source ${grafana.dataSource} of ${host} shows the test record`);
  } catch (error) {
    return findingOfError(error, performance.now() - started, LEDGER);
  }
}

/**
 * Whether Grafana refuses the token. If it allows anonymous users, other requests with a wrong token succeed like theirs. False if
 * it does not respond: the next request says why.
 */
async function isRefused({ url, token }: GrafanaAccess): Promise<boolean> {
  if (token === undefined) {
    return false;
  }
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${withoutSlash(url)}/api/user`, { headers, redirect: 'manual' }).catch(() => null);
  await response?.body?.cancel();
  return response?.status === 401;
}

/** Whether administrators read attempts and content. For other users both routes are closed. */
export async function checkAdminRoutes(grafana: GrafanaAccess): Promise<Finding> {
  const traces = clickHouseTraceReader({ traces: proxyTransport(grafana, 'traces') });
  const results = [
    await routeFinding('the ledger', () => ledgerThrough(grafana).attempts(NO_RECORD)),
    await routeFinding('the traces store', () => traces.contentSizes(NO_RECORD)),
  ];
  const [broken] = results.filter((finding) => finding !== null && finding !== 'closed');
  if (broken) {
    return broken;
  }
  return results.includes('closed')
    ? passed('attempts and content are closed for this account, as for every user without the right to read them')
    : passed('attempts and content can be read by this account');
}

/** Null: it can be read. `closed`: Grafana does not open the route for this account. */
async function routeFinding(subject: string, query: () => Promise<unknown>): Promise<Finding | 'closed' | null> {
  const started = performance.now();
  try {
    await query();
    return null;
  } catch (error) {
    const isClosed =
      error instanceof StoreError && (error.response?.body.includes('plugin proxy route access denied') ?? false);
    return isClosed
      ? 'closed'
      : findingOfError(error, performance.now() - started, { subject, reader: 'grafana', settings: SETTINGS });
  }
}

function ledgerThrough(grafana: GrafanaAccess) {
  return clickHouseLedger({
    ledger: proxyTransport(grafana, 'ledger'),
    attempts: proxyTransport(grafana, 'attempts'),
    // Only columns that every data source shows are read.
    margin: false,
  });
}

/**
 * Sends queries through a route of Grafana's data source proxy. A data source without a back end has no health check that says
 * anything.
 */
function proxyTransport({ url, token, dataSource }: GrafanaAccess, route: Route): ClickHouseTransport {
  const base = `${withoutSlash(url)}/api/datasources/proxy/uid/${encodeURIComponent(dataSource)}/${route}`;
  return async ({ query, sql, signal }) => {
    const response = await fetch(`${base}?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'text/plain; charset=UTF-8',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: sql,
      redirect: 'manual',
      ...(signal && { signal }),
    });
    return { status: response.status, body: await response.text() };
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
