import { formatPriceFileError, parsePriceFile } from '../file/parse.ts';
import { PriceBook, type BookDocument, type PricedCall } from '../index.ts';
import { BASE, bookOf, price, prices, responded } from '../testing/small-book.ts';
import { missingPrices, priceFileFor, readPriceEntry, sellPriceFor, type RecordedEntry } from './index.ts';

const CACHED = { prompt_tokens: 1000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 600 } };
const SOLD = { model: 'unheard', host: 'api.openai.com', provider: 'openai' };
const NO_TOKENS = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null };

/** The entry that a priced call names, as the ledger returns it. */
function entryOf({ entry }: PricedCall, book: PriceBook): RecordedEntry | null {
  const stored = book.takeNewEntries().find(({ hash }) => hash === entry);
  return stored === undefined ? null : readPriceEntry(stored.content);
}

function usedBy(priced: PricedCall) {
  const { meters, units } = priced.attempts[0]?.basis() ?? { meters: null, units: {} };
  return { record: NO_TOKENS, attempt: { ...(meters !== null && { meters: { ...meters } }), units: { ...units } } };
}

function errorsOf(text: string): string[] {
  const parsed = parsePriceFile(text);
  return 'errors' in parsed ? parsed.errors.map((error) => formatPriceFileError('prices.yaml', error)) : [];
}

function documentOf(text: string): BookDocument {
  const parsed = parsePriceFile(text);
  if ('errors' in parsed) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.document;
}

const withPrices = (lines: string | null) => documentOf((lines ?? '').replaceAll('TODO', '2'));

test('reads every tier of an entry, each with the prices of any row', () => {
  const content = JSON.stringify({
    entry: {
      ...BASE.entries?.[0],
      read_from: 'https://example.com/prices',
      rows: [
        { when: { context: { lte: 128_000 } }, prices },
        { label: 'long', when: { context: { gt: 128_000 } }, prices: { input: { eur: '5', per: 1000 } } },
      ],
      any_row: { web_search: { usd: '0.01' } },
    },
  });
  const entry = readPriceEntry(content);
  expect(entry).toMatchObject({ id: 'big', readFrom: 'https://example.com/prices' });
  expect(entry?.tiers.map(({ label }) => label)).toEqual(['context ≤ 128000', 'long']);
  expect(entry?.tiers[1]?.prices).toEqual([
    { meter: 'web_search', price: '0.01', currency: 'USD', per: 1 },
    { meter: 'input', price: '5', currency: 'EUR', per: 1000 },
  ]);
});

test('a tier has the label that a priced call names', () => {
  const book = bookOf();
  const priced = price([responded()], book);
  expect(priced.tier).not.toBeNull();
  expect(entryOf(priced, book)?.tiers.map(({ label }) => label)).toEqual([priced.tier]);
});

test.each(['', '7', '[]', '{"entry":7}', '{"entry":{"rows":[7,{"prices":{"input":7}}]}}'])(
  'text that is no price entry makes no price: %s',
  (content) => {
    expect(readPriceEntry(content)?.tiers.flatMap((tier) => tier.prices) ?? []).toEqual([]);
  },
);

describe('a model that the price book does not have', () => {
  const unpriced = price([responded({ model: 'unheard', usage: CACHED })]);
  const lines = priceFileFor(SOLD, null, missingPrices(usedBy(unpriced), null));

  test('gets lines with a price of each meter that it used', () => {
    expect(unpriced.charged.state).toBe('unknown_price');
    expect(withPrices(lines).entries?.[0]?.rows[0]?.prices).toEqual({
      input: { usd: '2', per: 1_000_000 },
      cache_read: { usd: '2', per: 1_000_000 },
      output: { usd: '2', per: 1_000_000 },
    });
  });

  test('is not priced by a file in which a price is TODO', () => {
    expect(errorsOf(lines ?? '')).toEqual(
      [9, 10, 11].map((line) =>
        expect.stringMatching(`^prices.yaml:${String(line)}:.*has no price yet.*in place of TODO`),
      ),
    );
    expect(errorsOf(JSON.stringify({ schema: 1, sell: { groups: { vip: 'TODO' } } }))[0]).toMatch('in place of TODO');
  });

  test('is priced once the prices are written', () => {
    const book = new PriceBook([{ document: withPrices(lines), source: 'operator' }]);
    expect(price([responded({ model: 'unheard', usage: CACHED })], book).charged).toEqual({
      state: 'priced',
      nanoUsd: 2_200_000n,
    });
  });

  test('gets lines for its provider if its host is not known, and none without both', () => {
    const meters = ['input', 'output'];
    const byProvider = priceFileFor({ ...SOLD, host: null }, null, meters);
    const book = new PriceBook([{ document: withPrices(byProvider), source: 'operator' }]);
    expect(price([responded({ model: 'unheard' })], book).charged.state).toBe('priced');
    expect(priceFileFor({ ...SOLD, host: null, provider: null }, null, meters)).toBeNull();
  });
});

test('an entry without the price of a meter is completed, and keeps its other prices', () => {
  const book = bookOf();
  const unpriced = price([responded({ model: 'small', usage: CACHED })], book);
  const entry = entryOf(unpriced, book);
  const missing = missingPrices(usedBy(unpriced), entry);
  expect(missing).toEqual(['cache_read']);
  const lines = priceFileFor({ ...SOLD, model: 'small' }, entry, missing);
  expect(lines?.match(/TODO/g)).toHaveLength(2);
  const completed = new PriceBook([{ document: withPrices(lines), source: 'operator' }]);
  expect(price([responded({ model: 'small', usage: CACHED })], completed).charged).toEqual({
    state: 'priced',
    // 400 × 0.15 + 600 × 2 + 100 × 0.6, per million.
    nanoUsd: 1_320_000n,
  });
});

test('a model without a sell price, or without the one of a meter, gets lines for one', () => {
  const sellModel = documentOf(sellPriceFor('best', ['input']).replaceAll('TODO', '2')).sell?.models?.[0];
  expect(sellModel).toEqual({ models: ['best'], prices: { input: { usd: '2', per: 1_000_000 } } });
  const entry = readPriceEntry(JSON.stringify({ sell: { models: ['best'], ratios: { model: '1.25' } } }));
  expect(withPrices(priceFileFor(SOLD, entry, ['cache_read'])).sell?.models?.[0]?.ratios).toEqual({
    model: '1.25',
    cache_read: '2',
  });
});

test('needs no price for reasoning, for parts with a lifetime, and for measures beside tokens', () => {
  const meters = { input: 10, cache_write: 5, 'cache_write:1h': 5, output: 3, reasoning: 2 };
  const attempt = { meters, units: { image: 2, web_search: 1 } };
  expect(missingPrices({ record: NO_TOKENS, attempt }, null)).toEqual([
    'input',
    'cache_write:1h',
    'output',
    'web_search',
  ]);
  expect(missingPrices({ record: NO_TOKENS, attempt: { units: { image: 2 } } }, null)).toEqual(['image']);
  const record = { ...NO_TOKENS, inputTokens: 10, outputTokens: 2 };
  expect(missingPrices({ record, attempt: null }, null)).toEqual(['input', 'output']);
});
