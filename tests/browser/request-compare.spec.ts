import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { comparedRows, firstCall, longCall, secondCall } from './compared-calls.ts';
import { requestPage } from './content-calls.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, spanRow, type Call } from './records.ts';

test.use({ storeName: 'compare' });

const nowMs = Date.now();
test.beforeAll(async ({ store }) => store.insertWithContent(comparedRows(nowMs)));

const LOG = `${REQUESTS_PAGE}?ds=${STORE}&session=session_compared`;

function idsOf(call: Call): string {
  const { TraceId, SpanId } = spanRow(call, nowMs);
  return `${TraceId}/${SpanId}`;
}

function pageOf(call: Call, compareWith?: Call): string {
  const page = requestPage(REQUESTS_PAGE, call, STORE, nowMs);
  return compareWith === undefined ? page : `${page}&with=${idsOf(compareWith)}`;
}

const comparison = (page: Page) => page.getByTestId(testIds.request.compare);
const row = (page: Page, call: Call) => page.locator(`[data-span-id="${spanIdOf(call)}"]`);

/** The differing facts, each as label and values. */
async function differences(page: Page): Promise<string[]> {
  const differing = comparison(page).locator(`[data-testid="${testIds.request.comparedFact}"][data-differs="true"]`);
  const cells = await differing.evaluateAll((rows) =>
    rows.map((one) => [...one.children].map((cell) => cell.textContent.trim()).join(' | ')),
  );
  // The mark is behind the label.
  return cells.map((text) => text.replace('Differs |', ' |'));
}

for (const user of ['admin', 'viewer'] as const) {
  test(`marks what differs between two requests, as ${user}`, async ({ openAs }) => {
    const page = await openAs(user, pageOf(firstCall, secondCall));
    await expect(comparison(page)).toBeVisible();
    await expect
      .poll(() => differences(page))
      .toEqual(
        expect.arrayContaining([
          'Total time | 1 s | 2 s',
          'Temperature | 0.2 | 0.7',
          'Input tokens | 1,000 | 2,000',
          'Charged to the caller | $0.0035 | $0.0060',
        ]),
      );
    expect((await differences(page)).filter((fact) => fact.startsWith('Output tokens'))).toEqual([]);
    const attempts = comparison(page).getByRole('table', { name: 'Attempts' });
    const prompt = page.getByTestId(testIds.request.promptDiff);
    if (user === 'viewer') {
      await expect(attempts).toHaveCount(0);
      await expect(prompt).toHaveCount(0);
    } else {
      await expect(attempts).toContainText('openai · failed · 429');
      await expect(prompt.locator('[data-kind="removed"]')).toHaveText([/Rule 20 of the house\./, /due today/]);
      await expect(prompt.locator('[data-kind="added"]')).toHaveText([
        /Rule 20 <b>has changed<\/b>U\+202E/,
        /tomorrow/,
      ]);
      await prompt.getByRole('button', { name: '17 unchanged lines' }).first().click();
      await expect(prompt).toContainText('Rule 5 of the house.');
    }
    await page.getByText('Only differences').click();
    await expect(comparison(page).locator('[data-differs="false"]')).toHaveCount(0);
    await expectNoViolations(page);
    await page.setViewportSize({ width: 400, height: 900 });
    const overflow = () => comparison(page).evaluate((view) => view.scrollWidth - view.clientWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'End comparison' }).click();
    await expect(page.getByTestId(testIds.request.cost)).toBeVisible();
    expect(page.url()).not.toContain('with=');
  });
}

test('says why prompts cannot be compared, and does not read a long one', async ({ openAs }) => {
  const page = await openAs('admin', pageOf(firstCall, longCall));
  await expect(page.getByTestId(testIds.request.promptDiff)).toHaveText(
    /A prompt has 1\.4\d MiB\. Prompts up to 1 MiB are compared\./,
  );
  await page.goto(page.url().replace(/with=[^&]*/, `with=${'a'.repeat(32)}%2F${'b'.repeat(16)}`));
  await expect(page.getByRole('button', { name: 'End comparison' })).toBeVisible();
  await expect(page.getByText('This request is not in the ledger')).toBeVisible();
});

test('the list offers two chosen rows, by the menu, the pointer and the keyboard', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  const bar = page.getByTestId(testIds.usageLog.chosenRows);
  await row(page, firstCall).getByTestId(testIds.usageLog.cell('model')).hover();
  await page.getByTestId(testIds.usageLog.cellMenu).click();
  await page.getByTestId(testIds.search.cellMenuCompare).click();
  await expect(bar).toContainText('1 row chosen');
  await row(page, secondCall)
    .getByTestId(testIds.usageLog.cell('model'))
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(bar).toContainText('2 rows chosen');
  await expect(row(page, secondCall)).toHaveAttribute('aria-selected', 'true');
  await expectNoViolations(page);
  await bar.getByRole('button', { name: 'Clear' }).click();
  await expect(bar).toHaveCount(0);
  await page.getByTestId(testIds.usageLog.table).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('c');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('c');
  await bar.getByRole('link', { name: 'Compare' }).click();
  await expect(comparison(page)).toContainText('Compared with');
});

test('a request offers the calls around it and a pasted link', async ({ openAs }) => {
  const page = await openAs('admin', pageOf(secondCall));
  await page.getByTestId(testIds.request.compareButton).click();
  const choice = page.getByTestId(testIds.request.compareChoice);
  await expect(choice.getByRole('group', { name: 'Same session' }).getByRole('button')).toHaveText([
    /^Previous: gpt-4o/,
    /^Next: gpt-4o/,
  ]);
  await expect(choice.getByRole('group', { name: 'Same key' }).getByRole('button')).toHaveText([
    /^Previous: gpt-4o/,
    /^Next: busy-0/,
  ]);
  await expectNoViolations(page);
  await choice.getByTestId(testIds.request.comparePaste).fill('nonsense');
  await page.keyboard.press('Enter');
  await expect(choice).toContainText('Paste the address of a request');
  await choice.getByTestId(testIds.request.comparePaste).fill(new URL(pageOf(longCall), page.url()).href);
  await page.keyboard.press('Enter');
  await expect(comparison(page)).toBeVisible();
  expect(page.url()).toContain(`with=${encodeURIComponent(idsOf(longCall))}`);
  await page.getByRole('link', { name: 'Swap' }).click();
  await expect.poll(() => page.url()).toContain(`${idsOf(longCall)}?`);
});
