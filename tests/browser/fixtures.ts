import { type BrowserContext, type Page, test as base } from '@playwright/test';
import type { GrafanaRelease } from '@tokentrail/preview';
import { type DataSourceSpec, type Host, startPreviewHost, useGrafanaHost, type UserName } from './hosts.ts';
import { APP_LOGS, APP_TRACES, METRICS, PROBE, STORE } from './names.ts';
import { type ProbeStore, startProbeStore } from './probe-store.ts';
import { type SeededStore, startSeededStore } from './seeded-store.ts';

export interface HostOptions {
  hostKind: Host['kind'];
  /** The Grafana whose libraries the preview page is built with. */
  release: GrafanaRelease;
  /** Path of the preview page. */
  subPath: string;
  /** Specs with the same name share a store. One that inserts records has a store of its own. */
  storeName: string;
}

interface WorkerFixtures extends HostOptions {
  probe: ProbeStore;
  store: SeededStore;
  host: Host;
}

/**
 * Opens a page of the host as this user: the `href` of a link, or a path below the host's URL without a leading slash. An
 * error on the page, or a violation of its content security policy, fails the test.
 */
export type OpenAs = (user: UserName, path: string) => Promise<Page>;

export interface PageOptions {
  /** The time that pages read, in Unix ms, which then stands still. Null: the time of the machine. */
  pageTimeMs: number | null;
}

interface TestFixtures extends PageOptions {
  openAs: OpenAs;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  hostKind: ['preview', { option: true, scope: 'worker' }],
  release: ['12.4', { option: true, scope: 'worker' }],
  subPath: ['/', { option: true, scope: 'worker' }],
  storeName: ['shared', { option: true, scope: 'worker' }],
  pageTimeMs: [null, { option: true }],

  probe: [
    // Playwright reads from this pattern which fixtures a fixture needs.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const probe = await startProbeStore();
      await use(probe);
      await probe.stop();
    },
    { scope: 'worker' },
  ],

  store: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const store = await startSeededStore();
      await use(store);
      await store.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  host: [
    async ({ hostKind, release, subPath, probe, store }, use) => {
      const dataSources = [probeDataSource(probe), storeDataSource(store), ...APP_DATA_SOURCES];
      const host =
        hostKind === 'preview'
          ? await startPreviewHost([...dataSources, PROVISIONED_METRICS], release, subPath)
          : await useGrafanaHost(dataSources, process.env);
      await use(host);
      await host.stop();
    },
    // The first start builds the page, and installs the libraries of 13.2.
    { scope: 'worker', timeout: 600_000 },
  ],

  openAs: async ({ browser, host, contextOptions, pageTimeMs }, use) => {
    const contexts: BrowserContext[] = [];
    const pageErrors: Error[] = [];
    await use(async (user, path) => {
      const context = await browser.newContext({ ...contextOptions, extraHTTPHeaders: host.headers(user) });
      contexts.push(context);
      if (pageTimeMs !== null) await context.clock.setFixedTime(pageTimeMs);
      const page = await context.newPage();
      page.on('pageerror', (error) => pageErrors.push(error));
      page.on('console', (message) => {
        if (message.type() === 'error' && message.text().includes('Content Security Policy')) {
          pageErrors.push(new Error(message.text()));
        }
      });
      await page.goto(new URL(path, host.baseUrl(user)).href, { waitUntil: 'commit' });
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    if (pageErrors.length > 0) {
      throw new AggregateError(pageErrors, `the page threw: ${pageErrors.map((error) => error.message).join('; ')}`);
    }
  },
});

export { expect } from '@playwright/test';

/** Data sources of Grafana with the traces and logs of an app. Nothing responds behind them. */
const APP_DATA_SOURCES: DataSourceSpec[] = [
  { type: 'tempo', uid: APP_TRACES, name: 'TokenTrail test traces', jsonData: {}, secureJsonData: {} },
  { type: 'loki', uid: APP_LOGS, name: 'TokenTrail test logs', jsonData: {}, secureJsonData: {} },
];

/** A Grafana has it already. */
const PROVISIONED_METRICS: DataSourceSpec = {
  ...{ type: 'prometheus', uid: METRICS, name: 'TokenTrail metrics' },
  ...{ jsonData: {}, secureJsonData: {} },
};

/** A data source whose ClickHouse routes all lead to the probe, each under its own path. Tempo's routes are not set. */
function probeDataSource(probe: ProbeStore): DataSourceSpec {
  return {
    uid: PROBE,
    name: 'TokenTrail probe',
    jsonData: { kind: 'clickhouse', ledgerDatabase: 'tokentrail_ledger', tracesDatabase: 'tokentrail_traces' },
    secureJsonData: {
      ledgerUrl: `${probe.url}/at-ledger`,
      ledgerUser: 'ledger-user',
      ledgerPassword: 'ledger-secret',
      attemptsUrl: `${probe.url}/at-attempts`,
      attemptsUser: 'attempts-user',
      attemptsPassword: 'attempts-secret',
      tracesUrl: `${probe.url}/at-traces`,
      tracesUser: 'traces-user',
      tracesPassword: 'traces-secret',
    },
  };
}

export function storeDataSource(store: SeededStore): DataSourceSpec {
  return {
    uid: STORE,
    name: 'TokenTrail test store',
    jsonData: { kind: 'clickhouse', ledgerDatabase: 'tokentrail_ledger', tracesDatabase: 'tokentrail_traces' },
    secureJsonData: store.secureJsonData,
  };
}
