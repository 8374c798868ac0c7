import type { PriceBook } from './index.ts';
import { evaluateFormula } from './index.ts';
import {
  prices,
  cheap,
  openai,
  bookOf,
  responded,
  price,
  unknownUsage,
  unknownPrice,
  notBilled,
  priced,
  USAGE,
} from './testing/small-book.ts';

describe('states', () => {
  test('a rejected call is not billed, in all three amounts', () => {
    const result = price([responded({ state: 'failed', statusCode: 429, usage: undefined })]);
    expect(result).toMatchObject({ list: notBilled, paid: notBilled, charged: notBilled, lines: [], formula: null });
  });

  test('a successful retry costs only the successful attempt', () => {
    const rejected = responded({ state: 'failed', statusCode: 429, usage: undefined });
    const result = price([rejected, responded()]);
    expect(result.paid).toEqual(priced(3_500_000n));
    expect(result.attempts).toEqual([notBilled, priced(3_500_000n)]);
  });

  test('after an attempt that timed out and a response, the charge is known, list and paid are unknown', () => {
    const timedOut = responded({ state: 'failed', usage: undefined });
    const result = price([timedOut, responded()]);
    expect(result).toMatchObject({ list: unknownUsage, paid: unknownUsage, charged: priced(3_500_000n) });
    expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 3_500_000n, holds: true });
  });

  test('a call that timed out has no known amount', () => {
    expect(price([responded({ state: 'failed', usage: undefined })])).toMatchObject({
      paid: unknownUsage,
      charged: unknownUsage,
    });
  });

  test('a cancelled call has no known amount unless its usage is reported as billed', () => {
    expect(price([responded({ state: 'cancelled' })]).charged).toEqual(unknownUsage);
    expect(price([responded({ state: 'cancelled', billed: 'yes' })]).charged).toEqual(priced(3_500_000n));
  });

  test('skipped and unreached candidates cost nothing and have no amount', () => {
    const result = price([responded({ state: 'skipped' }), responded(), responded({ state: 'available' })]);
    expect(result.attempts).toEqual([null, priced(3_500_000n), null]);
    expect(price([]).charged).toEqual(notBilled);
  });

  test('a model or meter that is not in the book is unknown, never 0', () => {
    expect(price([responded({ model: 'novel' })]).charged).toEqual(unknownPrice);
    expect(price([responded({ model: 'empty' })]).charged).toEqual(unknownPrice);
    expect(price([responded({ model: 'empty' })]).source).toBe('operator');
    expect(price([responded({ units: { web_search: 3 } })]).charged).toEqual(unknownPrice);
    expect(price([responded({ servedTier: 'priority' })]).charged).toEqual(unknownPrice);
    expect(
      price([responded({ model: 'small', usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 1 } } })]).charged,
    ).toEqual(unknownPrice);
  });

  test('missing usage is unknown, never 0', () => {
    expect(price([responded({ usage: undefined })]).charged).toEqual(unknownUsage);
    expect(price([responded({ usage: null, model: 'novel' })]).charged).toEqual(unknownUsage);
    expect(price([responded({ usage: { prompt_tokens: 5 } })]).charged).toEqual(unknownUsage);
  });

  test('a part that may include cached tokens is billed with its parent, or unknown', () => {
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 900, image_tokens: 600 } };
    const entry = { id: 'big', seller: openai, models: ['big'], inherits: ['input_image'], rows: [{ prices }] };
    // 100 × 2,500 n + 900 × 1,250 n + 100 × 10,000 n
    expect(price([responded({ usage })], bookOf({ entries: [entry] })).charged).toEqual(priced(2_375_000n));
    const separatelyPriced = { ...entry, rows: [{ prices: { ...prices, input_image: { usd: '5', per: 1_000_000 } } }] };
    expect(price([responded({ usage })], bookOf({ entries: [separatelyPriced] })).charged).toEqual(unknownUsage);
    expect(price([responded({ usage })]).charged).toEqual(unknownUsage);
  });

  test('a free seller is free even if an attempt was possibly billed', () => {
    const free = { state: 'free', nanoUsd: 0n };
    const aborted = responded({ model: 'gratis', state: 'cancelled', usage: undefined });
    expect(price([aborted])).toMatchObject({ list: free, paid: free, charged: free });
    expect(price([aborted, responded()])).toMatchObject({ paid: priced(3_500_000n), charged: priced(3_500_000n) });
    expect(price([aborted, responded({ state: 'failed', usage: undefined })])).toMatchObject({
      paid: unknownUsage,
      charged: unknownUsage,
    });
    expect(price([aborted], bookOf({ sell: {} })).charged).toEqual(free);
    // A model that is free to us may have a sell price; then the charge depends on the usage.
    const sold = bookOf({ sell: { models: [{ models: ['gratis'], prices: cheap }] } });
    expect(price([aborted], sold)).toMatchObject({ paid: free, charged: unknownUsage });
  });

  test('only models on the free list are free', () => {
    expect(price([responded({ model: 'gratis' })]).charged).toEqual({ state: 'free', nanoUsd: 0n });
  });

  test('a call counts as one request unless another number is given', () => {
    const perCall = { model: 'per-call', responseModel: 'per-call' };
    expect(price([responded({ ...perCall, units: { request: 1 } })]).charged).toEqual(priced(30_000_000n));
    expect(price([responded({ ...perCall, units: { request: 2 } })]).charged).toEqual(priced(60_000_000n));
    expect(price([responded({ units: { request: 1 } })]).charged).toEqual(price([responded()]).charged);
  });

  test('a unit counted both in the usage and beside it is billed once', () => {
    const transcribed = {
      id: 'transcribed',
      seller: openai,
      models: ['transcribed'],
      rows: [{ prices: { second: { usd: '0.0001' } } }],
    };
    const usage = { type: 'duration', seconds: 9 };
    const result = price(
      [responded({ model: 'transcribed', usage, units: { second: 8.47 } })],
      bookOf({ entries: [transcribed] }),
    );
    expect(result.charged).toEqual(priced(900_000n));
  });

  test('a failed call is billed for its tokens but not for the price per request', () => {
    expect(price([responded({ state: 'failed', statusCode: 500 })]).paid).toEqual(priced(3_500_000n));
    const perCall = responded({ model: 'per-call', usage: undefined });
    expect(price([perCall]).paid).toEqual(priced(30_000_000n));
    expect(price([{ ...perCall, state: 'failed', billed: 'yes' }]).paid).toEqual(priced(0n));
  });
});

