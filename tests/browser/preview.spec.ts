import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, storeDataSource, test } from './fixtures.ts';
import { startPreviewHost } from './hosts.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';

test('states that it is not Grafana', async ({ openAs }) => {
  const page = await openAs('viewer', REQUESTS_PAGE);
  await expect(page.getByText('This is the TokenTrail preview page, not Grafana')).toBeVisible();
});

test('switches between dark and light and keeps the choice', async ({ openAs }) => {
  const page = await openAs('viewer', REQUESTS_PAGE);
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect(page.locator('body')).toHaveClass(/theme-light/);
  await page.reload();
  await expect(page.locator('body')).toHaveClass(/theme-light/);
  await expect(page.getByRole('button', { name: 'Dark theme' })).toBeVisible();
});

test('lists the panels that need Grafana', async ({ openAs }) => {
  const page = await openAs('viewer', 'd/tokentrail-tests');
  await expect(page.getByText('A timeseries panel needs Grafana')).toBeAttached();
});

test('redirects / to the page that the plugin defines as its home', async ({ openAs }) => {
  const page = await openAs('viewer', '');
  await expect(page).toHaveURL(new RegExp(`/${REQUESTS_PAGE}`));
});

test('works under a sub path: rows, detail, links, menu', async ({ browser, store, release }) => {
  const host = await startPreviewHost([storeDataSource(store)], release, '/grafana/');
  const page = await browser.newPage();
  await page.goto(`${host.baseUrl('admin')}${REQUESTS_PAGE}?ds=${STORE}`);
  const row = page.getByTestId(testIds.usageLog.row).first();
  await expect(row.getByRole('link')).toHaveAttribute('href', /^\/grafana\/a\//);
  await row.getByTestId(testIds.usageLog.cell('endpoint')).click();
  await expect(page.getByTestId(testIds.request.attempt)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Explore' }).click();
  await expect(page).toHaveURL(/\/grafana\/explore/);
  await page.close();
  await host.stop();
});
