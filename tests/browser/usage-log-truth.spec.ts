import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const cell = (page: Page, column: string) => rows(page).first().getByTestId(testIds.usageLog.cell(column));
const drawer = (page: Page) => page.getByTestId(testIds.request.drawer);

test('the usage log names what it cannot read in its URL, and shows rows', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&from=garbage&to=9999999999999&q=a%00b&modle=x`);
  const notice = page.getByTestId(testIds.states.urlProblems);
  for (const name of ['from=garbage', 'q=a', 'modle=x']) {
    await expect(notice).toContainText(name);
  }
  await expect(rows(page).first()).toBeVisible();
  await notice.getByRole('button').click();
  await expect(notice).toHaveCount(0);
  await expect(page).not.toHaveURL(/garbage|modle/);
});

test('time zone and refresh interval of the URL survive a reload', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&tz=Asia%2FTokyo&refresh=1m`);
  await expect(rows(page).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('JST').first()).toBeVisible();
  await expect(page.getByText('1m', { exact: true })).toBeVisible();
});

test('the exact amount shows on hover', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await cell(page, 'cost').getByText('$0.0219').hover();
  await expect(page.getByRole('tooltip')).toHaveText('$0.021904');
});

test('a failed refresh keeps the rows and says why they are not up to date', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&refresh=2s`);
  await expect(rows(page).first()).toBeVisible();
  const before = await cell(page, 'time').textContent();
  const isLedger = (url: URL) => url.pathname.includes(`/${STORE}/ledger`);
  await page.route(isLedger, (route) => route.fulfill({ status: 502, body: '' }));
  const status = page.getByTestId(testIds.usageLog.status);
  await expect(status).toContainText('Not up to date: The store does not respond');
  await expect(cell(page, 'time')).toHaveText(before ?? '');
  await page.unroute(isLedger);
  await expect(status).toHaveText('');
});

test('Back does not open a closed request again', async ({ openAs }) => {
  const page = await openAs('admin', 'api/health');
  await page.goto(new URL(LOG, page.url().replace('api/health', '')).href);
  await cell(page, 'endpoint').click();
  await expect(drawer(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/open=/);
  await page.goBack();
  await expect(page).toHaveURL(/api\/health$/);
});
