import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { COLUMN_IDS } from '../../grafana-plugin/src/column-set.ts';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect } from './fixtures.ts';
import { HOSTILE_SESSIONS, HOSTILE_TEXTS, hostileRows, withBrokenUtf8 } from './hostile-records.ts';
import type { UserName } from './hosts.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { expectUnharmed, longestTask, test, type WatchedPage } from './watch.ts';

const DAY_MS = 86_400_000;
/** A range with the hostile records, and the default one without them. */
const HOSTILE_DAYS = '&from=now-40d&to=now-30d';
const RECORDS = HOSTILE_SESSIONS.length;

/** Opens the usage log with its rows. */
async function openLog(watch: (user: UserName, path: string) => Promise<WatchedPage>, user: UserName, query: string) {
  const watched = await watch(user, `${REQUESTS_PAGE}?ds=${STORE}${query}`);
  await expect(rows(watched.page).first()).toBeVisible({ timeout: 30_000 });
  return watched;
}

test.use({ storeName: 'hostile' });
test.beforeAll(async ({ store }) => store.insert(hostileRows(Date.now() - 35 * DAY_MS), withBrokenUtf8));

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);

test('hostile texts in every field run nothing and do not freeze the page', async ({ watch }) => {
  test.setTimeout(120_000);
  const ordinary = await openLog(watch, 'viewer', '&columns=' + COLUMN_IDS.join(','));
  const usual = await longestTask(ordinary.page);
  const watched = await openLog(watch, 'viewer', `${HOSTILE_DAYS}&columns=${COLUMN_IDS.join(',')}`);
  const { page } = watched;
  await expect(rows(page)).toHaveCount(RECORDS);
  await expectUnharmed(watched);
  for (const column of ['endpoint', 'model', 'caller', 'error']) {
    await rows(page).first().getByTestId(testIds.usageLog.cell(column)).locator('[data-hint]').first().hover();
  }
  await page.getByTestId(testIds.usageLog.columnMenu).click();
  await page.keyboard.press('Escape');
  await expectUnharmed(watched);
  // A busy machine slows the ordinary page too.
  expect(await longestTask(page)).toBeLessThan(1_000 + 3 * usual);
});

test('an unfolded hostile record and its detail run nothing', async ({ watch }) => {
  test.setTimeout(180_000);
  for (const session of HOSTILE_SESSIONS) {
    const watched = await openLog(watch, 'admin', `${HOSTILE_DAYS}&session=${session}`);
    const row = rows(watched.page).first();
    await row.getByTestId(testIds.usageLog.unfold).click();
    await expect(watched.page.getByTestId(testIds.request.summary)).toBeVisible();
    await expectUnharmed(watched);
    await row.getByTestId(testIds.usageLog.cell('status')).click();
    await expect(watched.page.getByTestId(testIds.request.drawer)).toBeVisible();
    await expectUnharmed(watched);
  }
});

test('an exported hostile record has no cell that a spreadsheet computes', async ({ watch }) => {
  const watched = await openLog(watch, 'viewer', HOSTILE_DAYS);
  const { page } = watched;
  await page.getByTestId(testIds.usageLog.export).click();
  await page.getByRole('radio', { name: 'All', exact: true }).click();
  await expect(page.getByTestId(testIds.usageLog.exportRows)).toHaveText(`${RECORDS} rows, newest first.`);
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByTestId(testIds.usageLog.exportDownload).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  const records = parsedCsv(text);
  const [header = [], ...lines] = records;
  expect(lines.pop()).toEqual([`# ${RECORDS} rows`]);
  expect(lines.map((line) => line.length)).toEqual(lines.map(() => header.length));
  const column = (name: string) => lines.map((line) => line[header.indexOf(name)]);
  expect(column('session_id').toSorted()).toEqual(HOSTILE_SESSIONS.toSorted());
  expect(lines.flat().filter(isComputed)).toEqual([]);
  expect(column('user_id')).toContain(HOSTILE_TEXTS['html']);
  expect(column('user_id')).toContain(HOSTILE_TEXTS['long']);
  expect(column('user_id')).toContain('a\uFFFDb');
  await expectUnharmed(watched);
});

/** Whether a spreadsheet computes a cell, if it splits a line at commas, semicolons or tabs. */
function isComputed(cell: string): boolean {
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(cell);
  return !isNumber && cell.split(/[;\t\r\n]/).some((part) => /^[\s"\p{Cf}]*[=+\-@＝＋－＠]/u.test(part));
}

/** The cells of a CSV file as in RFC 4180. */
function parsedCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      records.push(record);
      record = [];
    }
  }
  // The end of the text is an empty record.
  return records.slice(0, -1);
}
