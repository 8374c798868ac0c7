import { readPriceEntry, type Conditions } from '@tokentrail/pricing/recorded';
import type { Attempt } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { checkCharge } from './charge-check.ts';
import { billedAttempts, chargedAttempt, contextOf } from './charged-attempt.ts';
import { includedParts } from './included-parts.ts';
import { priceGap } from './price-gap.ts';
import { inMeterOrder, priceText, tierWords } from './tier-words.ts';

describe('the check of a charge', () => {
  const { cost } = EXAMPLE_RECORD;
  const charged = (nanoUsd: string | null) => ({ ...cost, charged: { ...cost.charged, nanoUsd } });

  test('holds if formula and lines give it', () => {
    expect(checkCharge(EXAMPLE_RECORD)).toEqual({ formula: { result: 'equal' }, lines: { result: 'equal' } });
  });

  test('says by how much each differs', () => {
    const differs = { result: 'differs', nanoUsd: '21904000', by: '-1' };
    expect(checkCharge({ ...EXAMPLE_RECORD, cost: charged('21904001') })).toEqual({ formula: differs, lines: differs });
  });

  test('fails for a formula that is none, and is absent without a charge', () => {
    expect(checkCharge({ ...EXAMPLE_RECORD, costFormula: 'much' })?.formula).toEqual({ result: 'unreadable' });
    expect(checkCharge({ ...EXAMPLE_RECORD, costFormula: null, costLines: [] })).toEqual({
      formula: null,
      lines: null,
    });
    expect(checkCharge({ ...EXAMPLE_RECORD, cost: charged(null) })).toBeNull();
  });
});

test.each([
  [{}, 'every call'],
  [{ tier: ['default', 'standard'], context: { lt: 272_000 } }, 'default or standard tier, below 272,000 input tokens'],
  [{ context: { gte: 1000, lte: 2000 } }, 'from 1,000 input tokens, up to 2,000 input tokens'],
  [{ batch: true, speed: 'standard', region: 'eu' }, 'batch, region eu'],
  [{ date: { from: '2026-01-01', to: '2026-06-01' } }, 'from 2026-01-01 before 2026-06-01'],
  [{ time: { window: '16:30-00:30', days: ['mon', 'tue'], tz: 'UTC' } }, '16:30-00:30 mon or tue UTC'],
  [{ context: 'much', host: 'a\u202Eb' }, 'host a[U+202E]b'],
])('words a tier whose conditions are %j', (when, words) => {
  expect(tierWords({ label: 'base', when: when as Conditions, prices: [] })).toBe(words);
});

test('a tier without conditions has the name that the price file gives it', () => {
  expect(tierWords({ label: 'list of 2026', when: {}, prices: [] })).toBe('list of 2026');
});

test('words a price in its currency and for its units', () => {
  const text = (price: string, per: number, currency = 'USD') => priceText({ meter: 'x', price, per, currency });
  expect(text('2.5', 1_000_000)).toBe('$2.50 / 1M');
  expect(text('8', 1000, 'CNY')).toBe('CNY 8 / 1k');
  expect(text('0.36', 3600)).toBe('$0.36 / hour');
  expect(text('much', 1)).toBe('USD much / 1');
});

test('orders the prices of a tier as a calculation, and lifetimes by length', () => {
  const meters = ['cache_read', 'cache_write:1h', 'cache_write:5m', 'image', 'input', 'output', 'reasoning'];
  const prices = meters.map((meter) => ({ meter, price: '1', currency: 'USD', per: 1 }));
  expect(inMeterOrder(prices).map(({ meter }) => meter)).toEqual([
    ...['input', 'cache_read', 'cache_write:5m', 'cache_write:1h', 'output', 'reasoning', 'image'],
  ]);
});

describe('the attempt that is charged', () => {
  const attempt = (over: Partial<Attempt>): Attempt => ({ index: 0, retry: 0, state: 'failed', ...over });
  const responded = attempt({ index: 1, state: 'success', billed: 'yes', offsetMs: 1, meters: { input: 7 } });
  const billed = attempt({ index: 0, billed: 'yes', offsetMs: 9, usage: { inputTokens: 5 } });

  test('is the one that responded, otherwise the last billed one', () => {
    expect(chargedAttempt([billed, responded])).toBe(responded);
    const refused = attempt({ index: 2, billed: 'no', offsetMs: 10 });
    expect(chargedAttempt([billed, refused])).toBe(billed);
    expect(chargedAttempt([refused, attempt({ state: 'skipped' })])).toBeNull();
  });

  test('has a context only if it was reported', () => {
    expect([responded, billed, attempt({})].map(contextOf)).toEqual([7, 5, null]);
  });

  test('billed attempts are in order of time', () => {
    expect(billedAttempts([billed, attempt({ state: 'skipped' }), responded])).toEqual([responded, billed]);
  });
});

describe('parts without a line of their own', () => {
  const record = { ...EXAMPLE_RECORD, reasoningTokens: 300, cacheWriteTokens: 5 };

  test('are included in the line that bills them', () => {
    expect(includedParts(record, { audioInputTokens: null, audioOutputTokens: 4 })).toEqual([
      { meter: 'cache_write', quantity: 5, within: 'input' },
      { meter: 'reasoning', quantity: 300, within: 'output' },
      { meter: 'output_audio', quantity: 4, within: 'output' },
    ]);
  });

  test('are not guessed for lines of several attempts', () => {
    expect(includedParts({ ...record, costLines: [...record.costLines, ...record.costLines] }, null)).toEqual([]);
  });
});

describe('the gap in the prices', () => {
  const unknown = { nanoUsd: null, state: 'unknown_price' } as const;
  const unpriced = { ...EXAMPLE_RECORD, cost: { list: unknown, paid: unknown, charged: unknown } };
  const entryOf = (rows: object[]) => readPriceEntry(JSON.stringify({ entry: { id: 'x', models: ['m'], rows } }));

  test('is absent if no amount lacks a price', () => {
    expect(priceGap(EXAMPLE_RECORD, null, null)).toBeNull();
  });

  test('is a sell price if only the charge is unknown and no entry is named', () => {
    const record = { ...EXAMPLE_RECORD, priceEntry: null, cost: { ...EXAMPLE_RECORD.cost, charged: unknown } };
    expect(priceGap(record, null, null)?.lines).toContain('sell:\n  models:\n    - models: ["gpt-4o"]');
  });

  test('is a condition if every used meter has a price', () => {
    const price = { usd: '1' };
    const prices = { input: price, cache_read: price, output: price };
    const gap = priceGap(unpriced, null, entryOf([{ when: { deployment: 'global' }, prices }]));
    expect(gap).toMatchObject({ title: 'No tier of the price entry x applies', lines: null });
    expect(gap?.help).toContain('State type and region of the deployment');
  });

  test('cannot name a meter if no usage is known', () => {
    const none = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null };
    expect(priceGap({ ...unpriced, ...none }, null, null)).toMatchObject({ lines: null });
  });
});
