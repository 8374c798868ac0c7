// Prices of audio: per minute or hour of it, and with a minimum per request.
import { evaluateFormula, recompute, type EntryDocument, type Prices } from './index.ts';
import { bookOf, openai, price, priced, responded, unknownPrice, unknownUsage } from './testing/small-book.ts';

function listOf(prices: Prices, units: Record<string, number>, more: Partial<EntryDocument> = {}) {
  const entry = { id: 'whisper', seller: openai, models: ['whisper'], rows: [{ prices }], ...more };
  return price([responded({ model: 'whisper', usage: undefined, units })], bookOf({ entries: [entry] }));
}

const hourly = { second: { usd: '0.111', per: 3600 } };

test.each([
  ['an hour', hourly, 3600, 111_000_000n],
  ['a fraction of an hour', hourly, 12.5, 385_417n],
  ['a minute', { second: { usd: '0.0035', per: 60 } }, 60, 3_500_000n],
  ['a third of a minute', { second: { usd: '0.0035', per: 60 } }, 20, 1_166_667n],
])('a price per minute or hour bills seconds: %s', (_, prices, second, nanoUsd) => {
  const { list, formula, lines } = listOf(prices, { second });
  expect(list).toEqual(priced(nanoUsd));
  expect(evaluateFormula(formula ?? '')).toEqual({ nanoUsd, statedNanoUsd: nanoUsd, holds: true });
  expect(recompute(lines)).toEqual({ nanoUsd, wrong: [] });
});

test.each([
  [0, 0n, undefined],
  [0.1, 308_333n, '10'],
  [10, 308_333n, '10'],
  [10.5, 323_750n, '10.5'],
])('%d seconds are billed for at least 10, if there are any', (second, nanoUsd, quantity) => {
  const { list, lines } = listOf(hourly, { second }, { at_least: { second: 10 } });
  expect([list, lines[0]?.quantity]).toEqual([priced(nanoUsd), quantity]);
});

test('a length that was not reported is unknown, not the minimum', () => {
  expect(listOf(hourly, {}, { at_least: { second: 10 } }).list).toEqual(unknownUsage);
});

test('the audio of a chat needs a price of its own', () => {
  const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, prompt_audio_seconds: 60 };
  const tokens: Prices = { input: { usd: '0.1', per: 1_000_000 }, output: { usd: '0.4', per: 1_000_000 } };
  const costOf = (prices: Prices) =>
    price(
      [responded({ model: 'v', usage })],
      bookOf({ entries: [{ id: 'v', seller: openai, models: ['v'], rows: [{ prices }] }] }),
    ).list;
  expect(costOf(tokens)).toEqual(unknownPrice);
  expect(costOf({ ...tokens, audio_second: { usd: '0.004', per: 60 } })).toEqual(priced(4_030_000n));
});
