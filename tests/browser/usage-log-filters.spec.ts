import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { failedCall, oldCall, retriedCall, spanIdOf } from './records.ts';
import { setWidth } from './set-width.ts';

const LOG = `${REQUESTS_PAGE}?ds=${STORE}`;
/** All records of the last seven days. */
const ALL_ROWS = 33;
/** The grid counts its header as a row. */
const HEADER_ROWS = 1;

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const rowOf = (page: Page, call: Parameters<typeof spanIdOf>[0]) => page.locator(`[data-span-id="${spanIdOf(call)}"]`);
const searchField = (page: Page) => page.getByTestId(testIds.usageLog.search);
const pills = (page: Page) => page.getByTestId(testIds.filters.pill);
const valueRow = (page: Page, value: string) =>
  page.getByTestId(testIds.filters.value).and(page.locator(`[data-value="${value}"]`));
const exclude = (page: Page, value: string) => valueRow(page, value).getByRole('button').click();
const open = (page: Page, field: string) => page.getByTestId(testIds.filters.open(field)).click();
const parameters = (page: Page) => new URL(page.url()).searchParams;

/** Number of rows in the table, which draws only those in view. Zero if there is no table. */
async function rowCount(page: Page): Promise<number> {
  const table = page.getByTestId(testIds.usageLog.table);
  return (await table.count()) === 0 ? 0 : Number(await table.getAttribute('aria-rowcount')) - HEADER_ROWS;
}

async function openLog(openAs: (user: 'admin', path: string) => Promise<Page>, query = ''): Promise<Page> {
  const page = await openAs('admin', `${LOG}${query}`);
  await expect(rows(page).first().or(page.getByTestId(testIds.states.empty))).toBeVisible();
  return page;
}

/** Includes a value, once its list is in place. */
async function include(page: Page, value: string): Promise<void> {
  await valueRow(page, value).hover();
  await valueRow(page, value).getByRole('checkbox').click({ force: true });
}

/** Opens the editor of a filter that has no button of its own. */
async function add(page: Page, field: string): Promise<void> {
  await page.getByTestId(testIds.filters.add).click();
  await page.getByTestId(testIds.filters.field(field)).click();
}

test('suggests the values of a field with the number of their records, and narrows them while typing', async ({
  openAs,
}) => {
  const page = await openLog(openAs);
  await open(page, 'model');
  await expect(valueRow(page, 'gpt-4o-mini')).toContainText('30');
  await expect(valueRow(page, 'gpt-4o')).toContainText('1');
  await expect(page.getByTestId(testIds.filters.value)).toHaveCount(5);
  await page.getByTestId(testIds.filters.find).fill('CLAUDE');
  await expect(page.getByTestId(testIds.filters.value)).toHaveText([/claude-opus/, 'CLAUDE']);
});

