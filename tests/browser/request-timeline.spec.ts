import type { RecordKey } from '@tokentrail/records';
import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { hostileAttemptsCall, manyAttemptsCall, oddTimesCall, streamingCall } from './attempt-calls.ts';
import { expectNoViolations } from './axe.ts';
import { cutTexts } from './cut-texts.ts';
import { makeDetailRequests, type DetailRequestName } from './detail-requests.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, spanRow, type Call } from './records.ts';
import { DASHBOARD, saveDashboard } from './usage-dashboard.ts';

test.use({ storeName: 'timeline' });

let keys: Record<DetailRequestName, RecordKey>;
let nowMs: number;

test.beforeAll(async ({ store }) => {
  test.setTimeout(120_000);
  nowMs = Date.now();
  const calls = [manyAttemptsCall, oddTimesCall, hostileAttemptsCall];
  await store.insert(calls.map((call) => spanRow(call, nowMs)));
  keys = await makeDetailRequests(store);
});

const pathOf = ({ startUnixNano, traceId, spanId }: Pick<RecordKey, 'startUnixNano' | 'traceId' | 'spanId'>) =>
  `${REQUESTS_PAGE}/${traceId}/${spanId}?ds=${STORE}&at=${startUnixNano.slice(0, -6)}.${startUnixNano.slice(-6)}`;

/** `atMs`: when its row was made. */
function pathOfCall(call: Call, atMs = nowMs): string {
  const { TraceId: traceId } = spanRow(call, atMs);
  const startUnixNano = `${atMs - call.minutesAgo * 60_000}000000`;
  return pathOf({ startUnixNano, traceId, spanId: spanIdOf(call) });
}

const attempts = (page: Page) => page.getByTestId(testIds.request.attempt);
const detail = (page: Page) => page.getByTestId(testIds.request.attemptDetail);
const chosen = (page: Page) => attempts(page).and(page.locator('[aria-selected=true]'));

test('the timeline shows attempts by provider, the reason for each, and the text of the provider', async ({
  openAs,
}) => {
  const page = await openAs('admin', pathOf(keys['fell-back']));
  await expect(page.getByRole('group', { name: 'azure.ai.openai, 1 attempt' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'openai, 1 of 2 sent' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Time axis from 0 to / })).toBeVisible();
  await expect(chosen(page)).toContainText('openai-main');
  await expect(chosen(page)).toContainText('another provider');
  await expect(detail(page)).toContainText('After 429 rate limit exceeded at azure-eu.');
  await expect(detail(page)).toContainText('Billed by the provideryes');
  await expect(detail(page).getByRole('button', { name: 'Copy Provider’s request id' })).toBeVisible();
  await expectNoViolations(page);

  await chosen(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toContainText('azure-eu');
  await expect(chosen(page)).toBeFocused();
  await expect(detail(page)).toContainText('Billed by the providerno');
  const error = page.getByTestId(testIds.request.attemptError);
  await expect(error).toContainText('Rate limit reached for requests in organization org-replay');
  await error.getByRole('button', { name: 'As the provider sent it' }).click();
  await expect(error.locator('code')).toContainText('"type":"requests","param":null,"code":"rate_limit_exceeded"');
  await expectNoViolations(page);

  await page.keyboard.press('Home');
  await attempts(page).last().click();
  await expect(detail(page)).toContainText('Skipped: it does not offer the model to this key.');
  await page.reload();
  await expect(detail(page)).toContainText('Skipped: it does not offer the model to this key.');
});

test('each kind of attempt is in words', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(keys.images));
  const show = async (name: DetailRequestName) => {
    await page.goto(new URL(pathOf(keys[name]), page.url().replace(/\/a\/.*/, '/')).href);
    await expect(detail(page)).toBeVisible();
  };
  await expect(detail(page)).toContainText('azure-eu was skipped: needs vision; has tools, json.');
  await attempts(page).filter({ hasText: 'azure-eu' }).click();
  await expect(detail(page)).toContainText('vision (missing)');
  await attempts(page).filter({ hasText: 'openai-spare' }).click();
  await expect(detail(page)).toContainText('Not reached: openai-main responded.');

  await show('retried-same-key');
  await expect(chosen(page)).toContainText('retry');
  await expect(detail(page)).toContainText('Retry1');
  await show('changed-key');
  await expect(chosen(page)).toContainText('retry with another key');
  await show('circuit-open');
  await expect(attempts(page).first()).toContainText('its circuit breaker is open');
  await show('timeout');
  await expect(detail(page)).toContainText('No response arrived in time.');
  await expect(detail(page)).toContainText('Billed by the providerpossibly');
  await show('content-filter');
  await expect(detail(page)).toContainText("the provider's content management policy");
  await attempts(page).nth(1).click();
  await expect(detail(page)).toContainText('Not reached: the call ended with 400 content filter at azure-eu.');
  await show('cancelled-in-stream');
  await expect(chosen(page)).toContainText('cancelled');
  await show('lost');
  await expect(chosen(page)).toContainText('pending');
  await show('unknown-model');
  await expect(attempts(page).and(page.locator('[data-state=skipped]'))).toHaveCount(4);
});

