import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { FRAME_CALLS, frameRows, idsOf, streamedRow } from './frame-calls.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import type { Call } from './records.ts';

test.use({ storeName: 'frame' });

const LOG = `${REQUESTS_PAGE}?ds=${STORE}&from=now-200d&to=now&q=frame-test`;
const { refused, noOrigin, topUp, first, second } = FRAME_CALLS;

const row = (page: Page, call: Call) => page.locator(`[data-span-id="${idsOf(call).span}"]`);
const drawer = (page: Page) => page.getByTestId(testIds.request.drawer);
const dialog = (page: Page) => page.getByRole('dialog');
const nowMs = Date.now();
const searchedPageOf = (call: Call) => `${REQUESTS_PAGE}/${idsOf(call).trace}/${idsOf(call).span}?ds=${STORE}`;
const pageOf = (call: Call) => `${searchedPageOf(call)}&at=${nowMs - call.minutesAgo * 60_000}`;

test.beforeAll(async ({ store }) => {
  await store.insert(frameRows(nowMs));
  await store.set('retention', { usage: 400, request: 400, content: 14 });
});

async function open(page: Page, call: Call): Promise<void> {
  await row(page, call).getByTestId(testIds.usageLog.cell('endpoint')).click();
  await expect(drawer(page)).toBeVisible();
}

test('a call that ends while the drawer is open never shows its result above attempts that still stream', async ({
  openAs,
  store,
}) => {
  const startMs = Date.now() - 5_000;
  const insert = (ended: boolean) => store.insert([streamedRow(ended, startMs)]);
  await insert(false);
  const page = await openAs('admin', `${REQUESTS_PAGE}?ds=${STORE}&q=streamed-frame-test`);
  await page.getByTestId(testIds.usageLog.cell('endpoint')).first().click();
  const attempt = drawer(page).getByTestId(testIds.request.attemptDetail);
  await expect(attempt).toContainText('streaming');
  // Each change of the page is looked at: what the head says, and what the attempt says.
  await page.evaluate(
    ([drawerId, detailId]) => {
      const seen: string[] = [];
      const look = () => {
        const shown = document.querySelector(`[data-testid="${drawerId}"]`);
        const head = shown?.textContent?.includes('Responded with status 200') ? 'ended' : 'running';
        const detail = shown?.querySelector(`[data-testid="${detailId}"]`)?.textContent ?? '';
        const attempt = detail === '' ? 'none' : detail.includes('streaming') ? 'running' : 'ended';
        const both = `${head} ${attempt}`;
        if (seen.at(-1) !== both) seen.push(both);
      };
      look();
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { seenVersions: seen });
    },
    [testIds.request.drawer, testIds.request.attemptDetail] as const,
  );
  await insert(true);
  await expect(drawer(page)).toContainText('Responded with status 200', { timeout: 20_000 });
  const seen = await page.evaluate(() => (window as unknown as { seenVersions: string[] }).seenVersions);
  expect(seen).toEqual(['running running', 'ended ended']);
});

