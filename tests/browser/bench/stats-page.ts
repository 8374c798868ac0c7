/** Measures how long the stats page takes until all of its parts are read: README.md describes how. */
import { chromium, type Page, type Request } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import { chromiumPath } from '../chromium.ts';
import { REQUESTS_PAGE, STATS_PAGE } from '../names.ts';
import { machine, median, spread } from './figures.ts';
import { startGrafanaWithRecords } from './grafana-with-records.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 10);
const DATA_SOURCE = 'tokentrail-usage';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A page that has nothing to read for so long is complete. */
const QUIET_MS = 1_000;
const MAX_MS = 60_000;

const ids = testIds.stats;
/** Each part of the page when it has been read. */
const PARTS = [
  `[data-testid="${ids.figure('p95')}"] a`,
  ...['cost', 'cache-hits'].map((chart) => `[data-testid="${ids.chart(chart)}"] .u-over`),
  ...[ids.breakdownRow, ids.spendRow, ids.peakHours].map((part) => `[data-testid="${part}"]`),
];
const BUSY = `[data-testid="${ids.page}"] [aria-busy="true"]`;

const grafana = await startGrafanaWithRecords(process.env);

/** A range of so many days, in the data source of the records. */
function query(days: number, toMs: number): string {
  return `ds=${DATA_SOURCE}&from=${toMs - days * DAY_MS}&to=${toMs}`;
}

/** Milliseconds from a click on a link to the stats page until all of its parts are read and nothing is loading. */
async function follow(page: Page, href: string): Promise<number> {
  await page.waitForLoadState('networkidle');
  return page.evaluate(
    async ({ href, parts, busy, quietMs, maxMs }) => {
      const missing = () => parts.filter((part) => document.querySelector(part) === null);
      const isComplete = () => missing().length === 0 && document.querySelector(busy) === null;
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      const start = performance.now();
      link.click();
      link.remove();
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      // The page begins to read after it has rendered the click.
      await frame();
      let completeAt = await frame();
      for (let now = completeAt; now - completeAt < quietMs || !isComplete(); now = await frame()) {
        if (!isComplete()) {
          completeAt = now;
        }
        if (now - start > maxMs) {
          throw new Error(`The page is not complete. Missing: ${missing().join(', ')}`);
        }
      }
      return completeAt - start;
    },
    { href, parts: PARTS, busy: BUSY, quietMs: QUIET_MS, maxMs: MAX_MS },
  );
}

/** The queries of the page, and the highest number of them that were open at once. */
function watchQueries(page: Page) {
  const isQuery = (request: Request) => request.url().includes('/ledger?');
  const open = new Set<Request>();
  const watched: { most: number; asked: Request[] } = { most: 0, asked: [] };
  page.on('request', (request) => {
    if (isQuery(request)) {
      open.add(request);
      watched.asked.push(request);
      watched.most = Math.max(watched.most, open.size);
    }
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return watched;
}

/** Milliseconds of one query alone, through Grafana: what the page would take if it read nothing else. */
async function repeat(page: Page, request: Request): Promise<number> {
  const { 'content-type': contentType = '' } = request.headers();
  return page.evaluate(
    async ({ url, body, contentType }) => {
      const start = performance.now();
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body });
      await response.text();
      return performance.now() - start;
    },
    { url: request.url(), body: request.postData(), contentType },
  );
}

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--no-proxy-server'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, extraHTTPHeaders: grafana.headers });
const rows: string[] = [];
const load = machine();
for (const days of [7, 30, 90]) {
  const page = await context.newPage();
  await page.goto(`${grafana.url}${REQUESTS_PAGE}?${query(days, grafana.toMs)}`);
  const stats = (toMs: number) => `${grafana.url}${STATS_PAGE}?${query(days, toMs)}`;
  const first = await follow(page, stats(grafana.toMs));
  const watched = watchQueries(page);
  const changes: number[] = [];
  const alone: number[] = [];
  let queries = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    watched.asked = [];
    // The end moves back by an hour, so that nothing is read twice.
    changes.push(await follow(page, stats(grafana.toMs - round * HOUR_MS)));
    const [firstQuery] = watched.asked;
    queries += watched.asked.length;
    if (firstQuery !== undefined) {
      alone.push(await repeat(page, firstQuery));
    }
  }
  const ratio = (median(changes) / median(alone)).toFixed(1);
  rows.push(
    `| ${days} | ${first.toFixed(0)} | ${spread(changes)} | ${spread(alone)} | ${ratio} | ${queries / ROUNDS} | ${watched.most} |`,
  );
  await page.close();
}
await browser.close();
await grafana.stop();
console.log(`${load} → ${machine()}, ${ROUNDS} rounds`);
console.log('| days | first, ms | change of the range, ms | its first query alone, ms | ratio | queries | at once |');
console.log('|---|---|---|---|---|---|---|');
console.log(rows.join('\n'));
