/**
 * Measures how long the request detail takes to show a body of 10 MB, beside a plain `<pre>` with the same body laid out by
 * `JSON.parse`, and its longest tasks while the body is folded: README.md describes how.
 */
import { cpus, loadavg } from 'node:os';
import { chromium, type Page } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import { chromiumPath } from '../chromium.ts';
import { requestPage } from '../content-calls.ts';
import { storeDataSource } from '../fixtures.ts';
import { framesOf } from '../frames.ts';
import { largeBody, largeCall, MEGABYTES } from '../hostile-content.ts';
import { startPreviewHost } from '../hosts.ts';
import { REQUESTS_PAGE, STORE } from '../names.ts';
import { spanRow } from '../records.ts';
import { startSeededStore } from '../seeded-store.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const NOW = Date.now();
const BODY = largeBody(MEGABYTES * 1_000_000);
const ids = testIds.request;

const store = await startSeededStore();
await store.insertWithContent([spanRow(largeCall, NOW)]);
const host = await startPreviewHost([storeDataSource(store)], '12.4');
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });

/** Milliseconds from a click on the tab until its first rows are painted; `response`: until the body has arrived. */
async function openBody(page: Page): Promise<{ first: number; response: number }> {
  await page.goto(host.baseUrl('admin') + requestPage(REQUESTS_PAGE, largeCall, STORE, NOW));
  await page.getByTestId(ids.contentPart).first().waitFor();
  return page.evaluate(
    async ({ tab, text }) => {
      const start = performance.now();
      document.querySelector<HTMLElement>(`[data-testid="${tab}"]`)?.click();
      while (!document.querySelector(`[data-testid="${text}"]`)?.textContent?.includes('gpt-4o')) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const last = performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.includes('/traces'))
        .at(-1);
      return {
        first: performance.now() - start,
        response: ((last as PerformanceResourceTiming | undefined)?.responseEnd ?? start) - start,
      };
    },
    { tab: ids.contentTab('request-body'), text: ids.contentText },
  );
}

/** The same with the whole body in a `<pre>`: parsing, layout and paint. */
function plainLayout(page: Page): Promise<number> {
  return page.evaluate(async (body) => {
    const start = performance.now();
    const pre = document.createElement('pre');
    pre.textContent = JSON.stringify(JSON.parse(body), null, 2);
    document.body.append(pre);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const took = performance.now() - start;
    pre.remove();
    return took;
  }, BODY);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const shown = (values: number[]) =>
  `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;

const opened: { first: number; response: number }[] = [];
const plain: number[] = [];
const viewport = { width: 1280, height: 900 };
const page = await browser.newPage({ viewport });
for (let round = 0; round < ROUNDS; round += 1) {
  opened.push(await openBody(page));
  plain.push(await plainLayout(page));
}
console.log(
  `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, body ${(BODY.length / 1e6).toFixed(1)} MB, ${ROUNDS} rounds`,
);
console.log(`first rows: ${shown(opened.map(({ first }) => first))} ms`);
console.log(`  of these until the response is there: ${shown(opened.map(({ response }) => response))} ms`);
console.log(`a <pre> laid out by JSON.parse, without the request: ${shown(plain)} ms`);

await page.close();

// A page of its own: the browser cleans up after the `<pre>` whenever it likes, for up to some 100 ms.
const foldedPage = await browser.newPage({ viewport });
await openBody(foldedPage);
const text = foldedPage.getByTestId(ids.contentText);
const button = (name: string) => foldedPage.getByRole('button', { name, exact: true });
const steps: [string, () => Promise<void>][] = [
  ['unfold all', () => button('Unfold all').click()],
  ['scroll to the end', () => text.evaluate((view) => void (view.scrollTop = view.scrollHeight))],
  ['fold all', () => button('Fold all').click()],
  ['search', () => foldedPage.getByTestId(ids.contentSearch).fill('message 50000:')],
];
for (const [name, step] of steps) {
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { longestTaskMs } = await framesOf(foldedPage, async () => {
      await step();
      await foldedPage.waitForTimeout(1_000);
      return [];
    });
    longest.push(longestTaskMs);
  }
  console.log(`${name}: longest task ${shown(longest)} ms of processor time`);
}

await browser.close();
await host.stop();
await store.stop();