test('a line and the formula show a price in another currency, with its rate and date', () => {
  const zhipu = { hosts: ['open.bigmodel.cn'], provider: 'zhipu' };
  const cny = { input: { cny: '4', per: 1_000_000 }, output: { cny: '14.5', per: 1_000_000 } };
  const book = bookOf({
    fx: [{ from: 'CNY', to: 'USD', rate: '7.25', per: 'USD', since: '2026-08-01' }],
    entries: [{ id: 'glm', seller: zhipu, models: ['glm'], rows: [{ prices: cny }] }],
  });
  const { lines, formula, charged } = price([responded({ host: 'open.bigmodel.cn', model: 'glm' })], book);
  // (1,000 × 4 + 100 × 14.5) / 7.25 µ$
  expect(charged).toEqual(priced(751_724n));
  const factors = [{ name: 'fx CNY→USD of 2026-08-01', times: '0.137931034482758621' }];
  expect(lines).toMatchObject([
    { meter: 'input', unitPrice: '4', currency: 'CNY', per: 1_000_000, factors },
    { meter: 'output', unitPrice: '14.5', currency: 'CNY', per: 1_000_000, factors },
  ]);
  expect(formula).toMatch(/^1,000 × CNY 4\/1M × 0\.1379\d+ \+ 100 × CNY 14\.50\/1M × 0\.1379\d+ = \$0\.000751724$/);
  expect(evaluateFormula(formula ?? '')).toMatchObject({ nanoUsd: 751_724n, holds: true });
  expect(price([responded()]).lines[0]).not.toHaveProperty('currency');
});

