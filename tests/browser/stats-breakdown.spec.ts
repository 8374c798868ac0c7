import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { copied } from './copied.ts';
import { expect, test } from './fixtures.ts';
import { manyCalls } from './many-calls.ts';
import { REQUESTS_PAGE, STATS_PAGE, STORE } from './names.ts';
import {
  monthsBefore,
  SPENDING_NOW,
  SPENDING_ROUTE,
  spendingCalls,
  spendingRows,
  type SpendingCall,
} from './spending-calls.ts';
import { cellOf, expectCost, expectLog, rowNamed } from './stats-rows.ts';

/** The table of the stats page by a dimension, and the peak hours. */
test.use({ storeName: 'stats breakdown', pageTimeMs: SPENDING_NOW });

const ids = testIds.stats;
const { previousMs, monthMs } = monthsBefore(SPENDING_NOW);
const calls = spendingCalls(SPENDING_NOW);
const lastMonth = calls.filter(({ startMs }) => startMs >= previousMs && startMs < monthMs);
const LAST_MONTH = `${STATS_PAGE}?ds=${STORE}&tz=utc&from=now-1M%2FM&to=now-1M%2FM&endpoint=${encodeURIComponent(SPENDING_ROUTE)}`;
const BY_GROUP = `${LAST_MONTH}&split=group`;
/** More users than the table shows at first. */
const USERS = 60;

test.beforeAll(async ({ store }) => {
  await store.insert(spendingRows(calls));
  await store.insert(manyCalls(USERS, SPENDING_NOW));
});

const ofGroup = (name: string | undefined): SpendingCall[] => lastMonth.filter(({ group }) => group === name);
const row = (page: Page, name: string | RegExp) => rowNamed(page, ids.breakdownRow, name);
const names = (page: Page) => page.getByTestId(ids.breakdownRow).getByRole('rowheader').allInnerTexts();

for (const [name, group] of [
  ['shop', 'shop'],
  ['search', 'search'],
  ['Not reported', undefined],
] as const) {
  test(`each figure of ${name} is that of the rows to which it links`, async ({ openAs }) => {
    const expected = ofGroup(group);
    const failed = expected.filter((call) => call.failed);
    const page = await openAs('viewer', BY_GROUP);
    await expect(cellOf(row(page, name), 'calls')).toHaveText(String(expected.length));
    expect(Number(await copied(cellOf(row(page, name), 'failed')))).toBeCloseTo(failed.length / expected.length, 12);
    await cellOf(row(page, name), 'failed').getByRole('link').click();
    await expectLog(page, failed);
    await page.goBack();
    await cellOf(row(page, name), 'cost').getByRole('link').click();
    await expectLog(page, expected);
  });
}

test('costs, shares and the change are those of the calls, and the total is their sum', async ({ openAs }) => {
  const page = await openAs('viewer', BY_GROUP);
  await expectCost(cellOf(row(page, 'shop'), 'cost'), ofGroup('shop'));
  await expectCost(cellOf(row(page, 'search'), 'cost'), ofGroup('search'));
  await expectCost(cellOf(row(page, 'Total'), 'cost'), lastMonth);
  const shares = await Promise.all(
    ['shop', 'search', 'Not reported'].map((name) => cellOf(row(page, name), 'share').innerText()),
  );
  expect(shares.reduce((sum, share) => sum + Number.parseFloat(share), 0)).toBeCloseTo(100, 0);
  // The store has no calls of the month before.
  await expect(cellOf(row(page, 'shop'), 'change').getByRole('img', { name: /No cost/ })).toBeVisible();
  await expect(cellOf(row(page, 'shop'), 'trend').locator('canvas')).toBeVisible();
});

test('rows are sorted by each column, with the keyboard too, and the total stays below them', async ({ openAs }) => {
  const page = await openAs('viewer', BY_GROUP);
  await expect(row(page, 'Total')).toBeVisible();
  expect(await names(page)).toEqual(['shop', 'search', 'Not reported', 'Total']);
  const title = (name: string) => page.getByRole('columnheader', { name }).getByRole('button');
  await title('Group').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toEqual(['search', 'shop', 'Not reported', 'Total']);
  await title('Error rate').click();
  await expect(page.getByRole('columnheader', { name: 'Error rate' })).toHaveAttribute('aria-sort', 'descending');
  const rates = await page.getByTestId(ids.breakdownRow).locator('[data-column="failed"]').allInnerTexts();
  const numbers = rates.slice(0, -1).map((text) => Number.parseFloat(text));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
});

