import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, spanRow } from './records.ts';
import { fullyNamedCall, otherCalls, SEARCHED_PERIOD } from './searched-calls.ts';

test.use({ storeName: 'search' });

const LOG = `${REQUESTS_PAGE}?ds=${STORE}&${SEARCHED_PERIOD}`;

const box = (page: Page) => page.getByTestId(testIds.usageLog.search);
const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const named = (page: Page) => page.locator(`[data-span-id="${spanIdOf(fullyNamedCall)}"]`);
const completions = (page: Page) => page.getByTestId(testIds.search.completion);
const isLedger = (url: URL) => url.pathname.includes(`/${STORE}/ledger`);

test.beforeAll(async ({ store }) => {
  await store.insert([fullyNamedCall, ...otherCalls].map((call) => spanRow(call, Date.now())));
});

test('a search completes fields and values by keyboard', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  await box(page).focus();
  await expect(completions(page).filter({ hasText: 'model:' }).first()).toBeVisible();
  await page.keyboard.type('-mod');
  // The field that begins with it comes before those that contain it.
  await expect(completions(page)).toHaveCount(3);
  await page.keyboard.press('Tab');
  await expect(box(page)).toHaveValue('-model:');
  // The most frequent value comes first.
  await expect(completions(page).first()).toHaveText('other-model3 records');
  await page.keyboard.type('ask');
  await expect(completions(page)).toHaveText(['asked model1 record']);
  await page.keyboard.press('ArrowDown');
  await expect(completions(page)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(box(page)).toHaveValue('-model:"asked model" ');
  await expect(rows(page)).toHaveCount(3);
  await expect(named(page)).toHaveCount(0);
  await expect(page.getByTestId(testIds.search.completions)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(testIds.search.completions)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(box(page)).toHaveValue('');
  await expect(rows(page)).toHaveCount(4);
});

test('a search completes by mouse, in the middle of a text', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await box(page).fill('teapot ke run');
  for (let steps = 0; steps < ' run'.length; steps++) {
    await page.keyboard.press('ArrowLeft');
  }
  await completions(page).filter({ hasText: /^key:/ }).click();
  await expect(box(page)).toHaveValue('teapot key: run');
  await completions(page).filter({ hasText: 'named, key' }).click();
  await expect(box(page)).toHaveValue('teapot key:"named, key" run');
  await expect(box(page)).toBeFocused();
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/key=/);
});

test('a search offers comparisons, units, states and statuses', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await box(page).fill('duration:');
  await expect(completions(page).first()).toHaveText('>More than');
  await box(page).fill('duration:>1');
  await expect(completions(page)).toHaveText(['>1ms', '>1s', '>1min', '>1h']);
  await box(page).fill('fail');
  await expect(completions(page)).toHaveText(['state:failedFailed, also after a 200']);
  await completions(page).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(named(page)).toBeVisible();
});

test('what cannot be read is named with what to write instead, and the rows stay', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  await box(page).fill('named cost:>x');
  await box(page).blur();
  await expect(page.getByTestId(testIds.search.problems)).toHaveText(
    '“cost:>x” cannot be read. Write US dollars, such as cost:>0.1.',
  );
  await expect(box(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(rows(page)).toHaveCount(4);
  await box(page).fill('named cost:>0.1');
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByTestId(testIds.search.problems)).toHaveCount(0);
});

test('the help of the search lists its forms', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await page.getByTestId(testIds.search.openHelp).click();
  await expect(page.getByTestId(testIds.search.help)).toContainText('The segments in this order');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId(testIds.search.help)).toHaveCount(0);
});

test('loaded rows are filtered while the store has not responded', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  let responses = 0;
  await page.route(isLedger, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    responses++;
    await route.continue();
  });
  await box(page).fill('teapot');
  await expect(rows(page)).toHaveCount(1, { timeout: 1_000 });
  await expect(named(page)).toBeVisible();
  expect(responses).toBe(0);
  const list = page.locator('[aria-busy]').filter({ has: page.getByTestId(testIds.usageLog.table) });
  await expect(list).toHaveAttribute('aria-busy', 'true');
  await box(page).fill('no such word');
  await expect(rows(page)).toHaveCount(0, { timeout: 1_000 });
  await expect(page.getByTestId(testIds.states.empty)).toHaveCount(0);
  await expect(page.getByTestId(testIds.states.empty)).toBeVisible();
  await box(page).fill('teapot');
  await expect(list).toHaveAttribute('aria-busy', 'false');
  await expect(rows(page)).toHaveCount(1);
});

