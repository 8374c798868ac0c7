import type { Locator, Page, Request } from '@playwright/test';
import { SERIES_FIELDS } from '@tokentrail/usage-store';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STATS_PAGE, STORE } from './names.ts';
import { STATS_GROUP, statsCalls, statsRows, type StatsCall } from './stats-calls.ts';
import { chooseLightTheme } from './theme.ts';

test.use({ storeName: 'stats' });

const ids = testIds.stats;
const calls = statsCalls();
const WEEK_MINUTES = 7 * 24 * 60;
const thisWeek = calls.filter(({ minutesAgo }) => minutesAgo < WEEK_MINUTES);
const weekBefore = calls.filter(({ minutesAgo }) => minutesAgo >= WEEK_MINUTES);

let inserted = false;
test.beforeEach(async ({ store }) => {
  if (!inserted) {
    inserted = true;
    await store.insert(statsRows(calls, Date.now()));
  }
});

const STATS = `${STATS_PAGE}?ds=${STORE}&group=${STATS_GROUP}&from=now-7d&to=now`;

const figure = (page: Page, id: string) => page.getByTestId(ids.figure(id));
const chart = (page: Page, id: string) => page.getByTestId(ids.chart(id));
const plot = (page: Page, id: string) => chart(page, id).locator('.u-over');
const isLedger = (url: URL) => url.pathname.endsWith(`/${STORE}/ledger`);
const rowCount = async (page: Page) =>
  Number(await page.getByTestId(testIds.usageLog.table).getAttribute('aria-rowcount')) - 1;
const numberIn = (text: string | null | undefined) => Number((text ?? '').replace(/[^\d.]/g, ''));
const sum = (of: readonly StatsCall[], read: (call: StatsCall) => number) =>
  of.reduce((total, call) => total + read(call), 0);
