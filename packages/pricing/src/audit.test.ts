import type { Amount } from '@tokentrail/records';
import {
  auditCost,
  PriceBook,
  priceCall,
  type BookDocument,
  type CostOfRecord,
  type PricedAmount,
  type PricedCall,
} from './index.ts';

const DOCUMENT: BookDocument = {
  schema: 1,
  version: 't',
  entries: [
    {
      id: 'e',
      seller: { hosts: ['h'], provider: 'p' },
      models: ['m'],
      rows: [
        { when: { tier: 'priority' }, prices: { input: { usd: '5', per: 1000 }, output: { usd: '9', per: 1000 } } },
        { when: { tier: 'default' }, prices: { input: { usd: '2.5', per: 1000 }, output: { usd: '7', per: 1000 } } },
      ],
      any_row: { web_search: { usd: '0.01' } },
    },
  ],
  sell: { groups: { vip: '0.8' }, minimum: { usd: '0.000001' } },
};

function rowOf(priced: PricedCall): CostOfRecord {
  const amount = ({ nanoUsd, state }: PricedAmount): Amount => ({
    nanoUsd: nanoUsd === null ? null : String(nanoUsd),
    state,
  });
  return {
    cost: { list: amount(priced.list), paid: amount(priced.paid), charged: amount(priced.charged) },
    costLines: [...priced.lines],
    costFormula: priced.formula,
    priceSource: priced.source,
    priceEntry: priced.entry,
    priceTier: priced.tier,
    attemptsCount: 1,
  };
}

function priced(over: object = {}) {
  const book = new PriceBook([{ document: DOCUMENT, source: 'operator' }]);
  const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };
  const attempt = {
    state: 'success' as const,
    host: 'h',
    model: 'm',
    startUnixMs: 0,
    usage,
    units: { web_search: 1 },
    ...over,
  };
  const row = rowOf(priceCall({ attempts: [attempt], group: 'vip' }, book));
  return { row, entry: book.takeNewEntries()[0] ?? null };
}

test.each([
  {},
  { servedTier: 'priority' },
  { usage: undefined },
  { model: 'x' },
  { state: 'failed' as const, statusCode: 429, usage: undefined },
])('finds no deviation in an unchanged row: %j', (over) => {
  const { row, entry } = priced(over);
  expect(auditCost(row)).toEqual([]);
  expect(entry === null ? [] : auditCost(row, row.priceEntry === null ? null : entry)).toEqual([]);
});

test.each<[string, (row: CostOfRecord) => Partial<CostOfRecord>, RegExp]>([
  [
    'another charge',
    (row) => ({ cost: { ...row.cost, charged: { state: 'priced', nanoUsd: '44800001' } } }),
    /lines add up to 44800000, but charged is 44800001/,
  ],
  [
    'another line',
    (row) => ({ costLines: row.costLines.map((line) => ({ ...line, amountUsd: '1' })) }),
    /the amount of line \w+ is not its quantity × price/,
  ],
  ['a lost line', (row) => ({ costLines: row.costLines.slice(1) }), /lines add up to/],
  ['another formula', () => ({ costFormula: '1 × $1 = $1' }), /formula evaluates to 1000000000/],
  ['no formula', () => ({ costFormula: null }), /formula evaluates to nothing/],
  [
    'an amount in an unknown state',
    (row) => ({ cost: { ...row.cost, list: { state: 'unknown_price', nanoUsd: '1' } } }),
    /list is unknown_price, but its amount is 1/,
  ],
  [
    '0 in an unknown state',
    (row) => ({ cost: { ...row.cost, paid: { state: 'unknown_usage', nanoUsd: '0' } } }),
    /paid is unknown_usage, but its amount is 0/,
  ],
  [
    'an amount for a free call',
    (row) => ({ cost: { ...row.cost, list: { state: 'free', nanoUsd: '5' } } }),
    /list is free, but its amount is 5/,
  ],
])('%s is found', (_, change, finding) => {
  const { row } = priced();
  expect(auditCost({ ...row, ...change(row) }).join('\n')).toMatch(finding);
});

test('finds a price that the entry does not have, and a price of another row', () => {
  const { row, entry } = priced();
  const dearer = priced({ servedTier: 'priority' }).row;
  expect(auditCost({ ...dearer, priceTier: row.priceTier }, entry).join('\n')).toMatch(
    /\$5\/1000 for input is not a price of e \(default\)/,
  );
  expect(auditCost({ ...row, priceEntry: 'other' }, entry).join('\n')).toMatch(/is not the one the record names/);
});

test('finds the row with several conditions in its entry in any order of the conditions', () => {
  const prices = { input: { usd: '2.5', per: 1000 }, output: { usd: '7', per: 1000 } };
  const when = {
    time: { window: '00:00-23:59', days: ['thu'], tz: 'Etc/UTC' },
    tier: ['default', 'standard'],
    speed: 'standard',
    region: 'eu',
    context: { lte: 200_000, gt: 1 },
  };
  const entries = [{ id: 'e', seller: { hosts: ['h'], provider: 'p' }, models: ['m'], rows: [{ when, prices }] }];
  const book = new PriceBook([{ document: { schema: 1, version: 't', entries }, source: 'operator' }]);
  const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 };
  const attempt = {
    state: 'success' as const,
    host: 'h',
    model: 'm',
    startUnixMs: 0,
    usage,
    conditions: { region: 'eu' },
  };
  const row = rowOf(priceCall({ attempts: [attempt] }, book));
  expect(row.priceTier).toBe('default, context > 1 ≤ 200000, region eu, time 00:00-23:59 on thu Etc/UTC');
  expect(auditCost(row, book.takeNewEntries()[0])).toEqual([]);
});
