import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { METRICS, REQUESTS_PAGE, STORE } from './names.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
const FILTER = 'model=gpt-4o&-provider=azure.ai.openai';
const MATCHERS = 'model=~"(?i:gpt-4o)", provider!~"(?i:azure\\\\.ai\\\\.openai)"';

async function openedMenu(page: Page) {
  await page.getByTestId(testIds.usageLog.viewMenu).click();
  return page.getByTestId(testIds.usageLog.viewMenuContent).getByRole('region', { name: 'Create alert' });
}

test('an alert is created from the filter, on the metrics, and leads back to the rows', async ({
  openAs,
  hostKind,
}) => {
  const page = await openAs('admin', `${LOG}&${FILTER}`);
  const entry = await openedMenu(page);
  await expect(entry.getByRole('link')).toHaveText(['Number of calls', 'Share of failed calls', 'Cost']);
  await expect(entry).toContainText('compares the requested model');
  await expectNoViolations(page);
  const link = entry.getByRole('link', { name: 'Cost' });
  const { pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '', page.url());
  expect(pathname).toMatch(/\/alerting\/new$/);
  expect(searchParams.get('returnTo')).toMatch(/requests\?.*model=gpt-4o/);
  const { queries } = JSON.parse(searchParams.get('defaults') ?? '') as {
    queries: { datasourceUid: string; model: { expr?: string } }[];
  };
  expect(queries[0]?.datasourceUid).toBe(METRICS);
  expect(queries[0]?.model.expr).toContain(`tokentrail_cost_charged_total{${MATCHERS}}`);
  if (hostKind === 'grafana') {
    await link.click();
    await expect(page).toHaveURL(/\/alerting\/new/);
    await expect(page.getByRole('textbox', { name: /name/i }).first()).toHaveValue(/^Cost: model:gpt-4o/);
    await expect(page.locator('.view-lines').first()).toContainText('tokentrail_cost_charged_total');
    await expect(page.getByPlaceholder('TokenTrail metrics')).toBeVisible();
  }
});

test('a filter that metrics cannot express names the conditions that are in the way', async ({ openAs }) => {
  const page = await openAs('admin', `${LOG}&model=gpt-4o&status=4xx&user=u-1`);
  const entry = await openedMenu(page);
  await expect(entry).toContainText('no label for: user:u-1 status:4xx.');
  await expect(entry.getByRole('link')).toHaveCount(0);
  await expectNoViolations(page);
});

test('users who may not create alerts have no entry', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&model=gpt-4o`);
  const entry = await openedMenu(page);
  await expect(page.getByTestId(testIds.usageLog.viewName)).toBeVisible();
  await expect(entry).toHaveCount(0);
});
