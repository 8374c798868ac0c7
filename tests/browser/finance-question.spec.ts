import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { monthsBefore, SPENDING_NOW, spendingCalls, spendingRows } from './spending-calls.ts';
import { cellOf, expectCost, expectLog, rowNamed } from './stats-rows.ts';

/** What team shop spent last month, and why, from the usage log in four clicks. */
test.use({ storeName: 'finance question', pageTimeMs: SPENDING_NOW });

const ids = testIds.stats;
const { previousMs, monthMs } = monthsBefore(SPENDING_NOW);
const LAST_MONTH = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
  previousMs,
);
const calls = spendingCalls(SPENDING_NOW);
const ofShop = calls.filter(({ group, startMs }) => group === 'shop' && startMs >= previousMs && startMs < monthMs);

test.beforeAll(({ store }) => store.insert(spendingRows(calls)));

test('what did team shop spend last month, and why? Four clicks from the log', async ({ openAs }) => {
  // The zone decides when a month begins.
  const page = await openAs('viewer', `${REQUESTS_PAGE}?ds=${STORE}&tz=utc`);
  await page.getByRole('main').getByRole('link', { name: 'Stats', exact: true }).click();

  const shop = rowNamed(page, ids.spendRow, 'shop');
  await expectCost(cellOf(shop, 'previous'), ofShop);

  await shop.getByTestId(ids.valueMenu).click();
  await page.getByRole('menu').getByLabel(`${LAST_MONTH} by requested model`).click();

  await expect(page).toHaveURL(/group=shop/);
  for (const model of new Set(ofShop.map((call) => call.model))) {
    const ofModel = ofShop.filter((call) => call.model === model);
    await expectCost(cellOf(rowNamed(page, ids.breakdownRow, model), 'cost'), ofModel);
  }
  const total = cellOf(rowNamed(page, ids.breakdownRow, 'Total'), 'cost');
  await expectCost(total, ofShop);

  await total.getByRole('link').click();
  await expectLog(page, ofShop);
});
