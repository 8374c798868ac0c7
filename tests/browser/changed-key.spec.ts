import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { failedCall, retriedCall, spanIdOf } from './records.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
const WORDS = 'Retried with another key of the same provider (2 attempts)';

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const rowOf = (page: Page, call: Parameters<typeof spanIdOf>[0]) => page.locator(`[data-span-id="${spanIdOf(call)}"]`);

test('a call that was retried with another key has one mark, in the status, the provider and the detail', async ({
  openAs,
}) => {
  const page = await openAs('admin', `${LOG}&columns=time,status,provider`);
  const row = rowOf(page, retriedCall);
  const marks = row.getByRole('img', { name: WORDS });
  await expect(marks).toHaveCount(2);
  await expect(row.getByRole('img')).toHaveCount(2);
  // An icon that Grafana does not have is empty.
  await expect(marks.first().locator('svg path').first()).toBeVisible();
  await expect(rowOf(page, failedCall).getByRole('img', { name: /another key/ })).toHaveCount(0);
  await expectNoViolations(page);
  await marks.first().click();
  await expect(page.getByTestId(testIds.request.summary)).toContainText(WORDS);
});

test('the filter for changed keys is typed, chosen and read from the address', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&state=changed_key`);
  await expect(page.getByTestId(testIds.filters.pill)).toHaveText('State = Changed key');
  await expect(rows(page)).toHaveCount(1);
  await expect(rowOf(page, retriedCall)).toBeVisible();

  await page.getByTestId(testIds.usageLog.search).fill('-state:changed_key');
  await expect(page.getByTestId(testIds.filters.pill)).toHaveText('State ≠ Changed key');
  await expect(rowOf(page, failedCall)).toBeVisible();
  await expect(rowOf(page, retriedCall)).toHaveCount(0);

  await page.getByTestId(testIds.usageLog.search).fill('state:ch');
  await expect(page.getByRole('option', { name: /changed_key.*another key of the same provider/ })).toBeVisible();
});
