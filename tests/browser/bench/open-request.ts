/**
 * Measures how long a request takes to open: from the click on its visible row until the head of its detail is painted, on the
 * preview page. README.md describes how.
 */
import { chromium } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import { chromiumPath } from '../chromium.ts';
import { storeDataSource } from '../fixtures.ts';
import { startPreviewHost } from '../hosts.ts';
import { REQUESTS_PAGE, STORE } from '../names.ts';
import { startSeededStore } from '../seeded-store.ts';
import { machine, median, percentile } from './figures.ts';

const CLICKS = Number(process.env['CLICKS'] ?? 50);
const GOAL_MS = 150;

const store = await startSeededStore();
const host = await startPreviewHost([storeDataSource(store)], '12.4', '/');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--no-proxy-server'] });
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  extraHTTPHeaders: host.headers('admin'),
});
const page = await context.newPage();
await page.goto(`${host.baseUrl('admin')}${REQUESTS_PAGE}?ds=${STORE}&from=now-2d&to=now`);
await page.getByTestId(testIds.usageLog.row).first().waitFor();
await page.waitForLoadState('networkidle');

/** Clicks on the row at a position, and closes the detail again. */
async function openRow(index: number): Promise<number> {
  const ms = await page.evaluate(
    async ({ index, rowId, headId }) => {
      const row = document.querySelectorAll<HTMLElement>(`[data-testid="${rowId}"]`)[index];
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      for (const type of ['mousedown', 'mouseup', 'click']) {
        row?.firstElementChild?.nextElementSibling?.dispatchEvent(
          new MouseEvent(type, { bubbles: true, cancelable: true }),
        );
      }
      while (document.querySelector(`[data-testid="${headId}"]`) === null) {
        await frame();
      }
      // It is painted before the next animation starts.
      await frame();
      return performance.now() - start;
    },
    { index, rowId: testIds.usageLog.row, headId: testIds.request.summary },
  );
  await page.getByTestId(testIds.request.attemptDetail).or(page.getByTestId(testIds.request.content)).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId(testIds.request.drawer).waitFor({ state: 'detached' });
  return ms;
}

await openRow(0);
const times: number[] = [];
for (let click = 0; click < CLICKS; click += 1) {
  times.push(await openRow(click % 8));
}
await browser.close();
await host.stop();
await store.stop();
console.log(`${machine()}, ${CLICKS} clicks`);
console.log(
  `median ${Math.round(median(times))} ms, p95 ${Math.round(percentile(times, 0.95))} ms (goal ${GOAL_MS} ms)`,
);