test('the drawer goes through the rows, closes with one Escape, and gives the focus back to the row', async ({
  openAs,
}) => {
  const page = await openAs('admin', LOG);
  await open(page, first);
  await expect(dialog(page).getByRole('heading', { name: /^model-first · \d\d:\d\d:\d\d$/ })).toBeVisible();
  await page.getByTestId(testIds.request.next).click();
  await expect(drawer(page)).toContainText('model-second');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(drawer(page)).toContainText('model-third');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(drawer(page)).toContainText('model-second');
  await expect(page).toHaveURL(new RegExp(`open=${idsOf(second).trace}`));
  // The pointer is still on the button, so its tooltip is open.
  await expect(page.getByRole('tooltip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
  await expect(page.getByTestId(testIds.usageLog.table)).toBeFocused();
  await expect(row(page, second)).toHaveAttribute('data-active', /./);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('model-third');
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);
});

test('the page of a request that was opened from the log goes through the log and back to it', async ({ openAs }) => {
  const page = await openAs('admin', LOG);
  await open(page, first);
  await dialog(page).getByRole('link', { name: 'Open as page' }).click();
  const shown = page.getByTestId(testIds.request.page);
  await expect(shown).toContainText('model-first');
  await page.getByTestId(testIds.request.next).click();
  await expect(shown).toContainText('model-second');
  // The requests around it are known.
  await expect(page.getByTestId(testIds.request.next)).toBeEnabled();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(shown).toContainText('model-third');
  await expect(page.getByTestId(testIds.request.previous)).toBeEnabled();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(shown).toContainText('model-second');
  await expect(page).toHaveURL(new RegExp(`${idsOf(second).trace}/.*list=from%3Dnow-200d`));
  await page.reload();
  await page.getByTestId(testIds.request.previous).click();
  await expect(shown).toContainText('model-first');
  await expect(page.getByTestId(testIds.request.previous)).toBeDisabled();
  await page.goBack();
  await expect(page).toHaveURL(/requests\?.*q=frame-test/);
  await page.goto(new URL(pageOf(first), page.url().replace(/\/a\/.*/, '/')).href);
  await expect(shown).toContainText('model-first');
  await expect(page.getByTestId(testIds.request.next)).toHaveCount(0);
});

test('a link without a start finds its request, and one that is wrong says what is wrong', async ({ openAs }) => {
  const page = await openAs('admin', searchedPageOf(first));
  await expect(page.getByTestId(testIds.request.searchNote)).toContainText('was found in the last 400 days');
  await expect(page).toHaveTitle(/model-first · \d\d:\d\d:\d\d/);
  await expect(page.getByTestId(testIds.request.summary)).toContainText('model-first');
  const zero = await openAs('viewer', `${REQUESTS_PAGE}/${'0'.repeat(32)}/${'0'.repeat(16)}?at=0&ds=${STORE}`);
  await expect(zero.getByTestId(testIds.request.page)).toContainText('Its ids have zeroes only');
  const log = await openAs('admin', `${LOG}&open=${'0'.repeat(32)}-${'0'.repeat(16)}-0`);
  await expect(log.getByTestId(testIds.states.urlProblems)).toContainText('open=');
});

for (const user of ['admin', 'viewer'] as const) {
  test(`the page of a request says who refused it, and what to do, as ${user}`, async ({ openAs }) => {
    const page = await openAs(user, pageOf(refused));
    const notice = page.getByTestId(testIds.request.error);
    await expect(notice).toContainText('The gateway refused the caller');
    await expect(notice).toContainText('Caused by the gateway · invalid_api_key · 401');
    await expect(notice).toContainText('No request was sent to a provider');
    await expect(notice).toContainText('Check the key that the caller sends to the gateway');
    await expect(page.getByTestId(testIds.request.rawErrorFold)).toHaveCount(user === 'admin' ? 1 : 0);
    if (user === 'admin') {
      await expect(page.getByTestId(testIds.request.recorded)).toContainText(
        /Recorded: level full, keys redacted, content until .+, figures until /,
      );
      const linked = page.getByTestId(testIds.request.recorded).getByRole('link');
      await expect(linked.first()).toHaveAttribute('href', /#services$/);
      await expect(linked.last()).toHaveAttribute('href', /#retention$/);
      await page.getByTestId(testIds.request.rawErrorFold).click();
      await expect(page.getByTestId(testIds.request.rawError)).toContainText('was not recorded');
      await expectNoViolations(page);
    }
    const other = await openAs(user, pageOf(noOrigin));
    await expect(other.getByTestId(testIds.request.error)).toContainText('A rate limit was reached.');
    await expect(other.getByTestId(testIds.request.error)).not.toContainText('provider');
  });
}

test('an event shows the balance before and after, and no empty sections', async ({ openAs }) => {
  const page = await openAs('admin', pageOf(topUp));
  const summary = page.getByTestId(testIds.request.summary);
  await expect(summary).toContainText('Amount$25.0000Balance before$15.120000001Balance after$40.120000001');
  for (const id of [
    testIds.request.cost,
    testIds.request.attempts,
    testIds.request.content,
    testIds.request.compareButton,
  ]) {
    await expect(page.getByTestId(id)).toHaveCount(0);
  }
});

test('every fact is readable at 400 pixels', async ({ openAs }) => {
  const page = await openAs('admin', pageOf(first));
  await expect(page.getByTestId(testIds.request.summary)).toContainText('model-first');
  await page.setViewportSize({ width: 400, height: 800 });
  const cut = await page
    .getByTestId(testIds.request.summary)
    .evaluate((summary) =>
      [...summary.querySelectorAll<HTMLElement>('dd, dt, h2, p')]
        .filter(
          (element) =>
            element.getBoundingClientRect().right > window.innerWidth || element.scrollWidth > element.clientWidth + 1,
        )
        .map((element) => element.textContent),
    );
  expect(cut).toEqual([]);
});