test.each(['5m', '1h', '30m', '12h'])('a cache with a TTL of %s has a price under its own name, or none', (ttl) => {
  const meter = `cache_write:${ttl}`;
  const usage = {
    ...{ input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 1000 },
    cache_creation: { [`ephemeral_${ttl}_input_tokens`]: 1000 },
  };
  const entryOf = (more: object, inherits: string[] = []) =>
    bookOf({
      entries: [
        {
          id: 'c',
          seller: openai,
          models: ['big'],
          usage: 'anthropic',
          inherits,
          rows: [{ prices: { ...prices, ...more } }],
        },
      ],
    });
  const perMillion = (usd: string) => ({ usd, per: 1_000_000 });
  const costs = (book: PriceBook) => price([responded({ usage })], book).charged;
  // 10 × 2,500 n + 1,000 × 7,000 n + 1 × 10,000 n
  expect(costs(entryOf({ [meter]: perMillion('7') }))).toEqual(priced(7_035_000n));
  expect(costs(entryOf({ cache_write: perMillion('3') }))).toEqual(unknownPrice);
  expect(costs(entryOf({ cache_write: perMillion('3') }, [meter]))).toEqual(priced(3_035_000n));
  expect(costs(entryOf({ 'cache_write:7m': perMillion('7') }))).toEqual(unknownPrice);
});

describe('paid', () => {
  test('contract factors make paid differ from list, and charged follows paid', () => {
    const book = bookOf({ buy: [{ seller: 'openai', key: 'k1', times: '0.92' }] });
    const result = price([responded({ keyName: 'k1' })], book);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(3_220_000n), charged: priced(3_220_000n) });
    expect(result.lines[0]?.factors).toEqual([{ name: 'contract', times: '0.92' }]);
    expect(price([responded({ keyName: 'k2' })], book).paid).toEqual(priced(3_500_000n));
  });

  test('the cost that the provider reported becomes paid; ours stays as list', () => {
    const result = price([responded({ reportedCostUsd: '0.0041' })]);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(4_100_000n), source: 'provider' });
    expect(result.formula).toBe('1 × $0.0041 = $0.0041');
  });

  test('OpenRouter and Perplexity report their cost within the usage', () => {
    const router = responded({ host: undefined, provider: 'openrouter', usage: { ...USAGE, cost: 1.25e-7 } });
    const entry = { id: 'r', seller: { provider: 'openrouter' }, models: ['big'], rows: [{ prices }] };
    expect(price([router], bookOf({ entries: [entry] }))).toMatchObject({
      list: priced(3_500_000n),
      paid: priced(125n),
      source: 'provider',
    });
    const sonar = responded({
      host: undefined,
      provider: 'perplexity',
      usage: { ...USAGE, cost: { total_cost: 0.006 } },
    });
    expect(price([sonar])).toMatchObject({ list: unknownPrice, paid: priced(6_000_000n), charged: priced(6_000_000n) });
    expect(price([responded({ usage: { ...USAGE, cost: 9 } })]).paid).toEqual(priced(3_500_000n));
  });

  test('with the user’s own provider key, OpenRouter and the provider are both paid', () => {
    const used = (more: object) =>
      price([responded({ host: undefined, provider: 'openrouter', usage: { ...USAGE, cost: 0.001, ...more } })]).paid;
    const cost_details = { upstream_inference_cost: 0.02 };
    expect(used({ is_byok: true, cost_details })).toEqual(priced(21_000_000n));
    expect(used({ is_byok: false, cost_details })).toEqual(priced(1_000_000n));
    expect(used({ is_byok: true })).toEqual(unknownPrice);
  });

  test('xAI reports the exact charge in ticks', () => {
    const used = (cost_in_usd_ticks: unknown) =>
      price([responded({ host: undefined, provider: 'x_ai', usage: { ...USAGE, cost_in_usd_ticks } })]);
    expect(used(37_756_000)).toMatchObject({ paid: priced(3_775_600n), source: 'provider', list: unknownPrice });
    expect(used(5).paid).toEqual(priced(0n));
    expect(used(15).paid).toEqual(priced(2n));
    for (const wrong of [-1, 1.5, '7', NaN, null]) {
      expect(used(wrong).paid).toEqual(unknownPrice);
    }
  });

  test('a negative reported amount is ignored', () => {
    expect(price([responded({ reportedCostUsd: '-1' })]).paid).toEqual(priced(3_500_000n));
  });

  test('all billed attempts are paid, each with its own amount', () => {
    const failed = responded({ state: 'failed', statusCode: 500, model: 'small' });
    const result = price([failed, responded()]);
    expect(result).toMatchObject({ list: priced(3_710_000n), paid: priced(3_710_000n), charged: priced(3_710_000n) });
    expect(result.attempts).toEqual([priced(210_000n), priced(3_500_000n)]);
  });
});
