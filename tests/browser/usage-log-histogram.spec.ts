import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';

/** Two days, of which the last 24 hours have three records, and the hour before 30. */
const LOG = `${REQUESTS_PAGE}?ds=${STORE}&from=now-2d&to=now`;
const ids = testIds.usageLog;

const histogram = (page: Page) => page.getByTestId(ids.histogram);
const slider = (page: Page) => histogram(page).getByRole('slider');
const grid = (page: Page) => page.getByTestId(ids.table);
const rowCount = async (page: Page) => Number(await grid(page).getAttribute('aria-rowcount')) - 1;
const rangeOf = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return { from: Number(searchParams.get('from')), to: Number(searchParams.get('to')) };
};

/** Number of records in the words of a histogram: "Nov 29, 14:00 – 15:00: 30 records (30 success)". */
function recordsIn(words: string | null): number {
  return Number(/: ([\d,]+) records?/.exec(words ?? '')?.[1]?.replace(',', ''));
}

/** Moves the pressed pointer over the histogram, between shares of its width. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await slider(page).boundingBox();
  if (box === null) {
    throw new Error('there is no histogram');
  }
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2));
  await page.mouse.move(...at(to));
}

test('dragging narrows the range to what the bars show', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(slider(page)).toBeVisible();
  await drag(page, 0.97, 0.4);
  await expect(page.getByTestId(ids.histogramSpan)).toBeVisible();
  const words = await slider(page).getAttribute('aria-valuetext');
  await expect(page.getByRole('tooltip')).toContainText('success30');
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect.poll(() => rowCount(page)).toBe(recordsIn(words));
  expect(recordsIn(words)).toBe(30);
  await expect(page.getByTestId(ids.histogramSpan)).toHaveCount(0);
});

test('Escape cancels a drag, and a click selects nothing', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(slider(page)).toBeVisible();
  await drag(page, 0.2, 0.6);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(ids.histogramSpan)).toHaveCount(0);
  await page.mouse.up();
  await slider(page).click();
  await expect(page).toHaveURL(/from=now-2d/);
});

test('a double click doubles the range', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await slider(page).dblclick();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  const { from, to } = rangeOf(page);
  expect(Math.abs(to - from - 4 * 86_400_000)).toBeLessThan(1000);
});

test('the keyboard selects a span: arrows, Shift, Enter', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await slider(page).focus();
  await page.keyboard.press('End');
  const words = () => slider(page).getAttribute('aria-valuetext');
  while (recordsIn(await words()) < 2) {
    await page.keyboard.press('Shift+ArrowLeft');
  }
  const selected = recordsIn(await words());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect.poll(() => rowCount(page)).toBe(selected);
});

test('an entry of the legend filters its state', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  const failed = page.getByTestId(ids.legend('failed'));
  await expect(failed).toHaveText(/failed 1/);
  await failed.click();
  await expect(page).toHaveURL(/state=failed/);
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(failed).toHaveAttribute('aria-pressed', 'true');
  await failed.click();
  await expect(page).not.toHaveURL(/state=/);
});

test('the histogram folds away for this user, and the rows get its space', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(slider(page)).toBeVisible();
  const height = async () => (await grid(page).boundingBox())?.height ?? 0;
  const before = await height();
  await page.getByRole('button', { name: 'Hide histogram' }).click();
  await expect(histogram(page)).toHaveCount(0);
  await expect.poll(height).toBeGreaterThan(before + 40);
  await page.reload();
  await expect(page.getByTestId(ids.row).first()).toBeVisible();
  await expect(page.getByTestId(ids.summary)).toBeVisible();
  await expect(histogram(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show histogram' }).click();
  await expect(slider(page)).toBeVisible();
});

test('annotations show as marks, their text in the tooltip, as text', async ({ openAs }) => {
  const page = await openAs('viewer', 'api/health');
  const dayAgo = Date.now() - 86_400_000;
  const annotations = [
    { id: 1, time: dayAgo, timeEnd: dayAgo, text: '<img src=x onerror=alert(1)>deployed' },
    { id: 2, time: dayAgo, timeEnd: dayAgo + 3_600_000, text: 'incident' },
  ];
  await page.route('**/api/annotations?*', (route) => route.fulfill({ json: annotations }));
  await page.goto(new URL(LOG, page.url().replace('api/health', '')).href);
  await expect(page.getByTestId(ids.annotation)).toHaveCount(2);
  const box = await histogram(page).boundingBox();
  const [mark] = await page.getByTestId(ids.annotation).all();
  const markBox = await mark?.boundingBox();
  expect(((markBox?.x ?? 0) - (box?.x ?? 0)) / (box?.width ?? 1)).toBeCloseTo(0.5, 2);
  await page.mouse.move((markBox?.x ?? 0) + 1, (markBox?.y ?? 0) + 10);
  const tooltip = page.getByRole('tooltip');
  await expect(tooltip).toContainText('<img src=x onerror=alert(1)>deployed');
  await expect(tooltip.locator('img')).toHaveCount(0);
});

test('without permission for annotations, the histogram shows none and reports no error', async ({ openAs }) => {
  const page = await openAs('viewer', 'api/health');
  await page.route('**/api/annotations?*', (route) => route.fulfill({ status: 403, json: { message: 'denied' } }));
  const response = page.waitForResponse('**/api/annotations?*');
  await page.goto(new URL(LOG, page.url().replace('api/health', '')).href);
  expect((await response).status()).toBe(403);
  await expect(slider(page)).toBeVisible();
  await expect(page.getByTestId(ids.annotation)).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the age of the newest record of the store ticks, also for other rows, and says that it is late', async ({
  openAs,
}) => {
  const page = await openAs('viewer', `${LOG}&q=u_ordinary`);
  const newest = page.getByTestId(ids.newest);
  await expect(newest).toHaveText(/^Newest record \d+m ago, late by \d.* mins$/);
  // It started 5 minutes before it was inserted, and ran for seconds.
  await expect(newest).toHaveAttribute('data-late', 'true');
  await newest.hover();
  await expect(page.getByRole('tooltip')).toContainText('More than 1 min is late');
  await page.clock.install();
  const age = async () => Number(/(\d+)m/.exec((await newest.textContent()) ?? '')?.[1]);
  await page.reload();
  await expect(newest).toBeVisible();
  const before = await age();
  await page.clock.fastForward(120_000);
  await expect.poll(age).toBeGreaterThanOrEqual(before + 2);
});
