import type { Locator, Page } from '@playwright/test';
import { parsePriceFile } from '@tokentrail/pricing/file';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expectNoViolations } from './axe.ts';
import { requestPage } from './content-calls.ts';
import {
  cacheCall,
  costRows,
  freeCall,
  refusedCall,
  reportedCall,
  tieredCall,
  twiceBilledCall,
  unpricedCall,
  wrongCall,
} from './cost-calls.ts';
import { expect, test } from './fixtures.ts';
import { REQUESTS_PAGE, STORE } from './names.ts';
import type { Call } from './records.ts';
import { chooseLightTheme } from './theme.ts';

test.use({ storeName: 'cost' });

const nowMs = Date.now();
test.beforeAll(async ({ store }) => store.insert(costRows(nowMs)));

const pageOf = (call: Call) => requestPage(REQUESTS_PAGE, call, STORE, nowMs);

async function costOf(page: Page): Promise<Locator> {
  const cost = page.getByTestId(testIds.request.cost);
  await expect(cost).toBeVisible();
  return cost;
}

for (const user of ['admin', 'viewer'] as const) {
  test(`shows every price tier, each meter and the check of the formula, as ${user}`, async ({ openAs }) => {
    const page = await openAs(user, pageOf(tieredCall));
    const cost = await costOf(page);
    await expect(cost).toContainText('List price$0.0587Paid to providers$0.0587Charged to the caller$0.0470');
    await expect(cost).toContainText('Price fromOur price file, version 2026-11-03');
    await expect(cost.getByTestId(testIds.request.costLine)).toHaveText([
      'Input3,400$2.50 / 1M× 0.8 (group shop) $0.0068',
      'Cache read8,000$1.25 / 1M× 0.8 (group shop) $0.0080',
      'Cache write, 5 m100$3.125 / 1M× 0.8 (group shop) $0.00025',
      'Cache write, 1 h500$5.00 / 1M× 0.8 (group shop) $0.0020',
      'Output738$10.00 / 1M× 0.8 (group shop) $0.005904',
      'Web searches3$10.00 / 1k× 0.8 (group shop) $0.0240',
    ]);
    await expect(cost).toContainText('Reasoning321included in output');
    await expect(cost.getByTestId(testIds.request.chargeMark)).toHaveText('The formula evaluates to the charge');
    await expect(cost).toContainText('Tier 1 of 2: up to 128,000 input tokens; context 12,000');
    const tiers = cost.getByTestId(testIds.request.tier);
    await expect(tiers).toHaveCount(2);
    await expect(tiers.nth(0)).toHaveAttribute('data-applied', 'true');
    await expect(tiers.nth(0)).toContainText('Input$2.50 / 1M');
    await expect(tiers.nth(1)).toHaveAttribute('data-applied', 'false');
    await expect(tiers.nth(1)).toContainText('above 128,000 input tokensInput$5.00 / 1M');
    // The amount stands in one place.
    await expect(page.getByTestId(testIds.request.cost)).toHaveCount(1);
    await expectNoViolations(page);
  });

  test(`names the price that is missing and copies the lines of a price file, as ${user}`, async ({ openAs }) => {
    const page = await openAs(user, pageOf(cacheCall));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const cost = await costOf(page);
    const gap = cost.getByTestId(testIds.request.unknownPrice);
    await expect(gap).toContainText('No price for cache read of no-cache-price');
    await gap.getByRole('button', { name: 'Copy lines of the price file' }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain('cache_read: { usd: "TODO", per: 1000000 }');
    expect(parsePriceFile(await copied())).toMatchObject({
      errors: [{ message: expect.stringContaining('has no price yet') as unknown }],
    });
    expect(parsePriceFile((await copied()).replaceAll('TODO', '0.1'))).toMatchObject({
      document: { entries: [{ rows: [{ prices: { input: { usd: '1' } } }] }] },
    });
    await expect(cost).toContainText('1 price tier, without a price for this call');
    await expectNoViolations(page);
  });
}

test('distinguishes free, refused, reported, several billed and wrong amounts', async ({ openAs }) => {
  const shows = async (call: Call, ...texts: string[]) => {
    const page = await openAs('admin', pageOf(call));
    const cost = await costOf(page);
    for (const text of texts) {
      await expect(cost).toContainText(text);
    }
    return cost;
  };
  await shows(freeCall, 'Charged to the caller$0.0000', 'Free of charge.');
  await shows(refusedCall, 'Not billed: no provider charges for this call.');
  await shows(reportedCall, 'List price$0.0150', 'Paid to providers$0.0123', 'Price fromReported by the provider');
  await shows(reportedCall, 'List price by tier 1 of 1: every call');
  await shows(wrongCall, 'Formula: $0.02738, $0.000000001 less than the charge');
  const twice = await shows(twiceBilledCall, 'Paid for each attempt');
  await expect(twice.getByTestId(testIds.request.paidAttempts).locator('tr')).toHaveText([
    'example · tieredfailed after 0 ms$0.0301',
    'example · tieredsuccess after 200 ms$0.02738',
    'Paid to providers$0.05748',
  ]);
  const unpriced = await shows(unpricedCall, 'No price for input, cache read, output of un"heard[U+202E]');
  await expect(unpriced.getByTestId(testIds.request.priceFileLines)).toContainText('models: ["un\\"heard[U+202E]"]');
});

test('is readable at 400 px, in light colours too', async ({ openAs, hostKind }) => {
  for (const call of [tieredCall, unpricedCall]) {
    const page = await openAs('admin', pageOf(call));
    const cost = await costOf(page);
    if (hostKind === 'preview') {
      await chooseLightTheme(page);
    }
    await page.setViewportSize({ width: 400, height: 900 });
    const overflow = () => cost.evaluate((section) => section.scrollWidth - section.clientWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    await expectNoViolations(page);
  }
});
