import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, storeDataSource, test } from './fixtures.ts';
import { startPreviewHost } from './hosts.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { chooseLightTheme } from './theme.ts';

test('states that it is not Grafana', async ({ openAs }) => {
  const page = await openAs('viewer', REQUESTS_PAGE);
  await expect(page.getByText('This is the TokenTrail preview page, not Grafana')).toBeVisible();
});

test('gives plugins the React of its Grafana, and reports its version', async ({ openAs, release }) => {
  const page = await openAs('viewer', REQUESTS_PAGE);
  await expect(page.getByRole('heading', { name: 'Usage log' }).first()).toBeVisible();
  const versions = await page.evaluate(async () => {
    const { System } = window as unknown as { System: { import(id: string): Promise<unknown> } };
    const react = (await System.import('react')) as { version: string };
    const runtime = (await System.import('@grafana/runtime')) as { config: { buildInfo: { version: string } } };
    return { react: react.version, grafana: runtime.config.buildInfo.version };
  });
  expect(versions.grafana).toContain(release);
  expect(versions.react).toMatch(release === '12.4' ? /^18\./ : /^19\./);
});

test('switches between dark and light and keeps the choice', async ({ openAs }) => {
  const page = await openAs('viewer', REQUESTS_PAGE);
  await chooseLightTheme(page);
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