test('200 attempts stay readable, and the detail of the chosen one stays in view', async ({ openAs }) => {
  const page = await openAs('admin', pathOfCall(manyAttemptsCall));
  await expect(chosen(page)).toContainText('200');
  expect(await attempts(page).count()).toBeLessThan(60);
  const fold = page.getByTestId(testIds.request.attemptFold).first();
  await expect(fold).toContainText('67 attempts: 429 rate limit exceeded');
  await expectNoViolations(page);

  await chosen(page).focus();
  await page.keyboard.press('Home');
  await expect(fold).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(attempts(page).first()).toContainText('azure-1');
  for (let pressed = 0; pressed < 40; pressed++) {
    await page.keyboard.press('ArrowDown');
  }
  await expect(detail(page)).toContainText('Started after3.90 s');
  const inside = async (inner: ReturnType<Page['locator']>) => {
    const [box, height] = [await inner.boundingBox(), page.viewportSize()?.height ?? 0];
    return box !== null && box.y >= 0 && box.y < height;
  };
  expect(await inside(chosen(page))).toBe(true);
  expect(await inside(detail(page).locator('strong'))).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(fold).toBeFocused();
});

test('absurd times leave the bars of the others to scale', async ({ openAs }) => {
  const page = await openAs('admin', pathOfCall(oddTimesCall));
  const bars = attempts(page).locator('[aria-hidden][style]');
  await expect(bars).toHaveCount(5);
  const axis = (await page.getByTestId(testIds.request.timeScale).boundingBox())!;
  const boxes = await Promise.all((await bars.all()).map(async (bar) => (await bar.boundingBox())!));
  for (const { x, width } of boxes) {
    expect(width).toBeGreaterThan(2);
    expect(x).toBeGreaterThanOrEqual(axis.x - 1);
    expect(x).toBeLessThan(axis.x + axis.width);
  }
  expect(boxes[0]!.width / axis.width).toBeCloseTo(0.4, 1);
  expect(boxes[4]!.width / axis.width).toBeCloseTo(0.5, 1);
  await expect(attempts(page).filter({ hasText: 'outside the call' })).toHaveCount(2);
  await attempts(page).filter({ hasText: 'after-days' }).click();
  await expect(detail(page)).toContainText('outside those of the call, so its bar is cut off');
});

test('an attempt that streams grows with the time', async ({ openAs, store }) => {
  // After 90 seconds it would be lost.
  const startedMs = Date.now();
  const call = streamingCall(startedMs);
  await store.insert([spanRow(call, startedMs)]);
  const page = await openAs('admin', pathOfCall(call, startedMs));
  await expect(chosen(page)).toContainText('streaming');
  await expect(detail(page)).toContainText('After 429 at main.');
  const scale = page.getByTestId(testIds.request.timeScale);
  const before = (await scale.getAttribute('aria-label')) ?? '';
  await expect(scale).not.toHaveAttribute('aria-label', before);
});

