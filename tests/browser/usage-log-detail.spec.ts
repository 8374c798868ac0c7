import type { Locator, Page } from '@playwright/test';
import { configTestIds } from '../../grafana-plugin/src/configTestIds.ts';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { detailRows, FACTS, failedLogin, fullCall, HOSTILE, hostileCall, topUp } from './detail-records.ts';
import { expect, test } from './fixtures.ts';
import { APP_ID, APP_LOGS, APP_TRACES, REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, type Call } from './records.ts';

test.use({ storeName: 'detail' });

const logOf = (id: string) => `${REQUESTS_PAGE}?ds=${STORE}&from=now-200d&to=now&q=${id}`;

const summary = (page: Page) => page.getByTestId(testIds.request.summary);

/** Opens the log with this call only and unfolds its row. */
async function unfold(page: Page, call: Call): Promise<Locator> {
  const row = page.locator(`[data-span-id="${spanIdOf(call)}"]`);
  await row.getByTestId(testIds.usageLog.unfold).click();
  await expect(summary(page)).toBeVisible();
  return summary(page);
}

/** The facts that a page shows, each as its label followed by its value. */
const facts = (shown: Locator) => shown.locator('dl > div').evaluateAll((all) => all.map((fact) => fact.textContent));

test.beforeAll(async ({ store }) => store.insert(detailRows(Date.now())));

for (const user of ['admin', 'viewer'] as const) {
  test.describe(`an unfolded row, as ${user}`, () => {
    test('shows every field of a call, and the calculation of its cost', async ({ openAs }) => {
      const page = await openAs(user, logOf('req_full'));
      const shown = await unfold(page, fullCall);
      await expect(shown.getByText('Price ratios')).toBeVisible();
      const found = await facts(shown);
      // What a warning means follows its value.
      expect(FACTS.filter((fact) => !found.some((text) => text?.startsWith(fact)))).toEqual([]);
      await expect(shown).toContainText('best → gpt-4o-eu → gpt-4o-2024-08-06');
      await expect(shown).toContainText('Failed after status 200 was sent');
      await expect(page.getByTestId(testIds.request.error)).toContainText('The stream ended before its last event.');
      await expect(page.getByTestId(testIds.request.error)).toContainText(
        'Caused by the network · stream_interrupted · timeout',
      );
      await expect(page.getByTestId(testIds.request.costLine)).toContainText([
        /^Input4,000\$2\.50 \/ 1M× 0\.8 \(group research\) \$0\.0080$/,
        /^Cache read8,000/,
        /^Cache write, 1 h500/,
        /^Output738/,
        /^Web searches3\$10\.00 \/ 1k\$0\.0300$/,
      ]);
      await expect(page.getByTestId(testIds.request.formula)).toContainText('= $0.016');
      await expect(shown).toContainText('after the end: late');
    });

    test('shows what an event did, and no facts of a call', async ({ openAs }) => {
      const page = await openAs(user, logOf('pay_1'));
      const shown = await unfold(page, topUp);
      await expect(shown).toContainText('Top-up of $25.0000');
      const found = await facts(shown);
      for (const fact of [
        'ActionCard charged',
        'Amount$25.0000',
        'Balance before$15.1200',
        'Balance after$40.1200',
        'Useru_topup',
      ]) {
        expect(found).toContain(fact);
      }
      await expect(page.getByTestId(testIds.request.cost)).toHaveCount(0);
      await expect(shown).not.toContainText('Input tokens');
    });

    test('says that a login failed, for whom and from where', async ({ openAs }) => {
      const page = await openAs(user, logOf('u_login'));
      const shown = await unfold(page, failedLogin);
      await expect(shown).toContainText('Login failed');
      expect(await facts(shown)).toEqual(expect.arrayContaining(['Useru_login', 'IP address192.0.2.78']));
    });

    test('runs nothing of hostile texts, marks hidden characters and shortens long texts', async ({ openAs }) => {
      const page = await openAs(user, logOf('req_hostile'));
      const shown = await unfold(page, hostileCall);
      await expect(shown).toContainText(HOSTILE.replace('\u202E', 'U+202E'));
      await expect(shown).toContainText('characters)');
      expect(await shown.textContent()).not.toContain('\u202E');
      expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
      const width = await shown.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(width).toBeLessThanOrEqual(0);
    });

    test('copies a whole id', async ({ openAs }) => {
      const page = await openAs(user, logOf('req_full'));
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const shown = await unfold(page, fullCall);
      await shown.getByRole('button', { name: 'Copy Response id' }).click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('resp_full');
    });
  });
}

test.describe('links to the app’s trace and logs', () => {
  test('are absent until their data sources are chosen', async ({ openAs }) => {
    const page = await openAs('viewer', logOf('req_full'));
    await unfold(page, fullCall);
    await expect(page.getByTestId(testIds.request.link('trace'))).toHaveCount(0);
    await expect(page.getByTestId(testIds.request.link('logs'))).toHaveCount(0);
  });

  test('open Explore with the trace id around the time of the call, for every user', async ({ openAs }) => {
    const settings = await openAs('admin', `plugins/${APP_ID}`);
    try {
      await choose(settings, 'trace', 'TokenTrail test traces');
      await choose(settings, 'logs', 'TokenTrail test logs');
      await save(settings);
      for (const user of ['admin', 'viewer'] as const) {
        const page = await openAs(user, logOf('req_full'));
        await unfold(page, fullCall);
        const trace = await paneOf(page, 'trace');
        expect(trace).toMatchObject({ datasource: APP_TRACES, queries: [{ queryType: 'traceql' }] });
        const id = String(trace.queries[0]?.['query']);
        expect(id).toMatch(/^[0-9a-f]{32}$/);
        const logs = await paneOf(page, 'logs');
        expect(logs.datasource).toBe(APP_LOGS);
        expect(logs.queries[0]?.['expr']).toBe(`{service_name="chat-service"} |= "${id}"`);
        expect(Number(logs.range.to) - Number(logs.range.from)).toBe(2_410 + 10 * 60_000);
      }
    } finally {
      await clear(settings, 'trace');
      await clear(settings, 'logs');
      await save(settings);
    }
  });
});

interface Pane {
  datasource: string;
  queries: readonly Record<string, unknown>[];
  range: { from: string; to: string };
}

/** The pane of Explore that a link of the unfolded row opens. */
async function paneOf(page: Page, kind: 'trace' | 'logs'): Promise<Pane> {
  const href = await page.getByTestId(testIds.request.link(kind)).getAttribute('href');
  const url = new URL(href ?? '', page.url());
  expect(url.pathname).toMatch(/\/explore$/);
  const panes = JSON.parse(url.searchParams.get('panes') ?? '{}') as Record<string, Pane>;
  const [pane] = Object.values(panes);
  if (pane === undefined) {
    throw new Error('the link has no pane');
  }
  return pane;
}

async function choose(page: Page, kind: 'trace' | 'logs', name: string): Promise<void> {
  await page.getByTestId(configTestIds.linked(kind)).getByRole('combobox').click();
  await page.getByRole('option', { name }).click();
}

async function clear(page: Page, kind: 'trace' | 'logs'): Promise<void> {
  await page.getByTestId(configTestIds.linked(kind)).getByRole('button', { name: /clear/i }).click();
}

/** Saves the app's settings, after which the page loads again. */
async function save(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.getByTestId(configTestIds.save).click();
  await loaded;
  await expect(page.getByTestId(configTestIds.save)).toBeVisible();
}