const failedOf = (of: readonly StatsCall[]) => of.filter(({ state }) => state === 'failed').length;
const change = (now: number, before: number) =>
  new Intl.NumberFormat('en-US', {
    style: 'percent',
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(now / before - 1);

/** Waits until everything on the page is read: about ten queries, which take long on a busy machine. */
async function settled(page: Page): Promise<void> {
  await expect(figure(page, 'p95').getByRole('link')).toBeVisible({ timeout: 30_000 });
  await expect(plot(page, 'cache-hits')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

async function boxOf(element: Locator) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (box === null) {
    throw new Error('the element is not visible');
  }
  return box;
}

test('the figures are those of the rows, each against the period before', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  await settled(page);
  const cost = sum(thisWeek, (call) => call.cost);
  await expect(figure(page, 'cost').getByRole('link')).toHaveText(`$${(cost / 1e9).toFixed(2)}`);
  await expect(figure(page, 'cost')).toContainText(
    change(
      cost,
      sum(weekBefore, (call) => call.cost),
    ),
  );
  await expect(figure(page, 'calls').getByRole('link')).toHaveText(String(thisWeek.length));
  await expect(figure(page, 'calls')).toContainText('+100.0%');
  await expect(figure(page, 'calls')).toContainText('Period before: 110 calls');
  await expect(figure(page, 'input-tokens').getByRole('link')).toHaveText(
    `${Math.round(sum(thisWeek, (call) => call.inputTokens) / 1000)} K`,
  );
  await expect(figure(page, 'error-rate').getByRole('link')).toHaveText(
    `${((failedOf(thisWeek) / thisWeek.length) * 100).toFixed(1)}%`,
  );
  await expect(figure(page, 'cache-hits').getByRole('link')).toHaveText('25.0%');
  await expect(figure(page, 'p50').getByRole('link')).toHaveText(/^2\.\d+ s$/);
});

test('each figure leads to its rows in the usage log', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  await settled(page);
  await figure(page, 'error-rate').getByRole('link').click();
  await expect(page).toHaveURL(/\/requests\?.*state=failed/);
  await expect(page).toHaveURL(new RegExp(`group=${STATS_GROUP}`));
  await expect.poll(() => rowCount(page)).toBe(failedOf(thisWeek));
  await page.goBack();
  await figure(page, 'calls').getByRole('link').click();
  await expect(page.getByTestId(testIds.usageLog.summary)).toContainText(`${thisWeek.length} calls`);
});

test('usage log and stats keep range, zone and filters when one leads to the other', async ({ openAs }) => {
  const page = await openAs(
    'viewer',
    `${REQUESTS_PAGE}?ds=${STORE}&group=${STATS_GROUP}&from=now-7d&to=now-1d&tz=Asia%2FTokyo&by=error`,
  );
  await page.getByRole('main').getByRole('link', { name: 'Stats' }).click();
  await expect(page).toHaveURL(/\/stats\?/);
  const parameters = () => new URL(page.url()).searchParams.toString().split('&').sort();
  const shared = [`ds=${STORE}`, `group=${STATS_GROUP}`, 'from=now-7d', 'to=now-1d', 'tz=Asia%2FTokyo'].sort();
  expect(parameters()).toEqual(shared);
  await expect(figure(page, 'calls').getByRole('link')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Usage log' }).click();
  await expect(page).toHaveURL(/\/requests\?/);
  expect(parameters()).toEqual(shared);
});

test('a click on a bar opens its rows, and a click on the legend those of its value', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS}&split=none`);
  await settled(page);
  const { x, y, width, height } = await boxOf(plot(page, 'calls'));
  await page.mouse.move(x + width * 0.5, y + height / 2);
  const tooltip = page.getByRole('table').filter({ hasText: 'success' }).last();
  await expect(tooltip).toBeVisible();
  // Above the bar.
  await page.mouse.click(x + width * 0.5, y + 2);
  await expect(page).toHaveURL(/\/requests\?.*from=\d+&to=\d+/);
  const search = new URL(page.url()).searchParams;
  const range = { from: Number(search.get('from')), to: Number(search.get('to')) };
  const HOUR = 3_600_000;
  expect([range.to - range.from, range.from % HOUR]).toEqual([3 * HOUR, 0]);
  await page.goBack();
  await page.getByTestId(ids.legend).first().getByText('failed').click();
  await expect.poll(() => rowCount(page)).toBe(failedOf(thisWeek));
});

test('dragging over a chart narrows the range to whole buckets', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  await settled(page);
  const { x, y, width, height } = await boxOf(plot(page, 'cost'));
  await page.mouse.move(x + width * 0.3, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/\/stats\?.*from=\d+&to=\d+/);
  const search = new URL(page.url()).searchParams;
  const length = (Number(search.get('to')) - Number(search.get('from'))) / 3_600_000;
  expect(length % 3).toBe(0);
  expect(length).toBeGreaterThan(24);
  expect(length).toBeLessThan(45);
});

test('the keyboard reads the buckets of a chart, opens the rows of one and narrows the range to several', async ({
  openAs,
}) => {
  const page = await openAs('viewer', `${STATS}&split=none`);
  await settled(page);
  const slider = chart(page, 'calls').getByRole('slider');
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /, failed \d+, cancelled \d+, success \d+$/);
  await expect(page.getByRole('tooltip')).toContainText('success');
  const counts = /failed (\d+), cancelled (\d+), success (\d+)/.exec(
    (await slider.getAttribute('aria-valuetext')) ?? '',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/requests\?/);
  const expected = (counts ?? []).slice(1).reduce((total, count) => total + Number(count), 0);
  await expect.poll(() => rowCount(page)).toBe(expected);
  await page.goBack();
  await settled(page);
  await slider.focus();
  for (const key of ['Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']) {
    await page.keyboard.press(key);
  }
  await expect(page).toHaveURL(/\/stats\?.*from=\d+&to=\d+/);
});

test('the dimension is chosen once; the highest values have a colour, the others are one', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  await settled(page);
  const legend = page.getByTestId(ids.legend).first().getByRole('button');
  await expect(legend).toHaveCount(9);
  await expect(legend.last()).toHaveText('Other');
  const color = () =>
    page.getByTestId(ids.legend).first().locator('[style*="background"]').first().getAttribute('style');
  const before = await color();
  await chooseBy(page, 'Key');
  await expect(page).toHaveURL(/split=key/);
  await expect(legend).toHaveText([/stats-key-\d/, /stats-key-\d/]);
  await page.goBack();
  await expect(legend).toHaveCount(9);
  expect(await color()).toBe(before);
  await page.getByTestId(ids.rank).getByRole('radio', { name: 'Calls' }).click();
  await expect(page).toHaveURL(/rank=calls/);
});

test('a click on "Other" shows the rows of all other values', async ({ openAs }) => {
  const page = await openAs('viewer', STATS);
  await settled(page);
  const names = await page.getByTestId(ids.legend).first().getByRole('button').allTextContents();
  const others = thisWeek.filter(({ model }) => !names.includes(model));
  expect(others.length).toBeGreaterThan(0);
  await page.getByTestId(ids.legend).first().getByText('Other', { exact: true }).click();
  await expect(page).toHaveURL(/-request_model=/);
  await expect.poll(() => rowCount(page)).toBe(others.length);
});

for (const field of SERIES_FIELDS) {
  test(`by ${field}: the charts have its values`, async ({ openAs }) => {
    const page = await openAs('viewer', `${STATS}&split=${field}`);
    await settled(page);
    await expect(page.getByTestId(ids.legend).first().getByRole('button').first()).not.toBeEmpty();
    await expect(figure(page, 'calls').getByRole('link')).toHaveText(String(thisWeek.length));
  });
}

test('administrators see the attempts at each provider, which a fallback hides; others read that they do not', async ({
  openAs,
}) => {
  const fellBack = thisWeek.filter((call) => call.fellBack).length;
  const admin = await openAs('admin', `${STATS}&split=provider`);
  await settled(admin);
  const openai = admin.getByTestId(ids.attemptRow).filter({ hasText: 'openai' });
  await expect(openai.locator('[data-column="attempts"]')).toHaveText(String(thisWeek.length));
  const failed = fellBack + thisWeek.filter((call) => call.state === 'failed' && !call.fellBack).length;
  await expect(openai.locator('[data-column="failed"]')).toHaveText(String(failed));
  const viewer = await openAs('viewer', `${STATS}&split=provider`);
  const denied: string[] = [];
  viewer.on('response', (response) => response.status() === 403 && denied.push(response.url()));
  await settled(viewer);
  await expect(viewer.getByText('By the provider that responded, also if another one failed before.')).toBeVisible();
  await expect(viewer.getByTestId(ids.attempts)).toHaveCount(0);
  expect(denied).toEqual([]);
});

/** The queries of the page to the ledger, from now on. */
function watchQueries(page: Page) {
  const open = new Set<Request>();
  const queries = { open, most: 0, cancelled: new Set<Request>() };
  page.on('request', (request) => {
    if (isLedger(new URL(request.url()))) {
      open.add(request);
      queries.most = Math.max(queries.most, open.size);
    }
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request) && queries.cancelled.add(request));
  return queries;
}

async function chooseBy(page: Page, name: string): Promise<void> {
  await page.getByTestId(ids.by).getByRole('combobox').click();
  await page.getByRole('option', { name, exact: true }).click();
}

async function search(page: Page, text: string): Promise<void> {
  const box = page.getByTestId(testIds.usageLog.search);
  await box.fill(text);
  await box.press('Enter');
}

test('never more than three queries run at once, also while the selection changes', async ({ openAs }) => {
  const page = await openAs('viewer', 'api/health');
  const queries = watchQueries(page);
  await page.goto(new URL(STATS, page.url().replace('api/health', '')).href, { waitUntil: 'commit' });
  await settled(page);
  expect([queries.most, queries.cancelled.size]).toEqual([3, 0]);
  for (const change of [
    () => page.getByRole('radio', { name: '24 h' }).click(),
    () => page.getByRole('radio', { name: '30 d' }).click(),
    () => chooseBy(page, 'Key'),
    () => search(page, 'state:failed'),
    () => chooseBy(page, 'Group'),
    () => search(page, ''),
  ]) {
    await change();
    await expect.poll(() => queries.open.size).toBeGreaterThan(0);
  }
  await settled(page);
  expect(queries.most).toBe(3);
  expect(queries.cancelled.size).toBeGreaterThan(0);
});

test('each query is cancelled when the selection changes or the user leaves', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS}&-state=failed`);
  await settled(page);
  const queries = watchQueries(page);
  let passing = 0;
  let held: Request[] = [];
  await page.route(isLedger, async (route) => {
    if (passing > 0) {
      passing -= 1;
      await route.continue();
    } else {
      held.push(route.request());
    }
  });
  let before: Request[] = [];
  const expectCancelled = () =>
    expect.poll(() => before.filter((request) => !queries.cancelled.has(request)).length).toBe(0);
  const removeFilter = () =>
    page.getByTestId(testIds.filters.pill).filter({ hasText: 'failed' }).getByRole('button').last().click();
  // Two series are read first, then two queries of durations, then spend and hours.
  for (const [passed, change] of [
    [0, () => page.getByRole('radio', { name: '24 h' }).click()],
    [2, removeFilter],
    [4, () => chooseBy(page, 'Key')],
  ] as const) {
    [before, held, passing] = [held, [], passed];
    await change();
    await expectCancelled();
    await expect.poll(() => held.length).toBeGreaterThan(1);
  }
  [before, held] = [held, []];
  await page.getByRole('main').getByRole('link', { name: 'Usage log' }).click();
  await expectCancelled();
});

