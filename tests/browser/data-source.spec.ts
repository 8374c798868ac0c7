import type { Page } from '@playwright/test';
import { dataSourceTestIds } from '../../grafana-plugin/src/dataSourceTestIds.ts';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import type { Host, UserName } from './hosts.ts';
import { STORE } from './names.ts';
import { type Call, spanRow } from './records.ts';
import { DASHBOARD, saveDashboard } from './usage-dashboard.ts';

/** A store of its own, because these specs insert records. */
test.use({ storeName: 'data-source' });

/** A user whose name has everything that a search gives a meaning. */
const AWKWARD = 'Doe, "J" user:x -y';
const editor = dataSourceTestIds.queryEditor;

test.beforeAll(async ({ store }) => {
  await store.insert(calls().map((call) => spanRow(call, Date.now())));
});

function calls(): Call[] {
  const usage = { recordType: 'usage', state: 'success', callType: 'chat', operation: 'chat', provider: 'openai' };
  const cost = { costCharged: 10_000_000, costChargedState: 'priced', requestModel: 'o3' };
  return [
    { number: 0x500, minutesAgo: 20, durationMs: 100, attributes: { ...usage, ...cost, userId: AWKWARD } },
    { number: 0x501, minutesAgo: 21, durationMs: 200, attributes: { ...usage, ...cost, userId: 'x' } },
    {
      number: 0x502,
      minutesAgo: 22,
      durationMs: 0,
      attributes: { recordType: 'topup', state: 'success', userId: 'x', amountNanoUsd: 25_000_000_000 },
    },
    {
      number: 0x503,
      minutesAgo: 23,
      durationMs: 0,
      attributes: { recordType: 'system', state: 'success', eventName: 'two_factor.enabled', userId: 'x' },
    },
  ];
}

type OpenAs = (user: UserName, path: string) => Promise<Page>;

/** Explore as a link from a data source opens it: without a query. */
function explorePath(host: Host): string {
  const pane = JSON.stringify({ datasource: STORE, context: 'explore' });
  return host.kind === 'grafana' ? `explore?left=${encodeURIComponent(pane)}` : `explore?ds=${STORE}`;
}

async function choose(page: Page, field: string, label: string): Promise<void> {
  await page.getByTestId(field).click();
  await page.getByRole('option', { name: label, exact: true }).click();
}

test.describe('Explore', () => {
  test('shows records at first use, events by their words', async ({ openAs, host }) => {
    const page = await openAs('admin', explorePath(host));
    await expect(page.getByText('Two factor enabled')).toBeVisible();
    await expect(page.getByText('Top-up of $25.0000')).toBeVisible();
    await expect(page.getByText('POST /agents/1/invoke')).toBeVisible();
  });

  test('filters by the usage log’s controls and search box, which are one state', async ({ openAs, host }) => {
    const page = await openAs('admin', explorePath(host));
    await expect(page.getByText('Two factor enabled')).toBeVisible();
    const search = page.getByTestId(editor.search).getByRole('combobox');
    await search.fill(`user:"${AWKWARD.replaceAll('"', '\\"')}"`);
    await search.press('Enter');
    await expect(page.getByText('Two factor enabled')).toBeHidden();
    await expect(page.getByTestId(testIds.filters.pill)).toHaveText(`User = ${AWKWARD}`);
    await page.getByTestId(testIds.filters.pill).getByRole('button').last().click();
    await expect(search).toHaveValue('');
    await expect(page.getByText('Two factor enabled')).toBeVisible();
  });

  test('shows totals by a field', async ({ openAs, host }) => {
    const page = await openAs('admin', explorePath(host));
    await page.getByRole('radio', { name: 'Totals' }).click();
    await choose(page, editor.by, 'User');
    await expect(page.getByText(AWKWARD, { exact: true })).toBeVisible();
    await expect(page.getByText('u_81', { exact: true })).toBeVisible();
  });

  test('says what to change in a query that cannot run', async ({ openAs, host }) => {
    const page = await openAs('admin', explorePath(host));
    const search = page.getByTestId(editor.search).getByRole('combobox');
    await search.fill('state:broken');
    await search.press('Enter');
    await expect(page.getByText(/^The search cannot be read/)).toBeVisible();
  });

  test('links a row to its request, under Grafana’s sub path', async ({ openAs, host }) => {
    test.skip(host.kind !== 'grafana', 'the preview has no data links');
    const page = await openAs('admin', explorePath(host));
    const link = page.getByRole('cell').getByRole('link').first();
    await expect(link).toHaveAttribute('href', new RegExp(`^${new URL(host.baseUrl('admin')).pathname}a/`));
    const opened = page.context().waitForEvent('page');
    await link.click();
    await expect((await opened).getByTestId(testIds.request.summary)).toBeVisible();
  });

  test('links a figure of each value to its calls', async ({ openAs, host }) => {
    test.skip(host.kind !== 'grafana', 'the preview has no data links');
    const page = await openAs('admin', explorePath(host));
    await page.getByRole('radio', { name: 'Totals' }).click();
    await choose(page, editor.by, 'User');
    const row = page.getByRole('row').filter({ hasText: AWKWARD });
    const href = (await row.getByRole('link').first().getAttribute('href')) ?? '';
    const log = await openAs('admin', `a/${href.split('/a/')[1] ?? ''}`);
    await expect(log.getByTestId(testIds.filters.pill).filter({ hasText: AWKWARD })).toBeVisible();
    await expect(log.getByTestId(testIds.usageLog.row)).toHaveCount(1);
  });

  test('draws series', async ({ openAs, host }) => {
    test.skip(host.kind !== 'grafana', 'the preview draws no graphs');
    const page = await openAs('admin', explorePath(host));
    await page.getByRole('radio', { name: 'Series' }).click();
    await choose(page, editor.by, 'Requested model');
    await expect(page.getByRole('button', { name: 'gpt-4o', exact: true })).toBeVisible();
  });
});

