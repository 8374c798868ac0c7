import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { PROBE, REQUESTS_PAGE, STORE } from './names.ts';
import { failedCall, oldCall, retriedCall, spanIdOf } from './records.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;

/** The grid counts its header as a row. */
const HEADER_ROWS = 1;

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const rowOf = (page: Page, call: Parameters<typeof spanIdOf>[0]) => page.locator(`[data-span-id="${spanIdOf(call)}"]`);
const cell = (row: Locator, column: string) => row.getByTestId(testIds.usageLog.cell(column));

async function search(page: Page, text: string): Promise<void> {
  await page.getByTestId(testIds.usageLog.search).fill(text);
}

for (const user of ['admin', 'viewer'] as const) {
  test.describe(`the usage log, as ${user}`, () => {
    test('shows the calls of the last seven days, newest first', async ({ openAs }) => {
      const page = await openAs(user, LOG);
      const row = rowOf(page, retriedCall);
      await expect(row).toBeVisible();
      await expect(rows(page).first()).toHaveAttribute('data-span-id', spanIdOf(retriedCall));
      await expect(cell(row, 'endpoint')).toHaveText('POST /agents/1/invoke');
      await expect(cell(row, 'status')).toContainText('200');
      await expect(cell(row, 'model')).toContainText('gpt-4o');
      await expect(cell(row, 'cost')).toContainText('0.0219');
      await expect(cell(row, 'caller')).toHaveText('checkout·u_81');
      await expect(rowOf(page, oldCall)).toHaveCount(0);
    });

    test('shows older calls for another period, and keeps the period in the URL', async ({ openAs }) => {
      const page = await openAs(user, LOG);
      await expect(rowOf(page, retriedCall)).toBeVisible();
      await page.getByTestId(testIds.usageLog.period).getByRole('radio', { name: '30 d' }).check();
      await expect(page).toHaveURL(/from=now-30d/);
      await search(page, 'text-embedding-old');
      await expect(page).toHaveURL(/q=text-embedding-old/);
      await page.reload();
      await expect(rows(page)).toHaveCount(1);
      await expect(rowOf(page, oldCall)).toBeVisible();
    });

    test('searches while typing: all words in any order, the segments of a path in theirs', async ({ openAs }) => {
      const page = await openAs(user, LOG);
      await expect(rowOf(page, retriedCall)).toBeVisible();
      for (const text of ['agents/invoke', 'AGENTS 1', 'invoke agents', 'u_81', 'checkout']) {
        await search(page, text);
        await expect(rows(page)).toHaveCount(1);
        await expect(rowOf(page, retriedCall)).toBeVisible();
      }
      await search(page, 'invoke/agents');
      await expect(page.getByTestId(testIds.states.empty)).toBeVisible();
    });

    test('finds failures with the word error', async ({ openAs }) => {
      const page = await openAs(user, LOG);
      await search(page, 'error');
      await expect(rows(page)).toHaveCount(1);
      await expect(cell(rowOf(page, failedCall), 'status')).toContainText('502');
    });

    test('limits the list, and can load more', async ({ openAs }) => {
      const page = await openAs(user, `${LOG}&limit=10`);
      const grid = page.getByTestId(testIds.usageLog.table);
      const rowCount = async () => Number(await grid.getAttribute('aria-rowcount'));
      await expect.poll(rowCount).toBe(10 + HEADER_ROWS);
      await page.getByTestId(testIds.usageLog.loadMore).scrollIntoViewIfNeeded();
      await page.getByTestId(testIds.usageLog.loadMore).click();
      await expect.poll(rowCount).toBe(20 + HEADER_ROWS);
    });

    test('shows figures for the selection', async ({ openAs }) => {
      const page = await openAs(user, `${LOG}&q=u_81`);
      await expect(page.getByTestId(testIds.usageLog.summary)).toContainText('0.0219');
    });
  });
}

