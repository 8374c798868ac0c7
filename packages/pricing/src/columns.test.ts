// The token columns of a record and its price come from one reading: the billed tokens add up to the columns.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, mergeUsage, normaliseUsage, profileOf, tokensIn } from '@tokentrail/usage';
import type { Item } from './bill.ts';
import { costOfAttempt } from './attempt-cost.ts';
import { formatDecimal, plus, ZERO } from './decimal.ts';
import { PriceBook, type AttemptToPrice, type Prices } from './index.ts';
import { isTokenMeter } from './meter-names.ts';
import { attemptOf, bookOf, files } from './testing/read-cases.ts';

const USAGES = join(__dirname, '..', '..', 'usage', 'cases');

interface UsageCase {
  path: string;
  seller: string;
  format: string;
  usages: readonly unknown[];
}

/** The columns, each with the meters that it adds up. */
const COLUMNS = {
  inputTokens: /^(input|cache_read|cache_write)(_|:|$)/,
  outputTokens: /^(output|reasoning)(_|:|$)/,
  cacheReadTokens: /^cache_read(_|$)/,
  cacheWriteTokens: /^cache_write(:|$)/,
} as const;

/** Tokens that are in no column: text of sources, and work of other models, which no price covers. */
const IN_NO_COLUMN = new Set(['citation', 'advisor_message', 'fallback_message']);

/** Of tokens that may be cached in part, no one knows how many: they are billed with their parent. */
const OVERLAPPING = ['input_audio', 'input_image', 'input_video'];

/** Columns that a seller reports and does not bill: Cohere's cached tokens are not in its billed units. */
const NOT_BILLED: Readonly<Record<string, readonly Side[]>> = { cohere: ['cacheReadTokens'] };

type Side = keyof typeof COLUMNS;

/** The tokens of `items` that belong to each column. */
function billedTokens(items: readonly Item[]): Record<Side, number> {
  const sides = Object.entries(COLUMNS).map(([column, meters]) => {
    const sum = items
      .filter(({ meter }) => meters.test(meter))
      .reduce((total, item) => plus(total, item.quantity), ZERO);
    return [column, Number(formatDecimal(sum))];
  });
  return Object.fromEntries(sides) as Record<Side, number>;
}

/** The columns that are billed, 0 for those that are absent. */
function columnsOf({ usage, apiFormat }: AttemptToPrice, seller: string | undefined): Record<Side, number> {
  const columns = tokensIn(usage, profileOf(seller), apiFormat);
  const isBilled = (column: string) => NOT_BILLED[seller ?? '']?.some((name) => name === column) !== true;
  const sides = Object.keys(COLUMNS).map((column) => [column, (isBilled(column) && columns[column as Side]) || 0]);
  return Object.fromEntries(sides) as Record<Side, number>;
}

function itemsOf(attempt: AttemptToPrice, book: PriceBook) {
  const { priced, resolved, state } = costOfAttempt(attempt, 'yes', book);
  return { items: priced?.items, seller: resolved?.seller, state, bySomeTokens: priced?.row.pricesTokens };
}

function expectNoOtherTokens(items: readonly Item[]): void {
  const meters = items.map(({ meter }) => meter).filter(isTokenMeter);
  const known = (meter: string) =>
    IN_NO_COLUMN.has(meter) || COLUMNS.inputTokens.test(meter) || COLUMNS.outputTokens.test(meter);
  expect(meters.filter((meter) => !known(meter))).toEqual([]);
}

/** A book that prices `meters`; all others cost what their parent costs. */
function bookPricing(seller: string, meters: readonly string[], inherits: string[]): PriceBook {
  const prices: Prices = Object.fromEntries(meters.map((meter) => [meter, { usd: '1', per: 1_000_000 }]));
  const entries = [
    { id: 'e', seller: { hosts: ['h'], provider: seller }, models: ['m'], rows: [{ prices }], inherits },
  ];
  return new PriceBook([{ document: { schema: 1, entries }, source: 'operator' }]);
}

const PARTS = /^(input_|output_|cache_read|cache_write|reasoning)/;

const usageFiles = readdirSync(USAGES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
const usageCases = usageFiles.map((path) => {
  return { path, ...(JSON.parse(readFileSync(join(USAGES, path), 'utf8')) as Partial<UsageCase>) };
});
/** Other cases contain parts of a response in place of its usage. */
const isUsage = (content: Partial<UsageCase>): content is UsageCase => content.usages !== undefined;

describe.each(usageCases.filter(isUsage))('$path', ({ seller, format, usages }) => {
  const usage = usages.reduce<Readonly<Record<string, unknown>> | undefined>(mergeUsage, undefined);
  const counts = countsOf(normaliseUsage(usage, profileOf(seller), format), true);
  const meters = Object.keys(counts ?? {});
  const attempt: AttemptToPrice = { state: 'success', host: 'h', model: 'm', apiFormat: format, usage, startUnixMs: 0 };

  test('with a price of every meter, the billed tokens add up to the columns', () => {
    const { items } = itemsOf(attempt, bookPricing(seller, meters, OVERLAPPING));
    expect(items !== undefined).toBe(counts !== null);
    if (items !== undefined) {
      expectNoOtherTokens(items);
      expect(billedTokens(items)).toEqual(columnsOf(attempt, seller));
    }
  });

  test('with prices of input and output alone, the same tokens are billed', () => {
    const parts = meters.filter((meter) => PARTS.test(meter));
    const others = meters.filter((meter) => !parts.includes(meter));
    const book = bookPricing(seller, ['input', 'output', ...others], [...parts, ...OVERLAPPING]);
    const { items = [] } = itemsOf(attempt, book);
    const { inputTokens, outputTokens } = columnsOf(attempt, seller);
    expect(billedTokens(items)).toMatchObject(counts === null ? {} : { inputTokens, outputTokens });
  });
});

describe.each(files)('$name', ({ file }) => {
  const book = bookOf(file);

  test('the billed tokens of every priced case add up to its columns', () => {
    let compared = 0;
    for (const one of file.cases) {
      const attempt = attemptOf(one, file);
      const { items, seller, bySomeTokens } = itemsOf(attempt, book);
      if (items === undefined || bySomeTokens === false) continue;
      compared += 1;
      expectNoOtherTokens(items);
      expect([one, billedTokens(items)]).toEqual([one, columnsOf(attempt, seller)]);
    }
    expect(compared > 0).toBe(file.cases.some(({ nano }) => nano !== undefined));
  });
});
