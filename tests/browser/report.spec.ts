import { clickHouseLedger, httpTransport } from '@tokentrail/usage-store';
import { makeReport } from '../../cli/src/report/make-report.ts';
import { expectNoViolations } from './axe.ts';
import { expect, test } from './fixtures.ts';

/** Width of the text on A4 with the margins of the report, in CSS pixels. */
const A4_WIDTH = 687;

test('a report is accessible, loads nothing, and fits a telephone and a sheet of A4', async ({ page, store }) => {
  const reader = httpTransport(store.writers.ledgerReader);
  const openLedger = () => clickHouseLedger({ ledger: reader, attempts: reader });
  const { html } = await makeReport({ from: '7d', maxUnknown: '0', maxCost: '0' }, openLedger, Date.now());
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => problems.push(message.text()));
  page.on('dialog', (dialog) => problems.push(dialog.message()));
  await page.setContent(html);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^LLM usage, /);
  await expect(page.getByRole('img', { name: /^Cost by day\. Highest: / })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Peak hours' }).getByRole('row')).toHaveCount(8);
  await expectNoViolations(page);
  const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await widthOf()).toBe(390);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: A4_WIDTH, height: 900 });
  expect(await widthOf()).toBe(A4_WIDTH);
  expect([requests, problems]).toEqual([[], []]);
});
