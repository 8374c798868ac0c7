import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { STATS_PAGE, STORE } from './names.ts';
import { monthsBefore, SPENDING_NOW, SPENDING_ROUTE, spendingCalls, spendingRows } from './spending-calls.ts';
import { expectLog } from './stats-rows.ts';

/** Calls by the hour of the week. */
test.use({ storeName: 'stats peak hours', pageTimeMs: SPENDING_NOW });

const ids = testIds.stats;
const HOUR_MS = 3_600_000;
const { previousMs, monthMs } = monthsBefore(SPENDING_NOW);
const calls = spendingCalls(SPENDING_NOW);
const lastMonth = calls.filter(({ startMs }) => startMs >= previousMs && startMs < monthMs);
const statsIn = (zone: string) =>
  `${STATS_PAGE}?ds=${STORE}&tz=${encodeURIComponent(zone)}&from=${previousMs}&to=${monthMs}&endpoint=${encodeURIComponent(SPENDING_ROUTE)}`;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

test.beforeAll(({ store }) => store.insert(spendingRows(calls)));

const grid = (page: Page) => page.getByTestId(ids.peakHours);
const cell = (page: Page, weekday: string, hour: number) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: weekday }) })
    .getByRole('gridcell')
    .nth(hour);

for (const [zone, offsetHours] of [
  ['utc', 0],
  ['Asia/Tokyo', 9],
] as const) {
  test(`each hour has the calls that start in it, in the zone ${zone}`, async ({ openAs }) => {
    const page = await openAs('viewer', statsIn(zone));
    await expect(grid(page)).toBeVisible();
    const shown = new Map<string, number>();
    for (const weekday of WEEKDAYS) {
      const texts = await grid(page)
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: weekday }) })
        .getByRole('gridcell')
        .allInnerTexts();
      texts.forEach((text, hour) => shown.set(`${weekday} ${hour}`, Number.parseInt(text, 10)));
    }
    expect(shown.size).toBe(7 * 24);
    for (const [key, count] of shown) {
      const expected = lastMonth.filter(({ startMs }) => {
        const at = new Date(startMs + offsetHours * HOUR_MS);
        return key === `${WEEKDAYS[(at.getUTCDay() + 6) % 7]} ${at.getUTCHours()}`;
      });
      expect([key, count]).toEqual([key, expected.length]);
    }
    await expect(page.getByText(`Times in ${zone === 'utc' ? 'UTC' : zone}`)).toBeVisible();
  });
}

test('the keyboard goes over the hours, shows their figures and opens their rows', async ({ openAs }) => {
  const page = await openAs('viewer', statsIn('utc'));
  const busiest = lastMonth[0];
  if (busiest === undefined) {
    throw new Error('there is a call');
  }
  await grid(page).getByRole('gridcell').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(grid(page).getByRole('row').nth(2).getByRole('gridcell').last()).toBeFocused();
  await expect(page.getByRole('tooltip')).toContainText('23:00 – 24:00 (UTC)');
  await page.keyboard.press('Control+Home');
  await expect(grid(page).getByRole('gridcell').first()).toBeFocused();

  const at = new Date(busiest.startMs);
  const hourMs = busiest.startMs - (busiest.startMs % HOUR_MS);
  await cell(page, WEEKDAYS[(at.getUTCDay() + 6) % 7] ?? '', at.getUTCHours()).focus();
  await page.keyboard.press('Enter');
  // The newest first, so the hour of the first call of the month is the last one.
  await page.getByTestId(ids.hourMenuItem).last().click();
  await expectLog(
    page,
    lastMonth.filter(({ startMs }) => startMs >= hourMs && startMs < hourMs + HOUR_MS),
  );
});

test('the colours show calls, cost or errors', async ({ openAs }) => {
  const page = await openAs('viewer', statsIn('utc'));
  const first = lastMonth[0];
  const at = new Date(first?.startMs ?? 0);
  const shown = cell(page, WEEKDAYS[(at.getUTCDay() + 6) % 7] ?? '', at.getUTCHours());
  await expect(shown).toHaveText(/calls?$/);
  const color = () => shown.evaluate((element) => getComputedStyle(element).backgroundColor);
  const ofCalls = await color();
  await page.getByRole('radio', { name: 'Cost' }).last().check({ force: true });
  await expect(shown).toHaveText(/\$/);
  await page.getByRole('radio', { name: 'Errors' }).check({ force: true });
  await expect(shown).toHaveText(/failed$/);
  await expect.poll(color).not.toBe(ofCalls);
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing in the hours, a tooltip and a menu, ${theme}`, async ({ openAs }) => {
    const page = await openAs('viewer', `${statsIn('utc')}&theme=${theme}`);
    await expect(grid(page)).toBeVisible();
    await page.setViewportSize({ width: 400, height: 800 });
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await grid(page).getByRole('gridcell').first().focus();
    await expect(page.getByRole('tooltip')).toBeVisible();
    await expectNoViolations(page);
    await grid(page)
      .getByRole('gridcell')
      .filter({ hasText: /[1-9]\d* calls?/ })
      .first()
      .click();
    await expect(page.getByTestId(ids.hourMenuItem).first()).toBeVisible();
    await expectNoViolations(page);
  });
}
