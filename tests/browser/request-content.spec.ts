import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import {
  AWKWARD_BODY,
  basicCall,
  contentRows,
  cutCall,
  gatewayCall,
  headersCall,
  lostCall,
  messagesCall,
  missingCall,
  removedCall,
  requestPage,
  runningCall,
} from './content-calls.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanRow, type Call } from './records.ts';

test.use({ storeName: 'content' });

const NOW = Date.now();
test.beforeAll(async ({ store }) => {
  const { both, ledger } = contentRows(NOW);
  await store.insertWithContent(both);
  await store.insert(ledger);
});

const ids = testIds.request;
const pathOf = (call: Call) => requestPage(REQUESTS_PAGE, call, STORE, NOW);
const content = (page: Page) => page.getByTestId(ids.content);
const text = (page: Page) => page.getByTestId(ids.contentText);
const open = (page: Page, tab: string) => page.getByTestId(ids.contentTab(tab)).click();
const choose = (page: Page, side: string) =>
  page.getByTestId(ids.contentSides).getByRole('radio', { name: side }).click();
const parts = (page: Page) =>
  page.getByTestId(ids.contentPart).evaluateAll((rows) => rows.map((row) => row.textContent));

/** What a button puts on the clipboard. */
async function copied(page: Page, click: () => Promise<void>): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('nothing'));
  await click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('nothing');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('compares the headers of both sides, marks redacted ones, and shows limits first', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  await expect(page.getByTestId(ids.contentDifferences)).toHaveText('2 added · 2 changed · 2 removed');
  expect(await parts(page)).toEqual([
    expect.stringMatching(/^authorizationredacted/),
    expect.stringMatching(/^hostchangedllm\.shop\.exampleapi\.openai\.com/),
    expect.stringMatching(/^openai-organizationadded/),
    expect.stringMatching(/^user-agentchangedshop\/4\.2gateway\/1\.0/),
    expect.stringMatching(/^x-extraadded/),
    expect.stringMatching(/^x-teamremoved/),
    expect.stringMatching(/^x-traceremoveda\nb/),
    expect.stringMatching(/^content-typesame/),
  ]);
  await expectNoViolations(page);
  await choose(page, 'Client');
  await expect(page.getByTestId(ids.contentPart).filter({ hasText: 'User-Agent' })).toContainText('shop/4.2');
  await open(page, 'response-headers');
  await choose(page, 'Provider');
  await expect(page.getByTestId(ids.contentPart).first()).toHaveText(/^retry-after3/);
  await expect(page.getByTestId(ids.contentPart).nth(1)).toHaveText(/^x-ratelimit-remaining-requests12/);
});

test('reads each body only when its tab is opened', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  const responses: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/traces')) {
      responses.push(await response.text());
    }
  });
  await expect(page.getByTestId(ids.contentDifferences)).toBeVisible();
  expect(responses.join()).not.toContain('Be brief');
  await open(page, 'request-body');
  await expect(text(page)).toContainText('12345678901234567890');
  await expect.poll(() => responses.join()).toContain('Be brief');
  expect(responses.join()).not.toContain('Hello ');
});

test('shows and copies a body exactly as it was recorded', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  await open(page, 'request-body');
  for (const shown of [
    '"id": 12345678901234567890',
    '"price": 1.10',
    '"twice": "first"',
    '"twice": "second"',
    '1e0',
    '\\u00e9asy',
  ]) {
    await expect(text(page)).toContainText(shown);
  }
  expect(await copied(page, () => page.getByTestId(ids.contentCopy).click())).toBe(AWKWARD_BODY);
  await expectNoViolations(page);
  await choose(page, 'Compare');
  await expect(page.getByTestId(ids.contentDifferences)).toHaveText('1 added · 1 changed · 0 removed');
  expect(await parts(page)).toEqual([
    expect.stringMatching(/^modelchanged"gpt-4o""gpt-4o-2024-08-06"/),
    expect.stringMatching(/^stream_optionsadded\{"include_usage":true\}/),
  ]);
});

test('folds, searches and copies values of a body by pointer and keyboard', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  await open(page, 'request-body');
  const rows = page.getByTestId(ids.jsonRow);
  await page.getByTestId(ids.contentSearch).fill('BONN');
  await expect(page.getByTestId(ids.contentMatches)).toHaveText('1 of 1');
  await expect(page.getByTestId(ids.jsonPath)).toHaveText('messages[2].tool_calls[0].function.arguments');
  await expect(text(page).locator('mark')).toHaveText('Bonn');
  expect(await copied(page, () => page.getByTestId(ids.jsonCopyValue).click())).toBe(String.raw`"{\"city\":\"Bonn\"}"`);
  expect(await copied(page, () => page.getByTestId(ids.jsonCopyPath).click())).toBe(
    'messages[2].tool_calls[0].function.arguments',
  );
  await page.getByRole('button', { name: 'Fold all', exact: true }).click();
  await expect(text(page)).toContainText('"messages": [ 5 items ]');
  await text(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveText([/^\{ 8 fields \}\n?$/]);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId(ids.jsonPath)).toHaveText('model');
  await page.getByRole('button', { name: 'Unfold all' }).click();
  await expect(text(page)).toContainText('"role": "system"');
});