/** Changes the address as Back and Forward do, which takes a tenth of the time of loading the page. */
async function changeUrl(page: Page, url: string): Promise<void> {
  await page.evaluate((next) => {
    history.pushState(null, '', next);
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, url);
}

test('includes, excludes and combines values', async ({ openAs }) => {
  const page = await openLog(openAs);
  await open(page, 'model');
  await include(page, 'claude-opus');
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(rowOf(page, failedCall)).toBeVisible();
  await include(page, 'gpt-4o');
  await expect.poll(() => rowCount(page)).toBe(2);
  await exclude(page, 'claude-opus');
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(rowOf(page, retriedCall)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pills(page)).toHaveText(['Model = gpt-4o', 'Model ≠ claude-opus']);
  await expect(page).toHaveURL(/&model=gpt-4o&-model=claude-opus$/);
});

test('counts the values among the records of the other filters', async ({ openAs }) => {
  const page = await openLog(openAs, '&user=u_12&model=claude-opus');
  await open(page, 'model');
  await expect(valueRow(page, 'claude-opus')).toContainText('1');
  // The inbound request of this user has no model.
  await expect(page.getByTestId(testIds.filters.value)).toHaveText([/claude-opus/, /Not reported/]);
  await include(page, '');
  await expect.poll(() => rowCount(page)).toBe(2);
});

test.describe('each filter selects its rows', () => {
  const counts: [query: string, rows: number][] = [
    ['model=gpt-4o-mini', 30],
    ['model=gpt-4o-2024-08-06', 1],
    ['-model=gpt-4o-mini', 3],
    ['key=checkout', 1],
    ['key=sk-***0c44', 1],
    ['group=shop', 1],
    ['user=u_12', 2],
    ['user=u_12&-type=request', 1],
    ['provider=azure', 1],
    ['call_type=chat', 32],
    ['source=api_key', 1],
    ['service=browser-tests', ALL_ROWS],
    ['environment=production', 0],
    ['environment=""', ALL_ROWS],
    ['endpoint=/v1/responses', 30],
    ['endpoint=GET /v1/models', 1],
    ['type=request', 1],
    ['state=failed', 1],
    ['state=retried', 1],
    ['-state=success', 1],
    ['status=5xx', 1],
    ['status=200', 32],
    ['stream=yes', 1],
    ['duration=>=31s', 1],
    ['first_chunk=<1s', 1],
    ['cost=>0.01', 1],
    ['tokens=>1k', 1],
    ['error=upstream_unavailable', 1],
    ['request=req_8f31c2', 1],
    ['trace=0000000000000000000000000000a001', 1],
    ['response=none', 0],
    ['session=none', 0],
    ['conversation=""', ALL_ROWS],
    ['ip=""', ALL_ROWS],
    ['agent=""', ALL_ROWS],
    ['tag=team=search', 0],
    ['model=gpt-4o&user=u_12', 0],
  ];
  test('alone, and with another one', async ({ openAs }) => {
    test.setTimeout(240_000);
    const page = await openLog(openAs);
    const logUrl = page.url();
    for (const [query, expected] of counts) {
      await test.step(query, async () => {
        await changeUrl(page, `${logUrl}&${query.replaceAll(' ', '+')}`);
        await expect.poll(() => rowCount(page), query).toBe(expected);
        if (expected === 0) {
          await expect(page.getByTestId(testIds.states.empty)).toBeVisible();
        }
        await expect(page.getByTestId(testIds.states.urlProblems)).toHaveCount(0);
      });
    }
  });
});

test.describe('search text and controls', () => {
  test('typing sets the controls at once', async ({ openAs }) => {
    const page = await openLog(openAs);
    await searchField(page).fill('agents -model:gpt-4o-mini state:retried');
    await expect(pills(page)).toHaveText(['Model ≠ gpt-4o-mini', 'State = Retried']);
    await expect.poll(() => rowCount(page)).toBe(1);
    await expect(searchField(page)).toHaveValue('agents -model:gpt-4o-mini state:retried');
    await expect(page).toHaveURL(/state=retried.*q=agents/);
  });

  test('a control writes the text', async ({ openAs }) => {
    const page = await openLog(openAs, '&q=v1');
    await open(page, 'user');
    await include(page, 'u_12');
    await expect(searchField(page)).toHaveValue('v1 user:u_12');
    await page.keyboard.press('Escape');
    await page.getByTestId(testIds.filters.pill).getByRole('button').last().click();
    await expect(searchField(page)).toHaveValue('v1');
    await expect(pills(page)).toHaveCount(0);
  });

  test('a text that cannot be read keeps the rows', async ({ openAs }) => {
    const page = await openLog(openAs, '&user=u_12');
    await expect.poll(() => rowCount(page)).toBe(2);
    await searchField(page).fill('user:u_12 cost:>x ');
    await expect(page.getByTestId(testIds.search.problems)).toContainText('cost:>x');
    await expect(pills(page)).toHaveText(['User = u_12']);
    await expect.poll(() => rowCount(page)).toBe(2);
  });
});

test('Back and Forward go through the changes of filters', async ({ openAs }) => {
  const page = await openLog(openAs);
  await open(page, 'user');
  await include(page, 'u_12');
  await expect(page).toHaveURL(/user=u_12/);
  await page.keyboard.press('Escape');
  await open(page, 'state');
  await include(page, 'failed');
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(page).toHaveURL(/state=failed/);
  await page.goBack();
  await expect(pills(page)).toHaveText(['User = u_12']);
  await expect.poll(() => rowCount(page)).toBe(2);
  await page.goBack();
  await expect(pills(page)).toHaveCount(0);
  await expect.poll(() => rowCount(page)).toBe(ALL_ROWS);
  await page.goForward();
  await expect(pills(page)).toHaveText(['User = u_12']);
  await expect(searchField(page)).toHaveValue('user:u_12');
});

test('a comparison is set by keyboard, and removed by keyboard', async ({ openAs }) => {
  const page = await openLog(openAs);
  await page.getByTestId(testIds.filters.add).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId(testIds.filters.popover).getByRole('button').first()).toBeFocused();
  await page.getByTestId(testIds.filters.field('duration')).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await expect(pills(page)).toHaveText(['Duration ≥ 30 s']);
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(page.getByTestId(testIds.filters.popover)).toHaveCount(0);
  await pills(page).getByRole('button').last().focus();
  await page.keyboard.press('Enter');
  await expect(pills(page)).toHaveCount(0);
  await expect.poll(() => rowCount(page)).toBe(ALL_ROWS);
});

