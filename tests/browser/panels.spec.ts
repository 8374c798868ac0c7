import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { OPTIONS_DASHBOARD } from './names.ts';

const ids = testIds.usageLog;
const panel = (page: Page, title: string) => page.getByTestId(`data-testid Panel header ${title}`);
const rows = (page: Page, title: string) => panel(page, title).getByTestId(ids.row);

/** The columns of a usage log panel. */
const columns = (page: Page, title: string) =>
  panel(page, title)
    .locator(`[data-testid^="${ids.title('')}"]`)
    .evaluateAll(
      (titles, prefix) => titles.map((one) => one.getAttribute('data-testid')?.slice(prefix.length)),
      ids.title(''),
    );

async function heightOf(page: Page, title: string): Promise<number> {
  const box = await rows(page, title).first().boundingBox();
  return box?.height ?? 0;
}

test('the usage log panel has the columns, density, rows and click action of its options', async ({ openAs }) => {
  const page = await openAs('admin', `d/${OPTIONS_DASHBOARD}`);
  const few = panel(page, 'Few columns');
  await expect(rows(page, 'Few columns')).toHaveCount(4);
  await expect(few).toContainText('4 of 20 rows');
  expect(await columns(page, 'Few columns')).toEqual(['time', 'caller', 'cost']);
  await expect(rows(page, 'Hidden names')).not.toHaveCount(0);
  expect(await heightOf(page, 'Few columns')).toBeLessThan(await heightOf(page, 'Hidden names'));
  await expect(few).toContainText('u_81');
  await expect(panel(page, 'Hidden names')).not.toContainText('u_81');
  await expect(panel(page, 'Hidden names').getByRole('img', { name: 'hidden name' }).first()).toBeVisible();

  const address = page.url();
  await rows(page, 'Hidden names').first().getByTestId(ids.cell('duration')).click();
  await rows(page, 'Few columns').first().getByTestId(ids.cell('cost')).click();
  await expect(few.getByTestId(ids.unfolded)).toBeVisible();
  await expect(panel(page, 'Hidden names').getByTestId(ids.unfolded)).toHaveCount(0);
  expect(page.url()).toBe(address);
});

test('the request trace panel shows the request and the sections of its options', async ({ openAs }) => {
  const page = await openAs('admin', `d/${OPTIONS_DASHBOARD}`);
  const failed = panel(page, 'First failed');
  await failed.scrollIntoViewIfNeeded();
  await expect(failed.getByTestId(testIds.request.summary)).toContainText('claude-opus');
  await expect(failed.getByTestId(testIds.request.attempts)).toHaveCount(0);
  const newest = panel(page, 'Attempts of the newest');
  await expect(newest.getByTestId(testIds.request.attempts)).toContainText('openai');
  await expect(newest.getByTestId(testIds.request.summary)).toHaveCount(0);
  await expect(newest.getByTestId(testIds.request.content)).toHaveCount(0);
});

test('a user chooses the options in Grafana’s panel editor', async ({ openAs, hostKind }) => {
  test.skip(hostKind !== 'grafana', 'the preview has no panel editor');
  const page = await openAs('admin', `d/${OPTIONS_DASHBOARD}?editPanel=1`);
  await expect(rows(page, 'Few columns')).toHaveCount(4);
  const compact = await heightOf(page, 'Few columns');
  await page.getByRole('radio', { name: 'Comfortable' }).click();
  await expect.poll(() => heightOf(page, 'Few columns')).toBeGreaterThan(compact);
  const maxRows = page.getByRole('spinbutton', { name: 'Maximum rows' });
  await maxRows.fill('2');
  await maxRows.blur();
  await expect(rows(page, 'Few columns')).toHaveCount(2);
  await page
    .getByRole('list', { name: 'Other columns' })
    .getByRole('checkbox', { name: 'Provider' })
    .click({ force: true });
  await expect.poll(() => columns(page, 'Few columns')).toEqual(['time', 'caller', 'cost', 'provider']);
  await page.getByRole('radio', { name: 'Nothing' }).click();
  await rows(page, 'Few columns').first().getByTestId(ids.cell('cost')).click();
  await expect(panel(page, 'Few columns').getByTestId(ids.unfolded)).toHaveCount(0);

  const trace = await openAs('admin', `d/${OPTIONS_DASHBOARD}?editPanel=3`);
  await expect(panel(trace, 'First failed').getByTestId(testIds.request.summary)).toBeVisible();
  await trace.getByRole('switch', { name: 'Attempts' }).click({ force: true });
  await expect(panel(trace, 'First failed').getByTestId(testIds.request.attempts)).toContainText('anthropic');
  await trace.getByRole('switch', { name: 'Summary and cost' }).click({ force: true });
  await expect(panel(trace, 'First failed').getByTestId(testIds.request.summary)).toHaveCount(0);
});
