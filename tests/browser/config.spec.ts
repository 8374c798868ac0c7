import type { Page } from '@playwright/test';
import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { configTestIds } from '../../grafana-plugin/src/configTestIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { APP_ID } from './names.ts';
import type { GivenResponse } from './probe-store.ts';
import { processRow } from './process-rows.ts';
import { rawRequest } from './raw-request.ts';
import { retriedCall, spanRow } from './records.ts';
import { chooseLightTheme } from './theme.ts';

const PAGE = `plugins/${APP_ID}?page=configuration`;
const ids = configTestIds;

test.use({ storeName: 'configuration' });

test.beforeAll(async ({ store }) => {
  await store.insert([
    // It arrives soon after its end, unlike the calls of every store.
    spanRow({ ...retriedCall, number: 700, minutesAgo: 0, durationMs: 10 }, Date.now()),
    processRow(1, { service: 'checkout', minutesAgo: 12 }),
    processRow(2, { service: 'checkout', minutesAgo: 30, facts: { processPackageVersion: '0.0.9' } }),
    processRow(3, {
      service: 'batch',
      minutesAgo: 90,
      facts: {
        processUnsupportedSdks: ['openai@5.23.2'],
        processDroppedRecords: 7,
        processPriceDate: '2026-01-01',
        processPriceFile: 'unusable',
      },
    }),
  ]);
});

/** Opens the page and selects a data source by its name. */
async function selectDataSource(page: Page, name: string): Promise<void> {
  await page.getByTestId(ids.dataSource).getByRole('combobox').click();
  await page.getByRole('option', { name }).click();
}

const step = (page: Page, id: string) => page.getByTestId(ids.step(id));

/** Runs the connection test and waits for its end. */
async function runTest(page: Page, timeout = 15_000): Promise<void> {
  await page.getByTestId(ids.check).click();
  await expect(page.getByTestId(ids.steps).locator('[data-state="waiting"], [data-state="running"]')).toHaveCount(0, {
    timeout,
  });
}

async function testedPage(page: Page, dataSource: string, timeout?: number): Promise<Page> {
  await selectDataSource(page, dataSource);
  await runTest(page, timeout);
  return page;
}

test('the connection test finds every store, the newest record and the reports', async ({ openAs }) => {
  const page = await testedPage(await openAs('admin', PAGE), 'TokenTrail test store');
  for (const id of ['data-source', 'ledger', 'records', 'processes', 'attempts', 'traces']) {
    await expect(step(page, id)).toHaveAttribute('data-state', 'passed');
  }
  await expect(step(page, 'ledger')).toContainText(/\d ms/);
  await expect(step(page, 'records')).toContainText('The newest record is from');
  await expect(step(page, 'processes')).toContainText('2 processes run');
});

const exception = (code: number, text: string) => `Code: ${code}. DB::Exception: ${text} (version 26.7.2.1)\n`;

/** What the ledger's address responds, and what the test names. */
const CAUSES: [what: string, response: GivenResponse, cause: string][] = [
  ['nothing', 'closed', 'Grafana cannot connect to the store'],
  [
    'a login page',
    { status: 200, body: '<!DOCTYPE html><html><title>Sign in</title></html>', type: 'text/html' },
    'A web page responded instead of the store',
  ],
  ['another server', { status: 404, body: '404 page not found\n' }, 'Another program than ClickHouse responded'],
  [
    'the native protocol',
    { status: 400, body: 'Port 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n' },
    'This is not the port of the HTTP interface',
  ],
  [
    'a wrong password',
    { status: 403, body: exception(516, 'x: Authentication failed: password is incorrect (AUTHENTICATION_FAILED)') },
    'The store rejected the data source’s account',
  ],
  ['401', { status: 401, body: 'Unauthorised' }, 'The store rejected the data source’s account'],
  [
    'a missing user',
    { status: 403, body: exception(516, '<no value>: Authentication failed (AUTHENTICATION_FAILED)') },
    'User or password is not set',
  ],
  [
    'a missing grant',
    { status: 403, body: exception(497, 'x: Not enough privileges. (ACCESS_DENIED)') },
    'The account may not read this table',
  ],
  [
    'no schema',
    { status: 404, body: exception(81, 'Database x does not exist. (UNKNOWN_DATABASE)') },
    'The store lacks the database or a table',
  ],
  [
    'too many queries',
    { status: 500, body: exception(202, 'Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)') },
    'The store is busy',
  ],
  [
    'a query that takes too long',
    { status: 500, body: exception(159, 'Timeout exceeded (TIMEOUT_EXCEEDED)') },
    'A small query went over the limits of its account',
  ],
];

/** A ledger without records that states its version. */
function emptyLedger(version: number): (path: string, sql: string) => GivenResponse {
  return (_, sql) => ({
    status: 200,
    body: JSON.stringify({ data: sql.includes('schema_version') ? [{ version }] : [] }),
  });
}

