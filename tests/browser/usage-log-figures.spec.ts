import type { Page, Request } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { copied } from './copied.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { setWidth } from './set-width.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
/** A page of the host without requests, on which a test prepares the next page. */
const BLANK = 'api/health';
const ids = testIds.usageLog;

const isOfStore = (request: Request) => new URL(request.url()).pathname.endsWith(`/${STORE}/ledger`);
const isAnnotations = (request: Request) => new URL(request.url()).pathname.endsWith('/api/annotations');
const sqlOf = (request: Request) => request.postData() ?? '';

const QUERIES = {
  list: (sql: string) => sql.includes('{records:UInt64}'),
  busiestMinute: (sql: string) => sql.includes('AS minute_requests'),
  totals: (sql: string) => sql.includes('AS inbound_requests'),
  percentiles: (sql: string) => sql.includes('AS duration_count'),
  histogram: (sql: string) => sql.includes('AS bucket'),
};
type QueryName = keyof typeof QUERIES;

function nameOf(request: Request): QueryName | 'annotations' | 'other' {
  const [name] = Object.entries(QUERIES).find(([, matches]) => matches(sqlOf(request))) ?? [];
  return isAnnotations(request) ? 'annotations' : ((name as QueryName | undefined) ?? 'other');
}

const figure = (page: Page, id: string) => page.locator(`[data-figure="${id}"]`);
const histogram = (page: Page) => page.getByTestId(ids.histogram);
const slider = (page: Page) => histogram(page).getByRole('slider');

/** Goes to a page of the host from `BLANK`. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url().replace(BLANK, '')).href, { waitUntil: 'commit' });
}

/** Shows the figures that do not fit one line. They stay shown to the user. */
async function showAllFigures(page: Page): Promise<void> {
  const button = page.getByTestId(ids.summary).getByRole('button', { name: /^(More|Fewer) figures$/ });
  if ((await button.getAttribute('aria-expanded')) === 'false') {
    await button.click();
  }
  await expect(page.getByTestId(ids.moreFigures)).toBeVisible();
}

/** Holds the responses of a query until the returned function is called. */
async function hold(page: Page, name: QueryName): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    (url) => url.pathname.endsWith(`/${STORE}/ledger`),
    async (route) => {
      if (nameOf(route.request()) === name) {
        await released;
      }
      // The page may have cancelled it meanwhile.
      await route.fallback().catch(() => {});
    },
  );
  return release;
}

test('the first paint needs one request; the others follow, never more than three at once', async ({ openAs }) => {
  const page = await openAs('viewer', BLANK);
  const started: string[] = [];
  const open = new Set<Request>();
  const openAtStart: number[] = [];
  const isCounted = (request: Request) => isOfStore(request) || isAnnotations(request);
  page.on('request', (request) => {
    if (isCounted(request)) {
      started.push(nameOf(request));
      open.add(request);
      openAtStart.push(open.size);
    }
  });
  page.on('requestfinished', (request) => open.delete(request));
  await goTo(page, LOG);
  await expect(page.getByTestId(ids.row).first()).toBeVisible();
  await expect.poll(() => started).toContain('annotations');
  await expect.poll(() => open.size).toBe(0);
  expect(started.slice(0, 1)).toEqual(['list']);
  expect(openAtStart.slice(0, 2)).toEqual([1, 1]);
  expect([...started.slice(1, 3)].sort()).toEqual(['busiestMinute', 'totals']);
  expect([...started.slice(3, 5)].sort()).toEqual(['histogram', 'percentiles']);
  expect(started.slice(5)).toEqual(['annotations']);
  expect(Math.max(...openAtStart)).toBeLessThanOrEqual(3);
});

test('a new selection cancels the queries of the old one, and dims its figures', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await expect(slider(page)).toBeVisible();
  const release = await hold(page, 'totals');
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(nameOf(request)));
  const search = page.getByTestId(ids.search);
  // Loaded rows are filtered before any query is sent.
  const asked = page.waitForRequest((request) => nameOf(request) === 'totals');
  await search.fill('u_81');
  await asked;
  await expect(page.getByTestId(ids.row)).toHaveCount(1);
  await expect(figure(page, 'calls')).toHaveCSS('opacity', '0.6');
  await search.fill('u_12');
  await expect.poll(() => cancelled).toContain('totals');
  release();
  await expect(figure(page, 'calls')).toHaveText('1 call');
  await expect(figure(page, 'calls')).toHaveCSS('opacity', '1');
});

test('figures that fail say so in their line, and can be read again', async ({ openAs }) => {
  const page = await openAs('viewer', BLANK);
  const isLedger = (url: URL) => url.pathname.endsWith(`/${STORE}/ledger`);
  await page.route(isLedger, (route) =>
    nameOf(route.request()) === 'totals'
      ? route.fulfill({ status: 500, body: 'Code: 241. DB::Exception: memory' })
      : route.fallback(),
  );
  await goTo(page, LOG);
  const summary = page.getByTestId(ids.summary);
  await expect(summary).toContainText('Totals: The query is too large for this store');
  await expect(figure(page, 'duration-p50')).toBeVisible();
  await page.unroute(isLedger);
  await summary.getByRole('button', { name: 'Retry' }).click();
  await expect(figure(page, 'calls')).toBeVisible();
  await expect(summary).not.toContainText('too large');
});

