import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { nanoToUsd } from '@tokentrail/records';
import { clickHouseLedger, httpTransport } from '@tokentrail/usage-store';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import type { UserName } from './hosts.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanRow, type SpanRow } from './records.ts';
import type { SeededStore } from './seeded-store.ts';

const DAY_MINUTES = 24 * 60;
/** More than a download has. They are 40 days old. */
const MANY = 50_001;

test.use({ storeName: 'export' });
test.beforeAll(async ({ store }) => store.insert(manyRows()));

/** Opens the export of the usage log as a viewer. */
async function openExport(openAs: (user: UserName, path: string) => Promise<Page>, query: string): Promise<Page> {
  const page = await openAs('viewer', `${REQUESTS_PAGE}?ds=${STORE}${query}`);
  await page.getByTestId(testIds.usageLog.export).click();
  return page;
}

function manyRows(): SpanRow[] {
  const now = Date.now();
  return Array.from({ length: MANY }, (_, index) =>
    spanRow(
      {
        number: 0x100000 + index,
        minutesAgo: 40 * DAY_MINUTES + index / 60_000,
        durationMs: 1,
        attributes: { recordType: 'usage', state: 'success', requestModel: 'gpt-many' },
      },
      now,
    ),
  );
}

async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByTestId(testIds.usageLog.exportDownload).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('a viewer downloads the filtered rows as CSV, with their number in the last line', async ({ openAs, store }) => {
  const page = await openExport(openAs, '&q=u_ordinary');
  await expect(page.getByTestId(testIds.usageLog.exportRows)).toHaveText('30 rows, newest first.');
  const { name, text } = await downloaded(page);
  expect(name).toMatch(/^usage-log-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const lines = text.split('\r\n');
  const header = lines[0]?.split(',') ?? [];
  expect(header.slice(0, 3)).toEqual(['start_time', 'state', 'status_code']);
  expect(lines.slice(-2)).toEqual(['# 30 rows', '']);
  const stored = await recordsOf(store, 'u_ordinary');
  const costs = stored.map(({ cost }) => nanoToUsd(cost.charged.nanoUsd ?? ''));
  const cells = lines.slice(1, -2).map((line) => line.split(','));
  expect(cells.map((row) => row[header.indexOf('cost_charged_usd')])).toEqual(costs);
  expect(cells.map((row) => row[header.indexOf('user_id')])).toEqual(stored.map(() => '"u_ordinary"'));
});

test('a viewer downloads all columns as JSON Lines', async ({ openAs, store }) => {
  const page = await openExport(openAs, '&q=u_81');
  await page.getByRole('radio', { name: 'JSON Lines' }).click();
  await page.getByRole('radio', { name: 'All', exact: true }).click();
  const { name, text } = await downloaded(page);
  expect(name).toMatch(/\.jsonl$/);
  const lines = text.trimEnd().split('\n');
  expect(lines.at(-1)).toBe('{"rows":1}');
  const [record] = await recordsOf(store, 'u_81');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    trace_id: record?.traceId,
    request_id: 'req_8f31c2',
    cost_charged_usd: '0.021904',
    cost_list_usd: '0.02738',
    cost_formula: record?.costFormula,
  });
});

test('for more rows than a download has, the page shows the command', async ({ openAs }) => {
  const page = await openExport(openAs, '&from=now-90d&to=now&q=gpt-many');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await expect(page.getByTestId(testIds.usageLog.exportRows)).toContainText('50,001 rows, newest first.');
  const command = page.getByTestId(testIds.usageLog.exportCommand);
  await expect(command).toHaveText(/^tokentrail export --from=\S+Z --to=\S+Z --search=gpt-many --columns=start_time,/);
  await expect(page.getByTestId(testIds.usageLog.exportDownload)).toHaveCount(0);
  await page.getByRole('button', { name: 'Copy command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await command.textContent());
});

test('the export is reached by keyboard, and nothing can be downloaded without rows', async ({ openAs }) => {
  const page = await openExport(openAs, '&q=no-such-call');
  await expect(page.getByTestId(testIds.usageLog.exportRows)).toHaveText('0 rows, newest first.');
  await expect(page.getByTestId(testIds.usageLog.exportDownload)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(testIds.usageLog.exportPanel)).toHaveCount(0);
  await page.getByTestId(testIds.usageLog.export).press('Enter');
  await expect(page.getByTestId(testIds.usageLog.exportPanel)).toBeVisible();
});

async function recordsOf({ secureJsonData }: SeededStore, search: string) {
  const transport = httpTransport({
    url: secureJsonData['ledgerUrl'] ?? '',
    user: secureJsonData['ledgerUser'] ?? '',
    password: secureJsonData['ledgerPassword'] ?? '',
  });
  const ledger = clickHouseLedger({ ledger: transport, attempts: transport });
  const range = { fromMs: Date.now() - 7 * DAY_MINUTES * 60_000, toMs: Date.now() };
  return (await ledger.list({ range, filter: { search }, limit: 100 })).records;
}
