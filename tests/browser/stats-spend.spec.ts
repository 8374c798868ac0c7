import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { STATS_PAGE, STORE } from './names.ts';
import {
  monthsBefore,
  SPENDING_NOW,
  SPENDING_ROUTE,
  spendingCalls,
  spendingRows,
  type SpendingCall,
} from './spending-calls.ts';
import { cellOf, expectCost, expectLog, rowNamed } from './stats-rows.ts';

/** Spend of the month and its projection. */
test.use({ storeName: 'stats spend', pageTimeMs: SPENDING_NOW });

const ids = testIds.stats;
const DAY_MS = 86_400_000;
const { previousMs, monthMs } = monthsBefore(SPENDING_NOW);
const calls = spendingCalls(SPENDING_NOW);
/** The filter excludes the store's own calls, which have no group either. */
const STATS = `${STATS_PAGE}?ds=${STORE}&tz=utc&endpoint=${encodeURIComponent(SPENDING_ROUTE)}`;

test.beforeAll(({ store }) => store.insert(spendingRows(calls)));

const of = (group: string | undefined, fromMs: number, toMs: number): SpendingCall[] =>
  calls.filter((call) => call.group === group && call.startMs >= fromMs && call.startMs < toMs);

for (const [name, group] of [
  ['shop', 'shop'],
  ['search', 'search'],
] as const) {
  test(`each figure of ${name} is the sum of its rows, to which it links`, async ({ openAs }) => {
    const page = await openAs('viewer', STATS);
    const row = rowNamed(page, ids.spendRow, name);
    await expectCost(cellOf(row, 'spent'), of(group, monthMs, SPENDING_NOW));
    await expectCost(cellOf(row, 'previous'), of(group, previousMs, monthMs));
    await cellOf(row, 'previous').getByRole('link').click();
    await expectLog(page, of(group, previousMs, monthMs));
    await page.goBack();
    await cellOf(row, 'spent').getByRole('link').click();
    await expectLog(page, of(group, monthMs, SPENDING_NOW));
  });
}

test('calls without a group have a row of their own', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  const row = rowNamed(page, ids.spendRow, 'Not reported');
  await cellOf(row, 'previous').getByRole('link').click();
  await expectLog(page, of(undefined, previousMs, monthMs));
});

test('the projection is what is spent, and the mean of a week for each day that is left', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  const projected = cellOf(rowNamed(page, ids.spendRow, 'shop'), 'projected');
  await expect(projected).toHaveText(/^\$[\d,.]+$/);
  const startOfToday = SPENDING_NOW - (SPENDING_NOW % DAY_MS);
  const spent = Number(sumOf(of('shop', monthMs, SPENDING_NOW)));
  const mean = Number(sumOf(of('shop', startOfToday - 7 * DAY_MS, startOfToday))) / 7;
  const nextMonth = Date.UTC(new Date(SPENDING_NOW).getUTCFullYear(), new Date(SPENDING_NOW).getUTCMonth() + 1, 1);
  const expected = spent + (mean * (nextMonth - SPENDING_NOW)) / DAY_MS;
  const shown = Number((await projected.innerText()).replaceAll(/[$,]/g, '')) * 1e9;
  // The page shows cents.
  expect(Math.abs(shown - expected)).toBeLessThan(0.01e9);
  await projected.locator('[tabindex="0"]').focus();
  await expect(page.getByRole('tooltip')).toContainText('the mean of the last 7 complete days');
});

function sumOf(selected: readonly SpendingCall[]): bigint {
  return selected.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0n), 0n);
}

test.describe('in the first hour of a month', () => {
  const nextMonthMs = Date.UTC(new Date(monthMs).getUTCFullYear(), new Date(monthMs).getUTCMonth() + 1, 1);
  test.use({ pageTimeMs: nextMonthMs + 3_600_000 });

  test('nothing is spent, and the month before is complete', async ({ openAs }) => {
    const page = await openAs('viewer', STATS);
    const row = rowNamed(page, ids.spendRow, 'shop');
    await expect(cellOf(row, 'spent')).toHaveText('$0.0000');
    await expectCost(cellOf(row, 'previous'), of('shop', monthMs, nextMonthMs));
  });
});

test('keys have their own rows', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  const spend = page.getByTestId(ids.spend);
  await expect(rowNamed(page, ids.spendRow, 'shop')).toBeVisible();
  await spend.getByRole('radio', { name: 'Key' }).check({ force: true });
  await expect(rowNamed(page, ids.spendRow, 'checkout')).toBeVisible();
  await expect(rowNamed(page, ids.spendRow, 'indexer')).toBeVisible();
  await expectCost(
    cellOf(rowNamed(page, ids.spendRow, 'Total'), 'previous'),
    calls.filter(({ startMs }) => startMs >= previousMs && startMs < monthMs),
  );
});

test('the filter of the page applies, but not its range', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS}&group=shop&from=now-1h&to=now`);
  await expectCost(cellOf(rowNamed(page, ids.spendRow, 'Total'), 'previous'), of('shop', previousMs, monthMs));
  await expect(rowNamed(page, ids.spendRow, 'search')).toHaveCount(0);
});

test('a month begins in the zone of the page', async ({ openAs }) => {
  const page = await openAs('viewer', STATS.replace('tz=utc', 'tz=Pacific%2FKiritimati'));
  await expect(page.getByTestId(ids.spend)).toContainText('Pacific/Kiritimati');
  // It is 14 hours ahead of UTC.
  const aheadMs = 14 * 3_600_000;
  const months = monthsBefore(SPENDING_NOW + aheadMs);
  await expectCost(
    cellOf(rowNamed(page, ids.spendRow, 'shop'), 'previous'),
    of('shop', months.previousMs - aheadMs, months.monthMs - aheadMs),
  );
});