test('an id is entered as text', async ({ openAs }) => {
  const page = await openLog(openAs);
  await add(page, 'request');
  await page.getByTestId(testIds.filters.find).fill('req_8f31c2');
  await page.keyboard.press('Enter');
  await expect.poll(() => rowCount(page)).toBe(1);
  await expect(page).toHaveURL(/request=req_8f31c2/);
});

test('suggestions that fail are named and can be repeated', async ({ openAs }) => {
  const page = await openLog(openAs);
  const isSuggestion = (body: string | null) => body?.includes('GROUP BY value') === true;
  await page.route('**/api/datasources/proxy/**', async (route) =>
    isSuggestion(route.request().postData()) ? route.fulfill({ status: 502 }) : route.continue(),
  );
  await open(page, 'user');
  await expect(page.getByTestId(testIds.filters.failure)).toBeVisible();
  await page.unrouteAll();
  await page.getByTestId(testIds.filters.failure).getByRole('button').click();
  await expect(valueRow(page, 'u_12')).toContainText('2');
});

test('50 long values work through the proxy, from a link', async ({ openAs }) => {
  const values = Array.from({ length: 49 }, (_, index) => `user-${'x'.repeat(60)}-${index}`);
  const query = [...values, 'u_12'].map((value) => `&user=${value}`).join('');
  const page = await openLog(openAs, query);
  await expect.poll(() => rowCount(page)).toBe(2);
});

test.describe('the toolbar', () => {
  test('is one line beside the docked menu of Grafana at 1280 pixels', async ({ openAs }) => {
    const page = await openLog(openAs);
    const toolbar = page.getByTestId(testIds.usageLog.toolbar);
    await setWidth(page, toolbar, 914);
    const line = await toolbar.getByRole('button', { name: 'Query' }).evaluate((button) => button.clientHeight + 2);
    expect((await toolbar.boundingBox())?.height).toBeLessThan(1.5 * line);
  });

  test('Query reads the rows again, with the range moved to the current time', async ({ openAs }) => {
    const page = await openLog(openAs);
    const before = Date.now();
    const request = page.waitForRequest(
      (sent) => Number(new URL(sent.url()).searchParams.get('param_to_ms')) >= before,
    );
    await page.getByRole('button', { name: 'Query' }).click();
    await request;
    await expect.poll(() => rowCount(page)).toBe(ALL_ROWS);
  });

  test('Reset selects 7 days, 100 rows and no filter, and keeps zone and data source', async ({ openAs }) => {
    const page = await openLog(openAs, '&from=now-30d&to=now&limit=10&user=u_12&q=v1&sort=cost&tz=utc');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => rowCount(page)).toBe(ALL_ROWS);
    expect([...parameters(page)]).toEqual([
      ['ds', STORE],
      ['tz', 'utc'],
    ]);
  });
});