test('hostile texts in attempts run nothing, reorder nothing and fit a narrow window', async ({ openAs }) => {
  const page = await openAs('admin', pathOfCall(hostileAttemptsCall));
  await page.setViewportSize({ width: 400, height: 800 });
  await expect(detail(page)).toContainText('U+202E');
  for (const attempt of await attempts(page).all()) {
    await attempt.click();
    await expect(attempt).toHaveAttribute('aria-selected', 'true');
    expect(await detail(page).evaluate((element) => element.textContent?.includes('\u202E'))).toBe(false);
  }
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  const section = page.getByTestId(testIds.request.attempts);
  expect(await section.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await expectNoViolations(page);
});

test('the spans of the app are beside the attempts by time, when wanted', async ({ openAs, store }) => {
  const { traceId, startUnixNano } = keys.search;
  const app = spanRow(manyAttemptsCall, nowMs);
  const at = (ms: number) =>
    new Date(Number(BigInt(startUnixNano) / 1_000_000n) + ms).toISOString().replace(/[TZ]/g, ' ');
  const spanOfApp = (SpanId: string, SpanName: string, ms: number, Duration: string) => ({
    ...{ ...app, TraceId: traceId, SpanAttributes: {}, Timestamp: at(ms).trim(), ServiceName: 'shop' },
    ...{ SpanId, SpanName, Duration },
  });
  await store.insertTraces([
    spanOfApp('a1', 'GET /order', -40, '900000000'),
    spanOfApp('a2', 'query <b>', 2, '9000000'),
  ]);
  const page = await openAs('admin', pathOf(keys.search));
  await expect(detail(page)).toBeVisible();
  const spans = page.getByTestId(testIds.request.appSpan);
  await expect(spans).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Show spans of the app' }).check({ force: true });
  await expect(spans).toHaveCount(2);
  await expect(spans.nth(0)).toContainText('shop · GET /order900 ms · begins before or ends after the call');
  await expect(spans.nth(1)).toContainText('shop · query <b>9 ms');
  await expectNoViolations(page);

  await page.goto(new URL(pathOf(keys['fell-back']), page.url().replace(/\/a\/.*/, '/')).href);
  await page.getByRole('checkbox', { name: 'Show spans of the app' }).check({ force: true });
  await expect(page.getByTestId(testIds.request.appSpans)).toContainText('choose their data source: Configuration');
});

for (const [words, width] of [
  ['at 200 % zoom', 640],
  ['in 400 pixels', 400],
] as const) {
  test(`every fact, attempt, formula and tab is readable ${words}`, async ({ openAs }) => {
    const page = await openAs('admin', pathOf(keys['fell-back']));
    await page.setViewportSize({ width, height: 800 });
    const summary = page.getByTestId(testIds.request.summary);
    await expect(page.getByTestId(testIds.request.formula)).toBeVisible();
    await expect(page.getByTestId(testIds.request.contentPart).first()).toBeVisible();
    const tabs = summary.getByRole('tab');
    await expect(tabs).toHaveCount(6);
    for (const tab of await tabs.all()) {
      await tab.click();
      await expect(summary.getByRole('tabpanel')).not.toContainText('Loading');
      expect(await cutTexts(summary)).toEqual([]);
    }
    for (const attempt of await attempts(page).all()) {
      await attempt.click();
      await expect(attempt).toHaveAttribute('aria-selected', 'true');
      expect(await cutTexts(detail(page))).toEqual([]);
    }
  });
}

test("a provider's request id leads to its request, for users who may read attempts", async ({ openAs }) => {
  const page = await openAs('admin', pathOf(keys['fell-back']));
  const fact = detail(page).locator('dl > div').filter({ hasText: 'Provider’s request id' });
  const id = (await fact.locator('dd').innerText()).trim();
  expect(id).toMatch(/^req_/);
  const log = `${REQUESTS_PAGE}?ds=${STORE}&q=${id}`;
  await page.goto(new URL(log, page.url().replace(/\/a\/.*/, '/')).href);
  await page.getByRole('button', { name: 'Search the request ids of providers' }).click();
  await page.getByRole('button', { name: 'Open the request' }).click();
  await expect(page.getByTestId(testIds.request.drawer)).toContainText('fell-back');
  const viewer = await openAs('viewer', log);
  await expect(viewer.getByTestId(testIds.states.empty)).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Search the request ids of providers' })).toHaveCount(0);
});

test('a viewer gets no attempts', async ({ openAs }) => {
  const page = await openAs('viewer', pathOf(keys['fell-back']));
  await expect(page.getByTestId(testIds.request.noAccess)).toBeVisible();
  await expect(page.getByTestId(testIds.request.attempts)).toHaveCount(0);
});

test.describe('the request trace panel', () => {
  test.skip(({ hostKind }) => hostKind !== 'grafana', 'the preview has no dashboards');
  let removeDashboard = async () => {};
  test.beforeAll(async ({ host }) => {
    removeDashboard = await saveDashboard(host);
  });
  test.afterAll(async () => removeDashboard());

  test('shows the same timeline on a dashboard', async ({ openAs }) => {
    // The panel shows the newest call of its range.
    const fromMs = Number(keys['circuit-open'].startUnixNano.slice(0, -6));
    const page = await openAs('admin', `d/${DASHBOARD}?viewPanel=6&from=${fromMs}&to=${fromMs + 1}`);
    await expect(chosen(page)).toContainText('openai-main');
    await attempts(page).first().click();
    await expect(detail(page)).toContainText('Skipped: its circuit breaker is open.');
    await expect(page.getByTestId(testIds.request.timeScale)).toBeVisible();
  });
});