test.describe('a dashboard', () => {
  test.skip(({ hostKind }) => hostKind !== 'grafana', 'the preview has no variables, filters and annotations');
  let removeDashboard = async () => {};
  test.beforeAll(async ({ host }) => {
    removeDashboard = await saveDashboard(host);
  });
  test.afterAll(async () => removeDashboard());

  /** Opens it with these variables. Returns a panel by its title. */
  async function open(openAs: OpenAs, variables: Record<string, string[]>, user: UserName = 'admin') {
    const search = new URLSearchParams(
      Object.entries(variables).flatMap(([name, values]) => values.map((value) => [`var-${name}`, value])),
    );
    const page = await openAs(user, `d/${DASHBOARD}?${search.toString()}`);
    return { page, panel: (title: string) => page.getByTestId(`data-testid Panel header ${title}`) };
  }

  test('has data in a panel of each query type', async ({ openAs }) => {
    const { panel } = await open(openAs, {});
    await expect(panel('Calls')).toHaveText('Calls34');
    await expect(panel('By user')).toContainText(AWKWARD);
    await expect(panel('Over time')).toContainText('gpt-4o-mini');
    await expect(panel('Records')).toContainText('POST /agents/1/invoke');
  });

  test('“All” filters nothing, also values that the variable does not list', async ({ openAs }) => {
    const { panel } = await open(openAs, { user: ['$__all'] });
    await expect(panel('Calls')).toHaveText('Calls34');
  });

  test('selects values of a variable as they are', async ({ openAs }) => {
    const one = await open(openAs, { user: [AWKWARD] });
    await expect(one.panel('Calls')).toHaveText('Calls1');
    await expect(one.panel('By user')).toContainText(AWKWARD);
    const two = await open(openAs, { user: [AWKWARD, 'x'] });
    await expect(two.panel('Calls')).toHaveText('Calls2');
  });

  // Grafana writes a comma of a filter as `__gfc__`.
  test('applies ad-hoc filters to each panel', async ({ openAs }) => {
    const { panel } = await open(openAs, { Filters: [`user|=|${AWKWARD.replace(',', '__gfc__')}`] });
    await expect(panel('Calls')).toHaveText('Calls1');
    const excluded = await open(openAs, { Filters: ['model|!=|gpt-4o-mini'] });
    await expect(excluded.panel('Calls')).toHaveText('Calls4');
  });

  test('marks events in graphs', async ({ openAs }) => {
    const { page } = await open(openAs, {});
    await expect(page.getByTestId('data-testid annotation-marker').first()).toBeVisible();
  });

  test('links a row to the usage log for a viewer', async ({ openAs }) => {
    const { panel } = await open(openAs, {}, 'viewer');
    const link = panel('Records').getByRole('link', { name: /^2/ }).first();
    const href = (await link.getAttribute('href')) ?? '';
    const page = await openAs('viewer', `a/${href.split('/a/')[1] ?? ''}`);
    await expect(page.getByTestId(testIds.usageLog.row)).toHaveCount(1);
  });

  test('links the figures of a row to its calls', async ({ openAs }) => {
    const { panel } = await open(openAs, {}, 'viewer');
    const row = panel('By user').getByRole('row').filter({ hasText: 'u_ordinary' });
    const href = (await row.getByRole('link').first().getAttribute('href')) ?? '';
    const page = await openAs('viewer', `a/${href.split('/a/')[1] ?? ''}`);
    await expect(page.getByTestId(testIds.usageLog.table)).toHaveAttribute('aria-rowcount', '31');
  });

  test('edits a variable', async ({ openAs }) => {
    const page = await openAs('admin', `d/${DASHBOARD}?editview=variables&editIndex=0`);
    await expect(page.getByTestId(editor.variableField)).toHaveValue('User');
    await choose(page, editor.variableField, 'Provider');
    await expect(page.getByText('azure', { exact: true })).toBeVisible();
    await page.getByTestId(editor.variablePrefix).fill('op');
    await page.getByTestId(editor.variablePrefix).blur();
    await expect(page.getByText('azure', { exact: true })).toBeHidden();
    await expect(page.getByText('openai', { exact: true })).toBeVisible();
  });

  test('edits and tests an annotation query', async ({ openAs }) => {
    const page = await openAs('admin', `d/${DASHBOARD}?editview=annotations`);
    await page
      .getByRole('gridcell', { name: /Events/ })
      .first()
      .click();
    await expect(page.getByTestId(editor.search).getByRole('combobox')).toHaveValue('type:topup,system');
    await page.getByRole('button', { name: 'Test annotation query' }).click();
    await expect(page.getByText('2 events (from 5 fields)')).toBeVisible();
  });
});
