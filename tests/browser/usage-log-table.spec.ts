import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { manyCalls, runningCall } from './many-calls.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf } from './records.ts';

test.use({ storeName: 'table' });

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
const CALLS = 1500;

/** The grid counts its header as a row. */
const HEADER_ROWS = 1;

const table = (page: Page) => page.getByTestId(testIds.usageLog.table);
const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const unfolded = (page: Page) => page.getByTestId(testIds.usageLog.unfolded);
const footer = (page: Page) => page.getByTestId(testIds.usageLog.footer);
const loadedRows = async (page: Page) => Number(await table(page).getAttribute('aria-rowcount')) - HEADER_ROWS;
const isLedger = (url: URL) => url.pathname.includes(`/${STORE}/ledger`);

/** What the keyboard is on, as a screen reader finds it. */
const current = (page: Page) =>
  table(page).evaluate((grid) => {
    const element = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
    return { role: element?.getAttribute('role'), row: element?.closest('[data-index]')?.getAttribute('data-index') };
  });

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

test.beforeAll(async ({ store }) => {
  await store.insert(manyCalls(CALLS, Date.now()));
});

test.describe('keyboard', () => {
  test('the rows are one tab stop, and arrows go through rows and cells', async ({ openAs }) => {
    const page = await openAs('viewer', LOG);
    await expect(rows(page).first()).toBeVisible();
    await table(page).focus();
    expect(await current(page)).toEqual({ role: 'row', row: '0' });
    await press(page, 'ArrowDown', 'ArrowDown');
    expect(await current(page)).toEqual({ role: 'row', row: '2' });
    await press(page, 'ArrowRight');
    await expect(unfolded(page)).toHaveCount(1);
    await press(page, 'ArrowRight', 'ArrowRight');
    expect(await current(page)).toEqual({ role: 'gridcell', row: '2' });
    await press(page, 'Escape', 'ArrowLeft');
    await expect(unfolded(page)).toHaveCount(0);
    await press(page, 'Tab');
    await expect(page.getByRole('columnheader').and(page.locator(':focus'))).toHaveCount(1);
    await press(page, 'Tab');
    await expect(page.getByTestId(testIds.usageLog.loadMore)).toBeFocused();
    await press(page, 'Shift+Tab', 'Shift+Tab');
    await expect(table(page)).toBeFocused();
    expect(await current(page)).toEqual({ role: 'row', row: '2' });
  });

  test('Enter on a button acts on that button only', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    await expect(rows(page).first()).toBeVisible();
    await table(page).focus();
    await press(page, 'ArrowDown');
    await page.getByTestId(testIds.usageLog.loadMore).focus();
    await press(page, 'Enter');
    await expect.poll(() => loadedRows(page)).toBe(200);
    await expect(page.getByTestId(testIds.request.drawer)).toHaveCount(0);
    await table(page).focus();
    await press(page, ' ', 'Tab');
    const copy = unfolded(page).getByRole('button').first();
    await copy.focus();
    await press(page, 'Enter', 'ArrowDown', 'Escape');
    await expect(unfolded(page)).toHaveCount(1);
    await expect(page.getByTestId(testIds.request.drawer)).toHaveCount(0);
  });

  test('a click on an unfold button leaves the keys to the table', async ({ openAs }) => {
    const page = await openAs('viewer', LOG);
    await page.getByTestId(testIds.usageLog.unfold).nth(3).click();
    await expect(unfolded(page)).toHaveCount(1);
    await expect(table(page)).toBeFocused();
    await press(page, 'ArrowDown');
    expect(await current(page)).toEqual({ role: 'row', row: '4' });
  });

  test('Enter opens the detail of a row, and closing it returns to the row', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    await expect(rows(page).first()).toBeVisible();
    await table(page).focus();
    await press(page, 'ArrowDown', 'Enter');
    await expect(page.getByTestId(testIds.request.drawer)).toBeVisible();
    await expect(async () => {
      // Grafana's drawer first closes the tooltip of its button.
      await press(page, 'Escape');
      await expect(page.getByTestId(testIds.request.drawer)).toHaveCount(0, { timeout: 1000 });
    }).toPass();
    await expect(table(page)).toBeFocused();
    expect(await current(page)).toEqual({ role: 'row', row: '1' });
  });
});