test.describe('the connection test names the cause', () => {
  test.afterEach(({ probe }) => probe.respondWith());

  for (const [what, response, cause] of CAUSES) {
    test(`if the ledger’s address responds with ${what}`, async ({ openAs, probe }) => {
      probe.respondWith((path) => (path.startsWith('/at-ledger') ? response : undefined));
      const page = await testedPage(await openAs('admin', PAGE), 'TokenTrail probe');
      await expect(step(page, 'ledger')).toHaveAttribute('data-state', 'failed');
      await expect(step(page, 'ledger')).toContainText(cause);
      await expect(step(page, 'records')).toHaveAttribute('data-state', 'skipped');
      await expect(page.getByRole('status').filter({ hasText: 'Failed:' })).toContainText('Ledger');
    });
  }

  for (const [age, version] of [
    ['older', LEDGER_SCHEMA_VERSION - 1],
    ['newer', LEDGER_SCHEMA_VERSION + 1],
  ] as const) {
    test(`if the ledger is ${age} than the app`, async ({ openAs, probe }) => {
      probe.respondWith(emptyLedger(version));
      const page = await testedPage(await openAs('admin', PAGE), 'TokenTrail probe');
      await expect(step(page, 'ledger')).toContainText(`The ledger’s schema is ${age} than this app`);
    });
  }

  test('if nothing has arrived yet', async ({ openAs, probe }) => {
    probe.respondWith(emptyLedger(LEDGER_SCHEMA_VERSION));
    const page = await testedPage(await openAs('admin', PAGE), 'TokenTrail probe');
    await expect(step(page, 'ledger')).toHaveAttribute('data-state', 'passed');
    await expect(step(page, 'records')).toContainText('The ledger has no record yet');
    await expect(step(page, 'processes')).toContainText('No process has reported in the last 70 minutes');
  });

  test('if the store never responds', async ({ openAs, probe }) => {
    test.slow();
    const silent = (path: string): GivenResponse | undefined => (path.startsWith('/at-ledger') ? 'silent' : undefined);
    const page = await openAs('admin', PAGE);
    await selectDataSource(page, 'TokenTrail probe');
    probe.respondWith(silent);
    await runTest(page, 60_000);
    await expect(step(page, 'ledger')).toContainText('Nothing responded before the timeout');
  });
});

test('services show how their processes are configured, what differs and what needs attention', async ({ openAs }) => {
  const page = await openAs('admin', PAGE);
  await selectDataSource(page, 'TokenTrail test store');
  const checkout = page.getByTestId(ids.service('checkout'));
  await expect(checkout).toContainText(/2 processes, last report 1\dm ago/);
  await expect(checkout).toContainText('One warning');
  await checkout.getByRole('button').click();
  await expect(checkout).toContainText('0.0.9 (one process)');
  await expect(checkout).toContainText('TOKENTRAIL_CAPTURE');
  await expect(checkout).toContainText('1 MiB');
  const batch = page.getByTestId(ids.service('batch'));
  await expect(batch).toContainText('Not running, last report 1h ago');
  await batch.getByRole('button').click();
  for (const text of ['openai@5.23.2', '7 records were lost', 'days old', 'The price file cannot be read']) {
    await expect(batch).toContainText(text);
  }
});

test('the retention is the one that the ledger states', async ({ openAs }) => {
  const page = await openAs('admin', PAGE);
  await selectDataSource(page, 'TokenTrail test store');
  const retention = page.getByTestId(ids.retention);
  await expect(retention).toContainText('Calls400 days');
  await expect(retention).toContainText('Stated by ledger.sql');
});

test('the plugin’s page shows its text, version, links and screenshots', async ({ openAs, host, hostKind }) => {
  test.skip(hostKind !== 'grafana', 'only a Grafana has such a page');
  const page = await openAs('admin', `plugins/${APP_ID}?page=overview`);
  await expect(page.getByText('See every LLM call as a row that you can filter')).toBeVisible();
  await expect(page.getByText('0.1.0').first()).toBeVisible();
  await expect(page.getByRole('link', { name: /License/ }).first()).toBeVisible();
  for (const image of ['usage-log', 'stats', 'request', 'usage-log-light']) {
    const { status, headers } = await rawRequest(host.baseUrl('admin'), `public/plugins/${APP_ID}/img/${image}.png`);
    expect([status, headers['content-type']]).toEqual([200, 'image/png']);
  }
});

for (const theme of ['Dark', 'Light']) {
  test(`${theme} theme: axe finds nothing on the page`, async ({ openAs, hostKind, probe }) => {
    test.skip(hostKind !== 'preview', 'a Grafana keeps the theme of its user');
    const page = await openAs('admin', PAGE);
    if (theme === 'Light') {
      await chooseLightTheme(page);
    }
    await testedPage(page, 'TokenTrail test store');
    await page.getByTestId(ids.service('batch')).getByRole('button').click();
    await expectNoViolations(page);
    probe.respondWith(() => 'closed');
    await testedPage(page, 'TokenTrail probe');
    await expectNoViolations(page);
    probe.respondWith();
  });
}
