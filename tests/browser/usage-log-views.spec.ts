import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { manyCalls } from './many-calls.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';

test.use({ storeName: 'views' });

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
/** Ids that no other calls have. */
const FIRST_NUMBER = 50_000;

const groups = (page: Page) => page.getByTestId(testIds.usageLog.group);
const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const openMenu = (page: Page) => page.getByTestId(testIds.usageLog.viewMenu).click();
const menu = (page: Page) => page.getByTestId(testIds.usageLog.viewMenuContent);

test.beforeAll(async ({ store }) => {
  const now = Date.now();
  const calls = manyCalls(7, now, FIRST_NUMBER).map((row, index) => ({
    ...row,
    // Three calls of one session and trace, then two, then two without a session.
    TraceId: `5e55${String(Math.floor(index / 3)).padStart(28, '0')}`,
    SpanAttributes: {
      ...row.SpanAttributes,
      ...(index < 5 && { 'session.id': `session-of-${index < 3 ? 'three' : 'two'}` }),
    },
  }));
  await store.insert(calls);
});

test('calls are grouped by session, unfold in place, and lead to their rows', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await openMenu(page);
  await menu(page).getByText('Session', { exact: true }).click();
  await expect(page).toHaveURL(/by=session/);
  const ofThree = groups(page).filter({ hasText: 'session-of-three' });
  await expect(ofThree).toContainText('3');
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await ofThree.getByRole('button', { name: 'Show the rows of this group' }).click();
  await expect(rows(page)).toHaveCount(3);
  await ofThree.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/session=session-of-three/);
  await expect(page).not.toHaveURL(/by=/);
  await expect(rows(page)).toHaveCount(3);
});

test('calls of one inbound request are folded under it', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&by=request&session=session-of-three`);
  await expect(groups(page)).toHaveCount(1);
  await groups(page).first().getByRole('button', { name: 'Show the rows of this group' }).click();
  await expect(rows(page)).toHaveCount(3);
});

test('errors are grouped by type, status, model and provider, and lead to their rows', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&by=error&model=claude-opus`);
  const failed = groups(page).filter({ hasText: 'claude-opus' }).first();
  for (const text of ['502', 'azure']) {
    await expect(failed).toContainText(text);
  }
  await expectNoViolations(page);
  await failed.getByText('Show rows').click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(rows(page).first()).toContainText('502');
});

test('a saved view restores filters and columns, is there after a reload, and its link shows the same', async ({
  openAs,
}) => {
  const page = await openAs('viewer', `${LOG}&session=session-of-two&columns=time,session,cost`);
  await expect(rows(page)).toHaveCount(2);
  await openMenu(page);
  await page.getByTestId(testIds.usageLog.viewName).fill('Two calls');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId(testIds.usageLog.savedView)).toContainText('Two calls');
  await expectNoViolations(page);
  await page.goto(page.url().replace(/\?.*/, `?ds=${STORE}&from=now-30d&to=now`));
  await expect(rows(page).nth(3)).toBeVisible();
  await openMenu(page);
  await page.getByTestId(testIds.usageLog.savedView).getByText('Two calls').click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL(/session=session-of-two/);
  await expect(page).toHaveURL(/from=now-30d/);
  await expect(rows(page).first().getByTestId(testIds.usageLog.cell('session'))).toBeVisible();
  await page.getByTestId(testIds.usageLog.savedView).getByRole('button', { name: 'Remove “Two calls”' }).click();
  await expect(page.getByTestId(testIds.usageLog.savedView)).toHaveCount(0);
});