const SEARCHES: readonly string[] = [
  'patch',
  '/named/run',
  '"PATCH /named"',
  '418',
  'playground',
  'ourformat',
  'provider_x',
  'asked',
  'routed-model',
  'served-model',
  'goldtier',
  'text_completion',
  'odd_tokens',
  'inci',
  'İNCİ',
  'O\u0308Z',
  'οδος',
  '203.0.113.77',
  'namedagent',
  '"NAMED, KEY"',
  'n4m3',
  'team=tag',
  'teapot_type',
  'teapot_code',
  '"teapot is empty"',
  'Req-Named',
  'chatcmpl-Named',
  'Session-Named',
  'Conversation-Named',
  'user:"inci öz"',
  'group:οδος',
];

test('each text that a row shows finds the row, in any case and normal form', async ({ openAs }) => {
  test.slow();
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  const list = page.locator('[aria-busy]').filter({ has: page.getByTestId(testIds.usageLog.table) });
  for (const text of SEARCHES) {
    await box(page).fill(text);
    // The loaded rows are filtered at once; then the store responds.
    await expect(rows(page), text).toHaveCount(1);
    await expect(list).toHaveAttribute('aria-busy', 'false');
    await expect(rows(page), text).toHaveCount(1);
    await expect(named(page)).toBeVisible();
  }
});

/** Opens the menu of a cell of the named call by its button. */
async function openMenuOf(page: Page, column: string) {
  await named(page).getByTestId(testIds.usageLog.cell(column)).hover();
  await page.getByTestId(testIds.usageLog.cellMenu).click();
  return page.getByRole('menu');
}

test('the menu of a cell filters for its value and without it', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  const menu = await openMenuOf(page, 'caller');
  await menu.getByRole('menuitem', { name: 'Filter for value: İnci Öz' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(box(page)).toHaveValue('user:"İnci Öz"');
  await expect(page).toHaveURL(/user=/);
  await (await openMenuOf(page, 'status')).getByRole('menuitem', { name: 'Filter out value: 4xx' }).click();
  await expect(box(page)).toHaveValue('user:"İnci Öz" -status:4xx');
  await expect(page.getByTestId(testIds.states.empty)).toBeVisible();
  await box(page).fill('');
  await expect(rows(page)).toHaveCount(4);
  await (await openMenuOf(page, 'cost')).getByRole('menuitem', { name: 'At least this' }).click();
  await expect(box(page)).toHaveValue('cost:>=0.3');
  await expect(rows(page)).toHaveCount(1);
});

test('a cell with several values offers each of them', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  const menu = await openMenuOf(page, 'model');
  for (const model of ['asked model', 'routed-model', 'served-model']) {
    await expect(menu.getByRole('menuitem', { name: `Filter for value: ${model}` })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByTestId(testIds.usageLog.table)).toBeFocused();
});

test('the keyboard opens the menu of a cell, and copies its value', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await expect(rows(page)).toHaveCount(4);
  await page.getByTestId(testIds.usageLog.table).focus();
  // Unfolds the row, goes into its cells, and to the time.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /^Copy value/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(Date.now() - Date.parse(copied)).toBeGreaterThan(35 * 86_400_000);
});

test('search and cell menu have no accessibility violations', async ({ openAs }) => {
  test.slow();
  const page = await openAs('viewer', LOG);
  await expect(rows(page)).toHaveCount(4);
  await box(page).fill('model:');
  await expect(completions(page).filter({ hasText: 'other-model' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expectNoViolations(page);
  await box(page).fill('named cost:>x');
  await box(page).blur();
  await expect(page.getByTestId(testIds.search.problems)).toContainText('cost');
  await expectNoViolations(page);
  await box(page).fill('');
  await page.getByTestId(testIds.search.openHelp).click();
  await expect(page.getByTestId(testIds.search.help)).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(await openMenuOf(page, 'model')).toBeVisible();
  await expectNoViolations(page);
});