test('days are those of the zone', async ({ openAs }) => {
  const page = await openAs('viewer', `${STATS_PAGE}?ds=${STORE}&from=now-60d&to=now&split=none&tz=Asia%2FKathmandu`);
  await settled(page);
  const { x, y, width } = await boxOf(plot(page, 'cost'));
  await page.mouse.click(x + width * 0.5, y + 2);
  await expect(page).toHaveURL(/\/requests\?.*from=\d+&to=\d+/);
  const from = Number(new URL(page.url()).searchParams.get('from'));
  expect(new Date(from).toISOString()).toMatch(/T18:15:00\.000Z$/);
});

test('a store that fails is named, and can be read again', async ({ openAs }) => {
  const page = await openAs('viewer', 'api/health');
  await page.route(isLedger, (route) => route.fulfill({ status: 502, body: '' }));
  await page.goto(new URL(STATS, page.url().replace('api/health', '')).href, { waitUntil: 'commit' });
  const figures = page.getByTestId(ids.figures);
  await expect(figures).toContainText('The store does not respond');
  await page.unroute(isLedger);
  await figures.getByRole('button', { name: 'Retry' }).click();
  await settled(page);
  expect(numberIn(await figure(page, 'calls').getByRole('link').textContent())).toBe(thisWeek.length);
});

for (const theme of ['Dark', 'Light']) {
  for (const split of ['request_model', 'none']) {
    test(`${theme} theme, by ${split}: axe finds nothing`, async ({ openAs, hostKind }) => {
      test.skip(hostKind !== 'preview', 'a Grafana keeps the theme of its user');
      const page = await openAs('viewer', `${STATS}&split=${split}`);
      if (theme === 'Light') {
        await chooseLightTheme(page);
      }
      await settled(page);
      await chart(page, 'calls').getByRole('slider').focus();
      await page.keyboard.press('ArrowLeft');
      await expect(page.getByRole('tooltip')).toBeVisible();
      await expectNoViolations(page);
    });
  }
}

for (const [name, width] of [
  ['a window of 360 px', 360],
  ['a window of 1280 px with 200 % zoom', 640],
  ['a window of 3840 px', 3840],
] as const) {
  test(`the page fits into ${name}`, async ({ openAs }) => {
    const page = await openAs('viewer', STATS);
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const { x, width: plotWidth } = await boxOf(plot(page, 'cost'));
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + plotWidth).toBeLessThanOrEqual(width);
  });
}