test('puts a stream together, and shows its chunks on request', async ({ openAs }) => {
  const page = await openAs('admin', `${pathOf(gatewayCall)}`);
  await open(page, 'response-body');
  await expect(text(page)).toContainText('"content": "Hello there"');
  await page.getByTestId(ids.contentForms).getByRole('radio', { name: 'Raw chunks' }).click();
  await expect(text(page)).toContainText('data: {"id":"c1"');
  await choose(page, 'Provider');
  await expect(text(page)).toContainText('"prompt_tokens": 12345678901234567890');
  await choose(page, 'Compare');
  await expect(page.getByTestId(ids.contentDifferences)).toHaveText('0 added · 0 changed · 1 removed');
});

test('offers the request as a command and as code, without its keys', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  await open(page, 'request-body');
  await page.getByRole('button', { name: 'As a command or code' }).click();
  const code = page.getByTestId(ids.contentCode);
  await expect(code).toContainText('curl "$BASE_URL"');
  const copy = () => copied(page, () => code.getByTestId(ids.contentCopy).click());
  const command = await copy();
  expect(command).toContain(AWKWARD_BODY.replaceAll("'", String.raw`'\''`));
  expect(command).toContain(`'Authorization: Bearer '"$OPENAI_API_KEY"`);
  expect(command).not.toContain('***');
  await code.getByRole('radio', { name: 'Python' }).click();
  await expect(code).toContainText('client.chat.completions.create(');
  expect(await copy()).toContain('id=12345678901234567890');
});

test('shows the conversation as plain text, with tools, thinking and placeholders', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(messagesCall));
  const messages = page.getByTestId(ids.message);
  await expect(messages).toHaveCount(4);
  await expect(messages.nth(1)).toContainText('<b>Weather</b> in **Bonn**?');
  await expect(messages.nth(2)).toContainText('Tool call: weather');
  await expect(messages.nth(2)).toContainText('rain');
  await expect(messages.nth(2)).not.toContainText('secret thoughts');
  await messages.nth(2).getByRole('button', { name: 'Thinking' }).click();
  await expect(messages.nth(2)).toContainText('secret thoughts');
  await messages.nth(3).getByRole('button', { name: 'Show all 2,400 characters' }).click();
  await expect(messages.nth(3)).toContainText('Rain. '.repeat(400).trim());
  await expectNoViolations(page);
  const other = await openAs('admin', pathOf(gatewayCall));
  await open(other, 'conversation');
  await expect(other.getByTestId(ids.message)).toHaveCount(5);
  await expect(other.getByTestId(ids.message).nth(3)).toContainText('image/png, 48211 bytes');
  await expect(other.getByTestId(ids.message).nth(4)).toContainText('Hello there');
});

test('says in one line why a tab is empty, and leaves out what the request did not have', async ({ openAs, store }) => {
  const page = await openAs('admin', pathOf(basicCall));
  const empty = page.getByTestId(ids.contentEmpty);
  const root = page.url().replace(/a\/tokentrail.*$/, '');
  const expectEmpty = async (call: Call, words: RegExp, tab?: string, now = NOW) => {
    await page.goto(root + requestPage(REQUESTS_PAGE, call, STORE, now));
    if (tab !== undefined) {
      await open(page, tab);
    }
    await expect(empty).toHaveText(words);
  };
  await expect(empty).toHaveText(/^Not recorded: the capture level was basic\./);
  await expectEmpty(headersCall, /^Not recorded: the capture level was headers\./, 'request-body');
  await expectEmpty(missingCall, /^The traces store does not have the content/);
  await expectEmpty(removedCall, /^Removed: the traces store has content since /);
  await expectEmpty(lostCall, /^Not arrived: the request never reported its end/);
  const now = Date.now();
  await store.insert([spanRow(runningCall, now)]);
  await expectEmpty(runningCall, /^Not arrived yet: the request still runs/, undefined, now);
  await page.goto(root + pathOf(cutCall));
  await expect(content(page)).toContainText('cut when it was recorded, at 52 B of 3.20 MiB');
  await open(page, 'response-body');
  await expect(content(page)).toContainText('of 5 MiB');
  await expect(page.getByTestId(ids.contentTab('metadata'))).toHaveCount(0);
  await expect(page.getByTestId(ids.contentTab('request-headers'))).toHaveCount(0);
});

test('all tabs and values are visible at 400 pixels', async ({ openAs }) => {
  const page = await openAs('admin', pathOf(gatewayCall));
  await page.setViewportSize({ width: 400, height: 800 });
  for (const tab of [
    'request-headers',
    'request-body',
    'response-headers',
    'response-body',
    'conversation',
    'metadata',
  ]) {
    await open(page, tab);
    const tabBox = await page.getByTestId(ids.contentTab(tab)).boundingBox();
    expect((tabBox?.x ?? -1) + (tabBox?.width ?? 0)).toBeLessThanOrEqual(400);
    await expect(page.getByRole('tabpanel')).not.toHaveText('Loading content…');
    const overflow = await content(page).evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
  await expectNoViolations(page);
});