test('a value leads to its own stats, and its menu filters and breaks it down', async ({ openAs }) => {
  const page = await openAs('viewer', BY_GROUP);
  const menuItem = async (name: string) => {
    await row(page, 'shop').getByTestId(ids.valueMenu).click();
    await page.getByRole('menu').getByText(name, { exact: true }).click();
  };
  await row(page, 'shop').getByRole('rowheader').getByRole('link').click();
  await expect(page).toHaveURL(/group=shop/);
  await expect.poll(() => names(page)).toEqual(['shop', 'Total']);
  await page.goBack();
  await menuItem('Filter out value');
  await expect.poll(() => names(page)).toEqual(['search', 'Not reported', 'Total']);
  await page.goBack();
  await menuItem('User');
  await expect.poll(async () => (await names(page)).sort()).toEqual(['Total', 'u_0', 'u_1', 'u_2', 'u_3']);
  await expectCost(cellOf(row(page, 'Total'), 'cost'), ofGroup('shop'));
});

test('more values are shown on request', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS_PAGE}?ds=${STORE}&from=now-7d&to=now&split=user&q=customer-`);
  const others = row(page, /^Other \(\d+\)$/);
  await expect(others).toBeVisible();
  const total = await cellOf(row(page, 'Total'), 'calls').innerText();
  // The filters of all shown values select the others.
  await expect(cellOf(others, 'calls').getByRole('link')).toBeVisible();
  await page.getByRole('button', { name: 'Show more values' }).click();
  await expect(others).toHaveCount(0);
  expect(await names(page)).toHaveLength(Number(total) + 1);
});

test('hidden names are nowhere in the tables', async ({ openAs }) => {
  const page = await openAs('viewer', `${REQUESTS_PAGE}?ds=${STORE}`);
  await page.getByTestId(testIds.usageLog.columnMenu).click();
  await page.getByRole('checkbox', { name: 'Hide names and keys' }).check({ force: true });
  await page.getByRole('main').getByRole('link', { name: 'Stats', exact: true }).click();
  await expect(page.getByTestId(ids.spendRow).first()).toBeVisible();
  await expect(page.getByTestId(ids.spend)).not.toContainText('shop');
  await page.getByTestId(ids.valueMenu).last().hover();
  await expect(page.getByTestId(ids.valueMenu).last()).not.toHaveAccessibleName(/shop|search/);
  // The host keeps the setting for the user.
  await page.getByRole('link', { name: 'Usage log', exact: true }).last().click();
  await page.getByTestId(testIds.usageLog.columnMenu).click();
  await page.getByRole('checkbox', { name: 'Hide names and keys' }).uncheck({ force: true });
  await expect(page.getByRole('checkbox', { name: 'Hide names and keys' })).not.toBeChecked();
});

test('the table scrolls sideways on a narrow screen, and its names stay visible', async ({ openAs }) => {
  const page = await openAs('viewer', BY_GROUP);
  await expect(row(page, 'Total')).toBeVisible();
  await page.setViewportSize({ width: 400, height: 800 });
  const trend = cellOf(row(page, 'shop'), 'trend');
  await trend.evaluate((element) => element.scrollIntoView({ block: 'center', inline: 'end' }));
  await expect(trend).toBeInViewport();
  await expect(row(page, 'shop').getByRole('rowheader')).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing in the table, its menu and a tooltip, ${theme}`, async ({ openAs }) => {
    // The label of a zone in Grafana's time picker has too little contrast, and is not part of its name.
    const page = await openAs('viewer', `${BY_GROUP.replace('&tz=utc', '')}&theme=${theme}`);
    await expect(page.getByTestId(ids.spendRow).first()).toBeVisible();
    await expect(page.getByTestId(ids.peakHours)).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await cellOf(row(page, 'shop'), 'cost').getByRole('link').focus();
    await expect(page.getByRole('tooltip')).toBeVisible();
    await expectNoViolations(page);
    await row(page, 'shop').getByTestId(ids.valueMenu).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectNoViolations(page);
  });
}
