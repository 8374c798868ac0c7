// A book with few, round prices, for tests that compute their amounts by hand.
import { PriceBook, priceCall, type BookDocument, type CallToPrice, type AttemptToPrice } from '../index.ts';

export const AT = Date.parse('2026-09-01T12:00:00Z');
export const prices = {
  input: { usd: '2.5', per: 1_000_000 },
  cache_read: { usd: '1.25', per: 1_000_000 },
  output: { usd: '10', per: 1_000_000 },
};
export const cheap = { input: { usd: '0.15', per: 1_000_000 }, output: { usd: '0.6', per: 1_000_000 } };
export const openai = { hosts: ['api.openai.com'], provider: 'openai' };
export const BASE: BookDocument = {
  schema: 1,
  version: 'test',
  entries: [
    { id: 'big', seller: openai, models: ['big', 'big{date}'], rows: [{ when: { tier: ['default'] }, prices }] },
    { id: 'small', seller: openai, models: ['small'], rows: [{ prices: cheap }] },
    { id: 'per-call', seller: openai, models: ['per-call'], rows: [{ prices: { request: { usd: '0.03' } } }] },
    { id: 'empty', seller: openai, models: ['empty'], rows: [{ prices: {} }] },
  ],
  free: [{ seller: openai, models: ['gratis'] }],
};

export function bookOf(extra: Partial<BookDocument> = {}): PriceBook {
  return new PriceBook([{ document: { ...BASE, ...extra }, source: 'operator' }]);
}

export const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

export function responded(over: Partial<AttemptToPrice> = {}): AttemptToPrice {
  return {
    state: 'success',
    host: 'api.openai.com',
    provider: 'openai',
    model: 'big',
    startUnixMs: AT,
    usage: USAGE,
    ...over,
  };
}

export function price(attempts: AttemptToPrice[], book = bookOf(), caller: Omit<CallToPrice, 'attempts'> = {}) {
  return priceCall({ attempts, ...caller }, book);
}

export const unknownUsage = { state: 'unknown_usage', nanoUsd: null };
export const unknownPrice = { state: 'unknown_price', nanoUsd: null };
export const notBilled = { state: 'not_billed', nanoUsd: 0n };
export const priced = (nanoUsd: bigint) => ({ state: 'priced', nanoUsd });