test.describe('an address', () => {
  const hostile: [name: string, query: string, named: RegExp | null][] = [
    ['with times that are none', '&from=garbage&to=soon', /from=garbage: cannot be read.*to=soon: cannot be read/],
    ['with a time after all records', '&to=9999999999999', null],
    ['with a reversed range', '&from=now&to=now-7d', null],
    ['with NUL in a filter', '&model=a%00b', /model=a.*cannot be read/],
    ['with NUL in the search', '&q=%00', /q=.*cannot be read/],
    ['with a search of 50 kB', `&q=${'a'.repeat(50_000)}`, /q=a+….*cannot be read/],
    [
      'with 2,000 values',
      '&model=m'.repeat(1) + Array.from({ length: 2_000 }, (_, i) => `&model=m${i}`).join(''),
      /too many values/,
    ],
    ['with a parameter twice', '&limit=10&limit=20', /limit=10, 20: cannot be read/],
    ['with broken percent signs', '&model=%&user=%zz&q=%E0%A4%A', null],
    [
      'with values of another form',
      '&state=broken&duration=long&stream=maybe',
      /state=broken.*stream=maybe.*duration=long/,
    ],
    ['with unknown parameters', '&modle=gpt', /modle=gpt: this page has no such parameter/],
  ];
  for (const [name, query, named] of hostile) {
    test(`${name} shows rows or says why not, and no error of the store`, async ({ openAs }) => {
      const page = await openLog(openAs, query);
      const problems = page.getByTestId(testIds.states.urlProblems);
      await expect(problems).toHaveCount(named === null ? 0 : 1);
      if (named !== null) {
        await expect(problems).toHaveText(named);
      }
      await expect(page.getByTestId(testIds.states.error)).toHaveCount(0);
      await expect(page.locator('body')).not.toContainText(/DB::Exception|Code: \d/);
    });
  }

  test('stays readable after nine zoom-outs from 90 days', async ({ openAs }) => {
    const page = await openLog(openAs, '&from=now-90d&to=now');
    for (let count = 0; count < 9; count += 1) {
      const before = page.url();
      await page.getByRole('button', { name: 'Zoom out time range' }).click();
      await expect.poll(() => page.url()).not.toBe(before);
    }
    expect(Number(parameters(page).get('from'))).toBeGreaterThanOrEqual(0);
    await page.reload();
    await expect(rowOf(page, retriedCall)).toBeVisible();
    await expect(page.getByTestId(testIds.states.urlProblems)).toHaveCount(0);
  });
});

test('every link of the log and of the stats page keeps a filter whose value has signs of addresses', async ({
  openAs,
}) => {
  const value = 'a&b+c#d%41 e';
  const log = await openLog(openAs, `&-group=${encodeURIComponent(value)}`);
  const filtered = (page: Page) => page.locator('main a[href*="-group="]');
  const groups = (page: Page) =>
    filtered(page).evaluateAll((links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('-group')),
    );
  const toStats = filtered(log).filter({ hasText: /stats/i });
  await expect(toStats).toBeVisible();
  const stats = await openAs('admin', (await toStats.getAttribute('href')) ?? '');
  await expect(stats.getByTestId(testIds.stats.figure('calls')).getByRole('link')).toBeVisible();
  expect(new Set([...(await groups(log)), ...(await groups(stats))])).toEqual(new Set([value]));
});

test.describe('an empty log', () => {
  test('names the filter without which there are records, and removes it', async ({ openAs }) => {
    const page = await openLog(openAs, '&user=u_12&state=retried');
    const empty = page.getByTestId(testIds.states.empty);
    await expect(empty).toContainText('Remove User = u_12 Without it, there are records');
    await empty.getByTestId(testIds.states.removeFilter).first().click();
    await expect(rowOf(page, retriedCall)).toBeVisible();
  });

  test('shows where the newest matching record is', async ({ openAs }) => {
    const page = await openLog(openAs, '&model=text-embedding-old');
    await page.getByTestId(testIds.states.showNewest).click();
    await expect(rowOf(page, oldCall)).toBeVisible();
  });
});