test.describe('the detail of a call, as admin', () => {
  test('opens from its row and shows the cost and both attempts', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    await cell(rowOf(page, retriedCall), 'endpoint').click();
    const drawer = page.getByTestId(testIds.request.drawer);
    await expect(drawer).toBeVisible();
    await expect(drawer.getByTestId(testIds.request.costLine)).toHaveCount(3);
    await expect(drawer.getByTestId(testIds.request.formula)).toContainText('× 0.8');
    const attempts = drawer.getByTestId(testIds.request.attempt);
    await expect(attempts).toHaveCount(2);
    await expect(attempts.nth(0)).toContainText('429');
    await expect(attempts.nth(0)).toContainText('sk-***11aa');
    await expect(attempts.nth(1)).toContainText('200');
    await expect(page).toHaveURL(/open=/);
  });

  test('shows the messages if the capture level recorded them', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    await cell(rowOf(page, retriedCall), 'endpoint').click();
    await page.getByTestId(testIds.request.contentTab('conversation')).click();
    await expect(page.getByTestId(testIds.request.message).first()).toContainText('planted question');
  });

  test('shows why a candidate was skipped', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    await cell(rowOf(page, failedCall), 'endpoint').click();
    const attempts = page.getByTestId(testIds.request.attempt);
    await expect(attempts).toHaveCount(3);
    await expect(attempts.and(page.locator('[data-state="skipped"]'))).toContainText('model');
  });

  test('has its own page, which the row links to', async ({ openAs }) => {
    const page = await openAs('admin', LOG);
    const href = await cell(rowOf(page, retriedCall), 'time').getByRole('link').getAttribute('href');
    const own = await openAs('admin', href ?? '');
    await expect(own.getByTestId(testIds.request.page)).toBeVisible();
    await expect(own.getByTestId(testIds.request.attempt)).toHaveCount(2);
  });
});

test.describe('the detail of a call, as viewer', () => {
  test('a row expands and opens no detail', async ({ openAs }) => {
    const page = await openAs('viewer', LOG);
    await cell(rowOf(page, retriedCall), 'endpoint').click();
    await expect(page.getByTestId(testIds.usageLog.unfolded)).toBeVisible();
    await expect(page.getByTestId(testIds.request.drawer)).toHaveCount(0);
  });

  test('the page of a request explains what is missing and why', async ({ openAs }) => {
    const admin = await openAs('admin', LOG);
    const href = await cell(rowOf(admin, retriedCall), 'time').getByRole('link').getAttribute('href');
    const page = await openAs('viewer', href ?? '');
    await expect(page.getByTestId(testIds.request.noAccess)).toBeVisible();
    await expect(page.getByTestId(testIds.request.attempt)).toHaveCount(0);
  });

  for (const route of ['attempts', 'traces']) {
    test(`the server refuses ${route} with 403, regardless of the page`, async ({ host }) => {
      const url = `${host.baseUrl('viewer')}api/datasources/proxy/uid/${STORE}/${route}/?query=SELECT+1`;
      const response = await fetch(url, { method: 'POST', headers: host.headers('viewer') });
      expect(response.status).toBe(403);
    });
  }

  test('no resource that the page loads contains a secret of the store', async ({ openAs, store }) => {
    const page = await openAs('viewer', 'api/health');
    const bodies: Promise<string>[] = [];
    page.on('response', (response) => bodies.push(response.text().catch(() => '')));
    await page.goto(new URL(LOG, page.url().replace('api/health', '')).href);
    await expect(rowOf(page, retriedCall)).toBeVisible();
    const all = (await Promise.all(bodies)).join('\n');
    expect(all).toContain('agents');
    for (const secret of store.secrets) {
      expect(all).not.toContain(secret);
    }
  });
});

test('shows an error if a response is not a query result', async ({ openAs }) => {
  const page = await openAs('viewer', `${REQUESTS_PAGE}?ds=${PROBE}`);
  await expect(page.getByTestId(testIds.states.error)).toBeVisible();
});