test('figures of a busy store are read again without a click', async ({ openAs }) => {
  const page = await openAs('viewer', BLANK);
  let busy = true;
  await page.route(
    (url) => url.pathname.endsWith(`/${STORE}/ledger`),
    (route) =>
      busy && nameOf(route.request()) === 'totals'
        ? route.fulfill({ status: 503, body: 'Code: 202. DB::Exception: Too many simultaneous queries' })
        : route.fallback(),
  );
  await goTo(page, LOG);
  await expect(page.getByTestId(ids.summary)).toContainText('Totals: The store is busy');
  busy = false;
  await expect(figure(page, 'calls')).toBeVisible();
});

/** A row of the list's response. */
interface StoredRow {
  span_id: string;
  record_type: string;
  state_now: string;
  status_code: number | null;
  input_tokens: string | null;
  output_tokens: string | null;
  cost_charged_text: string | null;
}

function sum(values: readonly (string | null)[]): bigint {
  return values.reduce((total, value) => total + BigInt(value ?? 0), 0n);
}

for (const filter of [
  '',
  'from=now-30d',
  'user=u_81',
  '-user=u_ordinary',
  'state=failed',
  'type=request',
  'q=gpt-4o',
]) {
  test(`counts, tokens and money equal the rows: ${filter || 'no filter'}`, async ({ openAs }) => {
    const page = await openAs('viewer', BLANK);
    const response = page.waitForResponse((candidate) => QUERIES.list(sqlOf(candidate.request())));
    await goTo(page, `${LOG}&limit=500&${filter}`);
    const { data } = (await (await response).json()) as { data: StoredRow[] };
    const calls = data.filter(({ record_type }) => record_type === 'usage');
    await expect(page.getByRole('grid').or(page.getByRole('treegrid'))).toHaveAttribute(
      'aria-rowcount',
      String(data.length + 1),
    );
    await showAllFigures(page);
    await expect.poll(() => copied(figure(page, 'calls'))).toBe(String(calls.length));
    const failed = calls.filter(({ state_now, status_code }) => state_now === 'failed' || (status_code ?? 0) >= 400);
    if (calls.length > 0) {
      expect(Number(await copied(figure(page, 'failed')))).toBeCloseTo(failed.length / calls.length, 12);
    }
    expect(await copied(figure(page, 'inbound'))).toBe(String(data.length - calls.length));
    expect(await copied(figure(page, 'input'))).toBe(String(sum(calls.map((row) => row.input_tokens))));
    expect(await copied(figure(page, 'output'))).toBe(String(sum(calls.map((row) => row.output_tokens))));
    const spent = Number(await copied(figure(page, 'spent'))) * 1e9;
    expect(Math.round(spent)).toBe(Number(sum(calls.map((row) => row.cost_charged_text))));
    const unknown = calls.filter((row) => row.cost_charged_text === null).length;
    await expect(figure(page, 'spent')).toContainText(unknown > 0 ? `spent, ${unknown} unknown` : 'spent');
  });
}

test('each figure has its exact value and definition on hover and focus', async ({ openAs }) => {
  const page = await openAs('viewer', `${LOG}&q=u_81`);
  await figure(page, 'spent').hover();
  await expect(page.getByRole('tooltip')).toContainText('$0.021904');
  await expect(page.getByRole('tooltip')).toContainText('Sum of what callers are charged for ended calls.');
  await figure(page, 'cached').locator('[tabindex="0"]').focus();
  await expect(page.getByRole('tooltip').last()).toContainText('8,000 of 12,000 input tokens');
});

test('the main figures are in one line on the smallest screen with a docked menu', async ({ openAs }) => {
  const page = await openAs('viewer', LOG);
  await setWidth(page, page.getByTestId(ids.page), 914);
  await expect(figure(page, 'duration-p95')).toBeVisible();
  const tops = await page
    .getByTestId(ids.summary)
    .locator(`[data-figure]:not([data-testid="${ids.moreFigures}"] *)`)
    .evaluateAll((figures) => figures.map((element) => Math.round(element.getBoundingClientRect().top)));
  expect(tops).toHaveLength(7);
  expect(new Set(tops).size).toBe(1);
});

test('nothing moves when the figures arrive', async ({ openAs }) => {
  const page = await openAs('viewer', BLANK);
  const release = await hold(page, 'totals');
  await goTo(page, LOG);
  await expect(page.getByTestId(ids.summary)).toBeVisible();
  const first = page.getByTestId(ids.row).first();
  await expect(first).toBeVisible();
  const top = async () => (await first.boundingBox())?.y;
  const before = await top();
  release();
  await expect(slider(page)).toBeVisible();
  await expect(figure(page, 'duration-p50')).toBeVisible();
  expect(await top()).toBe(before);
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing in all figures, a selected span and a tooltip, ${theme}`, async ({ openAs }) => {
    const page = await openAs('viewer', `${LOG}&theme=${theme}`);
    await expect(slider(page)).toBeVisible();
    await showAllFigures(page);
    await slider(page).focus();
    await page.keyboard.press('End');
    await expect(page.getByRole('tooltip')).toBeVisible();
    await expectNoViolations(page);
  });
}
