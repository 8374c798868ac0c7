import { nanoToUsd } from '@tokentrail/records';
import { configTestIds } from '../../grafana-plugin/src/configTestIds.ts';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { copied } from './copied.ts';
import { expect, test } from './fixtures.ts';
import { APP_ID, STATS_PAGE, STORE } from './names.ts';
import { monthsBefore, SPENDING_NOW, spendingCalls, spendingRows } from './spending-calls.ts';
import { cellOf, costOf, expectCost, expectLog, rowNamed } from './stats-rows.ts';

/** Budgets on the stats page and on the configuration page. */
test.use({ storeName: 'budgets', pageTimeMs: SPENDING_NOW });

const ids = testIds.stats;
const { monthMs } = monthsBefore(SPENDING_NOW);
/** The store's own calls have other groups. */
const GROUP = 'Budget shop';
const calls = spendingCalls(SPENDING_NOW).map((call) => (call.group === 'shop' ? { ...call, group: GROUP } : call));
const shop = calls.filter(({ group, startMs }) => group === GROUP && startMs >= monthMs);
const { nanoUsd } = costOf(shop);
const HOSTILE = '<b>"x"</b> \u202eabc';

test.beforeAll(async ({ store }) => {
  await store.insert(spendingRows(calls));
  await store.set('budgets', [
    { name: 'Shop', group: GROUP, monthly_usd: nanoToUsd(nanoUsd * 2n), compared_with: 'charged' },
    { name: 'Shop, strict', group: GROUP, monthly_usd: nanoToUsd(nanoUsd - 1n), compared_with: 'charged' },
    { name: HOSTILE, key: 'no such key', monthly_usd: '0', compared_with: 'paid' },
  ]);
});

test('the stats show what each budget has spent, to the calls of which it leads', async ({ openAs }) => {
  // Neither the range nor the zone nor the other filters of the page apply.
  const page = await openAs('viewer', `${STATS_PAGE}?ds=${STORE}&tz=Asia%2FTokyo&from=now-1h&to=now&model=none`);
  const budget = rowNamed(page, ids.budgetRow, 'Shop');
  await expectCost(cellOf(budget, 'spent'), shop);
  await expect(cellOf(budget, 'share')).toHaveText('50.0%');
  expect(await copied(cellOf(budget, 'budget'))).toBe(nanoToUsd(nanoUsd * 2n));
  await expect(cellOf(rowNamed(page, ids.budgetRow, 'Shop, strict'), 'share')).toHaveText('100.0%');
  const hostile = page.getByTestId(ids.budgetRow).filter({ hasText: 'U+202E' });
  await expect(cellOf(hostile, 'spent')).toHaveText('$0.0000');
  await cellOf(budget, 'spent').getByRole('link').click();
  await expectLog(page, shop);
});

test('the stats of a group show its budgets only', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS_PAGE}?ds=${STORE}&group=BUDGET%20SHOP`);
  await expect(rowNamed(page, ids.budgetRow, 'Shop')).toBeVisible();
  await expect(page.getByTestId(ids.budgetRow)).toHaveCount(2);
  await expectNoViolations(page);
  await page.goto(page.url().replace(/group=[^&]*/, 'group=search'));
  await expect(rowNamed(page, ids.spendRow, 'search')).toBeVisible();
  await expect(page.getByTestId(ids.budgets)).toHaveCount(0);
});

test('the configuration page lists the budgets, and who set them', async ({ openAs }) => {
  const page = await openAs('admin', `plugins/${APP_ID}?page=configuration`);
  await page.getByTestId(configTestIds.dataSource).getByRole('combobox').click();
  await page.getByRole('option', { name: 'TokenTrail test store' }).click();
  const budgets = page.getByTestId(configTestIds.budgets);
  await expect(budgets.getByTestId(configTestIds.budget)).toHaveCount(3);
  await expect(budgets).toContainText('Stated by ann');
  await expect(budgets).toContainText('tokentrail budgets apply');
  await expectNoViolations(page);
});
