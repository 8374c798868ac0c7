import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import type { UserName } from './hosts.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import { spanRow, type Call } from './records.ts';
import { setWidth } from './set-width.ts';

test.use({ storeName: 'columns' });

const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * 60_000;
/** No other spec reads this day. */
const DAYS_AGO = 60;

const DEFAULT = 'time,status,endpoint,model,caller,tokens,duration,cost,error';
const USERS = ['customer-0001', 'customer-0002'];
const COSTS = [21_904_000, 412_070_000_000, 31_200];

/** Calls of two users whose names differ only in their last character. */
const calls: Call[] = Array.from({ length: 12 }, (_, index) => ({
  number: 0x7000 + index,
  minutesAgo: DAYS_AGO * DAY_MINUTES - index,
  durationMs: 31_000 - index,
  attributes: {
    recordType: 'usage',
    state: index % 3 === 1 ? 'failed' : 'success',
    callType: 'chat',
    method: 'POST',
    route: '/v1/chat/completions',
    statusCode: index % 3 === 1 ? 502 : 200,
    provider: 'anthropic',
    requestModel: 'claude-sonnet-4-5',
    responseModel: 'claude-sonnet-4-5-20250929',
    inputTokens: 96_000,
    outputTokens: 13_700,
    timeToFirstChunk: 0.31,
    userId: USERS[index % USERS.length]!,
    keyName: 'search-team-production',
    keyPreview: 'sk-...9f3a',
    group: 'search-team',
    ...(index % 3 === 1 && { errorCode: 'upstream_unavailable' }),
    costCharged: COSTS[index % COSTS.length]!,
    costChargedState: 'priced',
    attemptsCount: 2,
    attemptsRetried: index % 4 === 0,
  },
}));

test.beforeAll(async ({ store }) => store.insert(calls.map((call) => spanRow(call, Date.now()))));

/** The log of the calls above. */
function logOf(parameters = ''): string {
  const from = Date.now() - (DAYS_AGO + 1) * DAY_MS;
  return `${REQUESTS_PAGE}?ds=${STORE}&from=${from}&to=${from + 2 * DAY_MS}${parameters}`;
}

const rows = (page: Page) => page.getByTestId(testIds.usageLog.row);
const title = (page: Page, column: string) => page.getByTestId(testIds.usageLog.title(column));
const cells = (page: Page, column: string) => page.getByTestId(testIds.usageLog.cell(column));
const item = (page: Page, column: string) => page.getByTestId(testIds.usageLog.columnMenuItem(column));

type OpenAs = (user: UserName, path: string) => Promise<Page>;

async function openLog(open: OpenAs, parameters = '', user: UserName = 'viewer') {
  const page = await open(user, logOf(parameters));
  await expect(rows(page).first()).toBeVisible();
  return page;
}

async function openMenu(page: Page): Promise<void> {
  await page.getByTestId(testIds.usageLog.columnMenu).click();
  await expect(item(page, 'time')).toBeVisible();
}

/** Ids of the shown columns. */
function shown(page: Page): Promise<string> {
  const prefix = testIds.usageLog.title('');
  return page.getByRole('columnheader').evaluateAll(
    (headers, before) =>
      headers
        .map((header) => header.getAttribute('data-testid')?.replace(before, ''))
        .filter(Boolean)
        .join(','),
    prefix,
  );
}

const widthOf = async (locator: Locator) => (await locator.boundingBox())?.width ?? 0;

const setTableWidth = (page: Page, width: number) => setWidth(page, page.getByTestId(testIds.usageLog.table), width);

