/**
 * Measures how long the usage log takes to show its first rows, beside Grafana's table panel on the same query, data source and
 * browser: README.md describes how.
 */
import { chromium, type Page } from '@playwright/test';
import { testIds } from '../../../grafana-plugin/src/testIds.ts';
import { chromiumPath } from '../chromium.ts';
import { DATA_SOURCE_TYPE, REQUESTS_PAGE } from '../names.ts';
import { machine, median, spread } from './figures.ts';
import { startGrafanaWithRecords } from './grafana-with-records.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
/** The two views take turns. */
const TURNS = 3;
const DATA_SOURCE = 'tokentrail-usage';
const PLAIN_TABLE = 'tokentrail-bench-table';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A dashboard whose only panel is a table of the newest 100 records. */
const DASHBOARD = {
  uid: PLAIN_TABLE,
  title: 'Plain table',
  panels: [
    {
      id: 1,
      type: 'table',
      title: 'Records',
      gridPos: { x: 0, y: 0, w: 24, h: 20 },
      datasource: { type: DATA_SOURCE_TYPE, uid: DATA_SOURCE },
      targets: [{ refId: 'A', limit: 100 }],
    },
  ],
};

interface View {
  path: string;
  /** Selector of the text that differs when other rows are shown. */
  firstRow: string;
}

const USAGE_LOG: View = {
  path: `${REQUESTS_PAGE}?ds=${DATA_SOURCE}&`,
  firstRow: `[data-testid="${testIds.usageLog.row}"]:not([aria-busy="true"] *)`,
};
const TABLE_PANEL: View = { path: `d/${PLAIN_TABLE}/x?`, firstRow: '[role="row"] [role="gridcell"]' };

const grafana = await startGrafanaWithRecords(process.env);

/** The newest records of so many days before a time. */
function rangeOf(days: number, toMs: number): string {
  return `from=${toMs - days * DAY_MS}&to=${toMs}`;
}

/**
 * Milliseconds from a click on a link that changes the range of the open view until the page shows the rows of that
 * range.
 */
async function changeRange(page: Page, { path, firstRow }: View, range: string): Promise<number> {
  await page.waitForLoadState('networkidle');
  return page.evaluate(
    async ({ href, firstRow }) => {
      const shown = () => document.querySelector(firstRow)?.textContent;
      const before = shown();
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      const start = performance.now();
      link.click();
      while (shown() === undefined || shown() === before) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      link.remove();
      return performance.now() - start;
    },
    { href: grafana.url + path + range, firstRow },
  );
}

async function measure(page: Page, view: View, days: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    // The end moves back by an hour, so that the first row is another one.
    times.push(await changeRange(page, view, rangeOf(days, grafana.toMs - round * HOUR_MS)));
  }
  // The first one loads code.
  return times.slice(1);
}

await fetch(`${grafana.url}api/dashboards/db`, {
  method: 'POST',
  headers: { ...grafana.headers, 'content-type': 'application/json' },
  body: JSON.stringify({ dashboard: DASHBOARD, overwrite: true }),
});
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--no-proxy-server'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, extraHTTPHeaders: grafana.headers });
const rows: string[] = [];
const [ourPage, plainPage] = [await context.newPage(), await context.newPage()];
await ourPage.goto(`${grafana.url}${USAGE_LOG.path}${rangeOf(1, grafana.toMs - DAY_MS)}`);
await plainPage.goto(`${grafana.url}${TABLE_PANEL.path}${rangeOf(1, grafana.toMs - DAY_MS)}`);
for (const days of [1, 7, 90]) {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    await ourPage.bringToFront();
    ours.push(...(await measure(ourPage, USAGE_LOG, days)));
    await plainPage.bringToFront();
    plain.push(...(await measure(plainPage, TABLE_PANEL, days)));
  }
  rows.push(`| ${days} | ${spread(ours)} | ${spread(plain)} | ${(median(ours) / median(plain)).toFixed(2)} |`);
}
await browser.close();
await grafana.stop();
console.log(`${machine()}, ${ROUNDS * TURNS} rounds`);
console.log('| days | usage log, ms | table panel, ms | ratio |\n|---|---|---|---|');
console.log(rows.join('\n'));
