// A search is counted twice: by its queries and by the prompt that it grounded. A seller bills one of the two.
import { priceCall, recordedCall, withPrice, type AttemptToPrice, type Prices } from './index.ts';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import { AT, bookOf, openai, price, priced, responded, unknownPrice, unknownUsage } from './testing/small-book.ts';

const tokens: Prices = { input: { usd: '1', per: 1_000_000 }, output: { usd: '1', per: 1_000_000 } };
const byPrompt = { ...tokens, grounded_prompt: { usd: '35', per: 1000 } };
const byQuery = { ...tokens, web_search: { usd: '14', per: 1000 } };
const TOKENS_ALONE = 1_100_000n;

function searched(prices: Prices, units: Record<string, number>) {
  const book = bookOf({ entries: [{ id: 'm', seller: openai, models: ['m'], rows: [{ prices }] }] });
  return { book, attempt: responded({ model: 'm', units }) };
}

function listOf(prices: Prices, units: Record<string, number>) {
  const { book, attempt } = searched(prices, units);
  return price([attempt], book);
}

test('a price by prompt covers the queries, and a price by query covers the prompt', () => {
  const units = { web_search: 3, grounded_prompt: 1 };
  expect(listOf(byPrompt, units).list).toEqual(priced(TOKENS_ALONE + 35_000_000n));
  expect(listOf(byQuery, units).list).toEqual(priced(TOKENS_ALONE + 42_000_000n));
  expect(listOf(byPrompt, units).lines.map(({ meter }) => meter)).toEqual(['input', 'output', 'grounded_prompt']);
});

test('without a price of either the price is unknown', () => {
  expect(listOf(tokens, { web_search: 3, grounded_prompt: 1 }).list).toEqual(unknownPrice);
  expect(listOf(tokens, { grounded_prompt: 1 }).list).toEqual(unknownPrice);
});

test('a use is not covered by a unit that was not reported', () => {
  expect(listOf(byPrompt, { web_search: 3 })).toMatchObject({
    list: unknownUsage,
    reason: 'the price needs the number of grounded_prompts, which was not reported (m)',
  });
  expect(listOf(byQuery, { grounded_prompt: 1 }).list).toEqual(unknownUsage);
});

test('queries without a grounded prompt cost nothing by prompt', () => {
  expect(listOf(byPrompt, { web_search: 2, grounded_prompt: 0 }).list).toEqual(priced(TOKENS_ALONE));
});

test('a search within the usage object is covered in the same way', () => {
  const { book } = searched(byPrompt, {});
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100, num_search_queries: 2 };
  const attempt: AttemptToPrice = responded({ model: 'm', usage, units: { grounded_prompt: 1 } });
  expect(price([attempt], book).list).toEqual(priced(TOKENS_ALONE + 35_000_000n));
});

test.each([
  ['by prompt', byPrompt, { web_search: 2, grounded_prompt: 0 }],
  ['by prompt', byPrompt, { web_search: 2, grounded_prompt: 1 }],
  ['by query', byQuery, { web_search: 0, grounded_prompt: 1 }],
])('a stored attempt billed %s costs the same when it is priced again', (_, prices, units) => {
  const { book, attempt } = searched(prices, units);
  const first = priceCall({ attempts: [attempt] }, book);
  const contents = new Map(book.takeNewEntries().map(({ hash, content }) => [hash, content]));
  const stored: Attempt = { index: 0, retry: 0, state: 'success', server: 'api.openai.com', billed: 'yes' };
  const row = JSON.parse(JSON.stringify(withPrice(stored, first.attempts[0]))) as Attempt;
  const record = { startUnixNano: `${String(AT)}000000`, requestModel: 'm', provider: null } as UsageRecord;
  const again = recordedCall(record, [row], (hash) => contents.get(hash) ?? null);
  expect(first.list.state).toBe('priced');
  expect(priceCall(again, bookOf({ entries: [] })).list).toEqual(first.list);
});