test('the default columns are readable in 914 px: none is off screen, no cost is cut off', async ({ openAs }) => {
  const page = await openLog(openAs);
  await setTableWidth(page, 914);
  expect(await shown(page)).toBe(DEFAULT);
  const table = await page.getByTestId(testIds.usageLog.table).boundingBox();
  const right = (table?.x ?? 0) + (table?.width ?? 0);
  for (const column of DEFAULT.split(',')) {
    const box = await cells(page, column).first().boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(right);
    expect(box?.width ?? 0).toBeGreaterThan(40);
  }
  for (const column of ['time', 'status', 'tokens', 'duration', 'cost']) {
    const cut = await cells(page, column).evaluateAll(
      (all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
    );
    expect(cut, column).toBe(0);
  }
  await expect(cells(page, 'error').nth(1)).toContainText('upstream_unavailable');
});

test('users whose names differ at their end remain distinguishable in 914 px', async ({ openAs }) => {
  const page = await openLog(openAs);
  await setTableWidth(page, 914);
  for (const [index, user] of [...USERS].reverse().entries()) {
    const end = cells(page, 'caller').nth(index).getByText(user.slice(-4), { exact: true });
    const cell = await cells(page, 'caller').nth(index).boundingBox();
    const box = await end.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((cell?.x ?? 0) + (cell?.width ?? 0) + 1);
    expect(box?.width ?? 0).toBeGreaterThan(20);
  }
});

test('chosen columns, their order and density survive a reload, and are in the address', async ({ openAs }) => {
  // The server keeps no settings of an anonymous viewer.
  const page = await openLog(openAs, '', 'admin');
  await openMenu(page);
  await item(page, 'provider').getByRole('checkbox').check({ force: true });
  await expect.poll(() => shown(page)).toBe(`${DEFAULT},provider`);
  await item(page, 'provider').dragTo(item(page, 'status'));
  const moved = DEFAULT.replace('time,', 'time,provider,');
  await expect.poll(() => shown(page)).toBe(moved);
  const height = (await rows(page).first().boundingBox())?.height ?? 0;
  await page.getByRole('radio', { name: 'Comfortable' }).check({ force: true });
  await expect.poll(async () => (await rows(page).first().boundingBox())?.height ?? 0).toBeGreaterThan(height);
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await page.reload();
  await expect.poll(() => shown(page)).toBe(moved);
  const address = new URL(page.url()).searchParams;
  expect([address.get('columns'), address.get('density')]).toEqual([moved, 'comfortable']);

  // Another browser of the same user.
  const elsewhere = await openLog(openAs, '', 'admin');
  await expect.poll(() => shown(elsewhere)).toBe(moved);
  await openMenu(elsewhere);
  await elsewhere.getByRole('button', { name: 'Reset columns' }).click();
  await expect.poll(() => shown(elsewhere)).toBe(DEFAULT);
});

test('a link shows its columns to another user', async ({ openAs }) => {
  const page = await openAs('admin', logOf('&columns=time,cost,model:222'));
  await expect.poll(() => shown(page)).toBe('time,cost,model');
  expect(Math.round(await widthOf(title(page, 'model')))).toBe(222);
});

test('a column gets another width by its edge and by the keyboard', async ({ openAs }) => {
  const page = await openLog(openAs);
  const before = await widthOf(title(page, 'model'));
  /** Whole pixels, because a width that was not chosen may be a fraction. */
  const wider = async () => Math.floor((await widthOf(title(page, 'model'))) - before);
  const edge = page.getByTestId(testIds.usageLog.resize('model'));
  const box = await edge.boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y, { steps: 3 });
  await page.mouse.move(x + 60, y);
  await page.mouse.up();
  await expect.poll(wider).toBe(60);
  await title(page, 'time').focus();
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press('ArrowRight');
  }
  await expect(title(page, 'model')).toBeFocused();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(wider).toBe(52);
  await edge.dblclick();
  await expect.poll(async () => Math.abs((await widthOf(title(page, 'model'))) - before)).toBeLessThan(1);
  await expect(page).not.toHaveURL(/columns=/);
});

test('rows sorted by cost begin with the highest', async ({ openAs }) => {
  const page = await openLog(openAs);
  await title(page, 'cost').click();
  await expect(page).toHaveURL(/sort=cost/);
  await expect(cells(page, 'cost').first()).toHaveText('$412.0700');
  await expect(title(page, 'cost')).toHaveAttribute('aria-sort', 'descending');
});

test('columns without a value are left out, and the menu says so', async ({ openAs }) => {
  const page = await openLog(openAs, '&columns=time,session,group');
  await expect.poll(() => shown(page)).toBe('time,group');
  await openMenu(page);
  await expect(item(page, 'session')).toContainText('no values');
});

test('hidden names are nowhere on the page, also after a reload', async ({ openAs }) => {
  const page = await openLog(openAs, '&columns=time,caller,group,key,user');
  await openMenu(page);
  await page.getByRole('checkbox', { name: 'Hide names and keys' }).check({ force: true });
  await page.keyboard.press('Escape');
  await rows(page).first().getByTestId(testIds.usageLog.unfold).click();
  await expect(page.getByTestId(testIds.usageLog.unfolded)).toBeVisible();
  const secrets = /customer-000|search-team|9f3a/;
  await expect(page.getByTestId(testIds.usageLog.page)).not.toContainText(secrets);
  await cells(page, 'caller').first().locator('[data-hint]').hover();
  await expect(page.getByRole('tooltip')).toContainText('Names and keys are hidden');
  await page.reload();
  await expect(cells(page, 'caller').first()).toContainText('•');
  await expect(page.getByTestId(testIds.usageLog.page)).not.toContainText(secrets);
  await openMenu(page);
  await page.getByRole('checkbox', { name: 'Hide names and keys' }).uncheck({ force: true });
  await expect(cells(page, 'user').first()).toContainText('customer-000');
  await page.getByRole('button', { name: 'Reset columns' }).click();
});
