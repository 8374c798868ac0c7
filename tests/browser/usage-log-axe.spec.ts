import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { chooseLightTheme } from './theme.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const table = (page: Page) => page.getByTestId(testIds.usageLog.table);

/** The states of the page, and how a user gets there. */
const STATES: Record<string, (page: Page) => Promise<void>> = {
  list: (page) => expect(rows(page).first()).toBeVisible(),
  'a current cell, with its tooltip': async (page) => {
    await table(page).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) {
      await page.keyboard.press(key);
    }
    await expect(page.getByRole('tooltip')).toBeVisible();
  },
  'an unfolded row': async (page) => {
    await page.getByTestId(testIds.usageLog.unfold).first().click();
    await expect(page.getByTestId(testIds.request.summary)).toBeVisible();
  },
  'the export': async (page) => {
    await page.getByTestId(testIds.usageLog.export).click();
    await expect(page.getByTestId(testIds.usageLog.exportDownload)).toBeVisible();
  },
  'no rows': async (page) => {
    await page.getByTestId(testIds.usageLog.search).fill('no-such-call');
    await expect(page.getByTestId(testIds.states.empty)).toBeVisible();
  },
  'a search that cannot be read': async (page) => {
    await page.getByTestId(testIds.usageLog.search).fill('cost:>abc shop');
    await expect(page.getByTestId(testIds.search.problems)).not.toBeEmpty();
  },
  'a store that does not respond': async (page) => {
    await page.route(/\/ledger\b/, (route) => route.fulfill({ status: 502, body: '' }));
    await page.reload();
    await expect(page.getByTestId(testIds.states.error)).toBeVisible();
  },
};

for (const theme of ['Dark', 'Light']) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`${theme} theme: ${state}`, async ({ openAs, hostKind }) => {
      test.skip(hostKind !== 'preview', 'a Grafana keeps the theme of its user');
      const page = await openAs('viewer', LOG);
      if (theme === 'Light') {
        await chooseLightTheme(page);
      }
      await expect(rows(page).first()).toBeVisible();
      await reach(page);
      // Figures of another selection are dimmed until the new ones arrive.
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectNoViolations(page);
    });
  }
}

test('the detail of a call', async ({ openAs }) => {
  const page = await openAs('admin', LOG);
  await rows(page).first().click();
  await expect(page.getByTestId(testIds.request.attempt).first()).toBeVisible();
  await expectNoViolations(page);
});

test('cards in a narrow window', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await page.setViewportSize({ width: 400, height: 800 });
  await expect(rows(page).first()).toBeVisible();
  await expectNoViolations(page);
});
