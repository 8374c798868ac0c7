// A month of 20,000 calls of each provider, billed by its own arithmetic and exported in each of its forms, matches in full.
import { formatDecimal, plus, ZERO } from '@tokentrail/pricing/decimal';
import { mappedFormat, readColumnMap } from './formats/column-map.ts';
import type { InvoiceLine } from './lines.ts';
import { ledgerLines } from './testing/ledger.ts';
import {
  anthropicCost,
  anthropicCostCsv,
  anthropicUsage,
  anthropicUsageCsv,
} from './testing/provider/anthropic-exports.ts';
import { billOf, callsOfMonth, dayStart, type BillRow, type Call, type Seller } from './testing/provider/calls.ts';
import { awsCostExplorer, awsCur, azureDetails, focusFile, googleBilling } from './testing/provider/cloud-exports.ts';
import { openaiCostCsv, openaiCosts, openaiUsage } from './testing/provider/openai-exports.ts';
import {
  DEEPSEEK_MAP,
  deepseekCsv,
  openrouterActivity,
  openrouterActivityCsv,
  openrouterGenerations,
} from './testing/provider/other-exports.ts';
import * as sellers from './testing/provider/sellers.ts';
import { causesOf, compare, read, recordedOf } from './testing/setup.ts';

const CALLS = 20_000;

interface Month {
  seller: Seller;
  calls: Call[];
  bill: BillRow[];
  zone: string;
  recorded: ReturnType<typeof recordedOf>;
}

function monthOf(seller: Seller, tiers: readonly string[], zone = 'UTC'): Month {
  const calls = callsOfMonth(seller, CALLS, 1, tiers);
  return { seller, calls, bill: billOf(seller, calls), zone, recorded: recordedOf(seller, calls) };
}

const billedUsd = (bill: readonly BillRow[]): string =>
  formatDecimal({ units: bill.reduce((sum, row) => sum + row.femto, 0n), scale: 15 });

async function readAll(
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
): Promise<InvoiceLine[]> {
  const all: InvoiceLine[] = [];
  for (const [name, content] of files) {
    for (const line of (await read(name, content)).lines) all.push(line);
  }
  return all;
}

function requestsOf({ seller, calls }: Month): Map<string, number> {
  const requests = new Map<string, number>();
  for (const call of calls) {
    const id = `${dayStart(seller, call.startMs)} ${seller.keys[call.key]?.id} ${call.model.id} ${call.tier}`;
    requests.set(id, (requests.get(id) ?? 0) + 1);
  }
  return requests;
}

function expectMatched(month: Month, lines: readonly InvoiceLine[], { total = false, isRounded = false } = {}): void {
  const ledger = ledgerLines(month.seller, month.recorded, month.zone, total);
  const result = compare(month.seller, lines, ledger, { zone: month.zone });
  expect(causesOf(result)).toEqual({});
  expect(formatDecimal(result.totals.unexplained)).toBe('0');
  if (!isRounded) {
    expect(formatDecimal(result.totals.invoiced)).toBe(billedUsd(month.bill));
  }
  // The whole month is there, not an empty comparison.
  expect(result.capture).toHaveLength(31);
  expect(result.cells.reduce((sum, cell) => plus(sum, cell.matched), ZERO).units > 0n).toBe(true);
}

test('OpenAI: costs of the API and of the dashboard, and usage', async () => {
  const month = monthOf(sellers.OPENAI, ['batch', 'priority']);
  expectMatched(month, await readAll([['costs.json', openaiCosts(month.bill)]]));
  expectMatched(month, await readAll([['costs.csv', openaiCostCsv(month.bill)]]));
  const usage = await readAll([['usage.json', openaiUsage(month.bill, requestsOf(month))]]);
  const result = compare(month.seller, usage, ledgerLines(month.seller, month.recorded));
  expect(causesOf(result)).toEqual({});
  expect(result.cells.some((cell) => cell.kind === 'request' && cell.invoicedQuantity !== null)).toBe(true);
  expect(result.cells.every((cell) => cell.recordedQuantity?.units === cell.invoicedQuantity?.units)).toBe(true);
});

test('Anthropic: cents as text with usage by key, and two decimals with display names', async () => {
  const month = monthOf(sellers.ANTHROPIC, ['batch']);
  expectMatched(
    month,
    await readAll([
      ['cost.json', anthropicCost(month.bill)],
      ['usage.json', anthropicUsage(month.bill)],
    ]),
  );
  expectMatched(
    month,
    await readAll([
      ['cost.csv', anthropicCostCsv(month.bill)],
      ['usage.csv', anthropicUsageCsv(month.bill)],
    ]),
    { isRounded: true },
  );
});

test('OpenRouter: activity as JSON and CSV, and one row per call', async () => {
  const month = monthOf(sellers.OPENROUTER, ['standard']);
  const { seller, bill, calls } = month;
  expectMatched(month, await readAll([['activity.json', openrouterActivity(seller, bill, calls)]]), { total: true });
  expectMatched(month, await readAll([['activity.csv', openrouterActivityCsv(seller, bill, calls)]]), { total: true });
  expectMatched(month, await readAll([['calls.csv', openrouterGenerations(seller, calls)]]), { total: true });
});

test('AWS: the packed report of hours and thousands, and Cost Explorer', async () => {
  const month = monthOf(sellers.AWS, ['batch']);
  const { lines, report } = await read('cur.csv.gz', awsCur(month.bill));
  expectMatched(month, lines);
  expect([...report.otherServices]).toEqual([['AmazonEC2', 1]]);
  expectMatched(month, await readAll([['explorer.json', awsCostExplorer(month.bill)]]));
});

test('Azure: meters of words in thousands and millions', async () => {
  const month = monthOf(sellers.AZURE, ['batch', 'priority']);
  expectMatched(month, await readAll([['azure.csv', azureDetails(month.bill)]]));
});

test('Google: lines of JSON with Pacific days', async () => {
  const month = monthOf(sellers.GOOGLE, ['batch', 'priority'], 'America/Los_Angeles');
  expectMatched(month, await readAll([['billing.json', googleBilling(month.bill)]]));
});

test('FOCUS: thousands of tokens and E notation', async () => {
  const month = monthOf(sellers.AZURE, ['batch', 'priority']);
  expectMatched(month, await readAll([['focus.csv', focusFile(month.bill, 'Microsoft')]]));
});

test('another CSV by a column map, with days of the account and masked keys', async () => {
  const month = monthOf(sellers.DEEPSEEK, ['standard'], '+08:00');
  const mapped = mappedFormat(readColumnMap('map.yaml', DEEPSEEK_MAP));
  const { lines } = await read('deepseek.csv', deepseekCsv(month.bill), mapped);
  expectMatched(month, lines);
});