test.describe('endless scrolling', () => {
  test('loads pages near the end, until all rows are loaded', async ({ openAs }) => {
    test.slow();
    const page = await openAs('viewer', `${LOG}&limit=500`);
    await expect(footer(page)).toContainText('500 rows loaded, more follow');
    await expect(async () => {
      await table(page).evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }));
      await expect(footer(page)).toContainText(/Showing all 1,5\d\d rows/, { timeout: 500 });
    }).toPass();
    await expect(rows(page).last()).toBeVisible();
    await expect(page.getByTestId(testIds.usageLog.loadMore)).toHaveCount(0);
  });

  test('a failure keeps the rows and the position, and Retry goes on', async ({ openAs }) => {
    const page = await openAs('viewer', `${LOG}&limit=100`);
    await expect(rows(page).first()).toBeVisible();
    await page.route(isLedger, (route) => route.fulfill({ status: 502, body: '' }));
    await table(page).evaluate((grid) => grid.scrollTo({ top: 2000 }));
    await expect(footer(page)).toContainText('More rows could not be loaded: The store does not respond');
    expect(await table(page).evaluate((grid) => grid.scrollTop)).toBe(2000);
    await page.unroute(isLedger);
    await footer(page).getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => loadedRows(page)).toBe(200);
    expect(await table(page).evaluate((grid) => grid.scrollTop)).toBe(2000);
  });
});

test('an unfolded row is as wide as the visible part of the table, also when it is scrolled sideways', async ({
  openAs,
}) => {
  const page = await openAs('viewer', LOG);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId(testIds.usageLog.unfold).nth(1).click();
  await expect(page.getByTestId(testIds.request.summary)).toBeVisible();
  const outer = await table(page).boundingBox();
  for (const left of [0, 200]) {
    await table(page).evaluate((grid, x) => grid.scrollTo({ left: x }), left);
    const inner = await unfolded(page).boundingBox();
    expect(inner?.x).toBeCloseTo((outer?.x ?? 0) + 1, 0);
    expect(inner?.width).toBeCloseTo((outer?.width ?? 0) - 2, -1);
  }
});

test('below 700 px each row is a card of two lines, without scrolling sideways', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await page.setViewportSize({ width: 400, height: 800 });
  const card = rows(page).nth(1);
  await expect.poll(async () => (await card.boundingBox())?.height).toBeGreaterThan(40);
  for (const column of ['status', 'model', 'cost', 'time', 'duration']) {
    await expect(card.getByTestId(testIds.usageLog.cell(column))).toBeVisible();
  }
  expect(await table(page).evaluate((grid) => grid.scrollWidth - grid.clientWidth)).toBe(0);
  await table(page).focus();
  await press(page, 'ArrowDown', ' ');
  await expect(unfolded(page)).toBeVisible();
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  test(`only the table scrolls at ${viewport.width}×${viewport.height}`, async ({ openAs }) => {
    const page = await openAs('viewer', LOG);
    await page.setViewportSize(viewport);
    await expect(footer(page)).toBeInViewport();
    const scrolling = () =>
      table(page).evaluate((grid) => {
        const around: string[] = [];
        for (let element = grid.parentElement; element !== null; element = element.parentElement) {
          if (element.scrollHeight > element.clientHeight && getComputedStyle(element).overflowY !== 'visible') {
            around.push(element.outerHTML.slice(0, 80));
          }
        }
        return around;
      });
    await expect.poll(scrolling).toEqual([]);
  });
}

test('a running row gets its end while it is visible, and its time goes on until then', async ({ openAs, store }) => {
  const startedMs = Date.now();
  const call = { number: 0xfff0 };
  await store.insert([runningCall(call.number, false, startedMs)]);
  const page = await openAs('viewer', LOG);
  const row = page.locator(`[data-span-id="${spanIdOf(call)}"]`);
  const duration = row.getByTestId(testIds.usageLog.cell('duration'));
  await expect(row).toContainText('running');
  const before = await duration.textContent();
  await expect(duration).not.toHaveText(before ?? '');
  await store.insert([runningCall(call.number, true, startedMs)]);
  await expect(row.getByTestId(testIds.usageLog.cell('status'))).toContainText('200');
  await expect(duration).toContainText('1.02 mins');
});

test('while other rows load, the old ones are dimmed and a bar shows it, and nothing moves', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(rows(page).first()).toBeVisible();
  const before = await table(page).boundingBox();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(isLedger, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByTestId(testIds.usageLog.search).fill('team-1');
  await expect(page.locator('[aria-busy="true"]').filter({ has: table(page) })).toHaveCount(1);
  await expect(page.getByRole('status', { name: 'Loading bar' })).toBeAttached();
  expect(await table(page).boundingBox()).toEqual(before);
  release();
  await expect(page.getByRole('status', { name: 'Loading bar' })).toHaveCount(0);
  expect(await table(page).boundingBox()).toEqual(before);
});
