import {
  evaluateFormula,
  layerOfEntry,
  PriceBook,
  priceCall,
  type BookDocument,
  type CallToPrice,
  type TryToPrice,
} from './index.ts';

const AT = Date.parse('2026-09-01T12:00:00Z');
const prices = {
  input: { usd: '2.5', per: 1_000_000 },
  cache_read: { usd: '1.25', per: 1_000_000 },
  output: { usd: '10', per: 1_000_000 },
};
const cheap = { input: { usd: '0.15', per: 1_000_000 }, output: { usd: '0.6', per: 1_000_000 } };
const openai = { hosts: ['api.openai.com'], provider: 'openai' };
const BASE: BookDocument = {
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

function bookOf(extra: Partial<BookDocument> = {}): PriceBook {
  return new PriceBook([{ document: { ...BASE, ...extra }, source: 'operator' }]);
}

const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

function answered(over: Partial<TryToPrice> = {}): TryToPrice {
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

function price(tries: TryToPrice[], book = bookOf(), caller: Omit<CallToPrice, 'tries'> = {}) {
  return priceCall({ tries, ...caller }, book);
}

const unknownUsage = { state: 'unknown_usage', nanoUsd: null };
const unknownPrice = { state: 'unknown_price', nanoUsd: null };
const notBilled = { state: 'not_billed', nanoUsd: 0n };
const priced = (nanoUsd: bigint) => ({ state: 'priced', nanoUsd });

describe('states', () => {
  test('a refused call is not billed, in all three amounts', () => {
    const result = price([answered({ state: 'failed', statusCode: 429, usage: undefined })]);
    expect(result).toMatchObject({ list: notBilled, paid: notBilled, charged: notBilled, lines: [], formula: null });
  });

  test('a retry that succeeds costs what the answer cost', () => {
    const refused = answered({ state: 'failed', statusCode: 429, usage: undefined });
    const result = price([refused, answered()]);
    expect(result.paid).toEqual(priced(3_500_000n));
    expect(result.tries).toEqual([notBilled, priced(3_500_000n)]);
  });

  test('a try that timed out before the answer leaves the charge known, list and paid unknown', () => {
    const timedOut = answered({ state: 'failed', usage: undefined });
    const result = price([timedOut, answered()]);
    expect(result).toMatchObject({ list: unknownUsage, paid: unknownUsage, charged: priced(3_500_000n) });
    expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 3_500_000n, holds: true });
  });

  test('a call that only timed out has no known amount', () => {
    expect(price([answered({ state: 'failed', usage: undefined })])).toMatchObject({
      paid: unknownUsage,
      charged: unknownUsage,
    });
  });

  test('a call that was given up has no known amount, unless its usage is said to be billed', () => {
    expect(price([answered({ state: 'cancelled' })]).charged).toEqual(unknownUsage);
    expect(price([answered({ state: 'cancelled', billed: 'yes' })]).charged).toEqual(priced(3_500_000n));
  });

  test('candidates that were skipped or never reached cost nothing and have no amount', () => {
    const result = price([answered({ state: 'skipped' }), answered(), answered({ state: 'available' })]);
    expect(result.tries).toEqual([null, priced(3_500_000n), null]);
    expect(price([]).charged).toEqual(notBilled);
  });

  test('what is not in the book is unknown, never 0', () => {
    expect(price([answered({ model: 'novel' })]).charged).toEqual(unknownPrice);
    expect(price([answered({ model: 'empty' })]).charged).toEqual(unknownPrice);
    expect(price([answered({ model: 'empty' })]).source).toBe('operator');
    expect(price([answered({ units: { web_search: 3 } })]).charged).toEqual(unknownPrice);
    expect(price([answered({ servedTier: 'priority' })]).charged).toEqual(unknownPrice);
    expect(
      price([answered({ model: 'small', usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 1 } } })]).charged,
    ).toEqual(unknownPrice);
  });

  test('no usage is unknown, never 0', () => {
    expect(price([answered({ usage: undefined })]).charged).toEqual(unknownUsage);
    expect(price([answered({ usage: null, model: 'novel' })]).charged).toEqual(unknownUsage);
    expect(price([answered({ usage: { prompt_tokens: 5 } })]).charged).toEqual(unknownUsage);
  });

  test('a kind that may be cached in part is billed with its parent, or not known', () => {
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 900, image_tokens: 600 } };
    const entry = { id: 'big', seller: openai, models: ['big'], inherits: ['input_image'], rows: [{ prices }] };
    // 100 × 2,500 n + 900 × 1,250 n + 100 × 10,000 n
    expect(price([answered({ usage })], bookOf({ entries: [entry] })).charged).toEqual(priced(2_375_000n));
    const apart = { ...entry, rows: [{ prices: { ...prices, input_image: { usd: '5', per: 1_000_000 } } }] };
    expect(price([answered({ usage })], bookOf({ entries: [apart] })).charged).toEqual(unknownUsage);
    expect(price([answered({ usage })]).charged).toEqual(unknownUsage);
  });

  test('a free seller is free even where nobody knows whether a try was billed', () => {
    const free = { state: 'free', nanoUsd: 0n };
    const aborted = answered({ model: 'gratis', state: 'cancelled', usage: undefined });
    expect(price([aborted])).toMatchObject({ list: free, paid: free, charged: free });
    expect(price([aborted, answered()])).toMatchObject({ paid: priced(3_500_000n), charged: priced(3_500_000n) });
    expect(price([aborted, answered({ state: 'failed', usage: undefined })])).toMatchObject({
      paid: unknownUsage,
      charged: unknownUsage,
    });
    expect(price([aborted], bookOf({ sell: {} })).charged).toEqual(free);
    // What costs us nothing may be sold at a price, and then it counts what was used.
    const sold = bookOf({ sell: { models: [{ models: ['gratis'], prices: cheap }] } });
    expect(price([aborted], sold)).toMatchObject({ paid: free, charged: unknownUsage });
  });

  test('only what the free list names is free', () => {
    expect(price([answered({ model: 'gratis' })]).charged).toEqual({ state: 'free', nanoUsd: 0n });
  });

  test('a call is one request, said or not; its maker may count others', () => {
    const perCall = { model: 'per-call', responseModel: 'per-call' };
    expect(price([answered({ ...perCall, units: { request: 1 } })]).charged).toEqual(priced(30_000_000n));
    expect(price([answered({ ...perCall, units: { request: 2 } })]).charged).toEqual(priced(60_000_000n));
    expect(price([answered({ units: { request: 1 } })]).charged).toEqual(price([answered()]).charged);
  });

  test('what the usage counts and its teller counts beside it is owed once', () => {
    const heard = { id: 'heard', seller: openai, models: ['heard'], rows: [{ prices: { second: { usd: '0.0001' } } }] };
    const usage = { type: 'duration', seconds: 9 };
    const result = price([answered({ model: 'heard', usage, units: { second: 8.47 } })], bookOf({ entries: [heard] }));
    expect(result.charged).toEqual(priced(900_000n));
  });

  test('a failed call owes its tokens and not the price per request', () => {
    expect(price([answered({ state: 'failed', statusCode: 500 })]).paid).toEqual(priced(3_500_000n));
    const perCall = answered({ model: 'per-call', usage: undefined });
    expect(price([perCall]).paid).toEqual(priced(30_000_000n));
    expect(price([{ ...perCall, state: 'failed', billed: 'yes' }]).paid).toEqual(priced(0n));
  });
});

describe('who sells', () => {
  test('a self-hosted or loopback server gets no public price, whatever its provider is called', () => {
    for (const host of ['127.0.0.1:8000', 'localhost', 'vllm.internal', 'api.openai.com.evil.example']) {
      expect(price([answered({ host })]).charged).toEqual(unknownPrice);
    }
  });

  test('a loopback host that the file names is priced, on any port or on the one named', () => {
    const named = (hosts: string[]) =>
      bookOf({ entries: [{ id: 'x', seller: { hosts }, models: ['big'], rows: [{ prices }] }] });
    expect(price([answered({ host: '127.0.0.1:9001' })], named(['127.0.0.1'])).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ host: '127.0.0.1:9001' })], named(['127.0.0.1:9001'])).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ host: '127.0.0.1:9002' })], named(['127.0.0.1:9001'])).paid).toEqual(unknownPrice);
  });

  test("the provider name decides where no host is known, by OpenTelemetry's names", () => {
    expect(price([answered({ host: undefined })]).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ host: undefined, provider: 'azure.ai.openai' })]).paid).toEqual(unknownPrice);
    expect(price([answered({ host: undefined, provider: undefined })]).paid).toEqual(unknownPrice);
  });

  test('every host needs the provider as a second witness', () => {
    const any = bookOf({
      entries: [{ id: 'x', seller: { hosts: ['*'], provider: 'mine' }, models: ['big'], rows: [{ prices }] }],
    });
    expect(price([answered({ host: '10.0.0.7:1', provider: 'mine' })], any).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ host: '10.0.0.7:1' })], any).paid).toEqual(unknownPrice);
  });

  test("where one host sells under two names, the call's name decides", () => {
    const entry = (provider: string, usd: string) => ({
      id: provider,
      seller: { hosts: ['127.0.0.1'], provider },
      models: ['m'],
      rows: [{ prices: { input: { usd, per: 1000 }, output: { usd, per: 1000 } } }],
    });
    const both = bookOf({ entries: [entry('a', '1'), entry('b', '2')] });
    const call = answered({ host: '127.0.0.1:1', model: 'm' });
    expect(price([{ ...call, provider: 'a' }], both).paid).toEqual(priced(1_100_000_000n));
    expect(price([{ ...call, provider: 'b' }], both).paid).toEqual(priced(2_200_000_000n));
  });

  test('the answering model counts; the one asked for only where the answer is its dated version', () => {
    expect(price([answered({ responseModel: 'big-2026-01-01' })]).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ model: 'small', responseModel: 'small-2026-01-01' })]).paid).toEqual(priced(210_000n));
    expect(price([answered({ responseModel: 'bigger' })]).paid).toEqual(unknownPrice);
    expect(price([answered({ responseModel: 'small' })]).paid).toEqual(priced(210_000n));
  });
});

test('another currency keeps its own amount on the line, with the rate and its day, and the formula says so', () => {
  const zhipu = { hosts: ['open.bigmodel.cn'], provider: 'zhipu' };
  const cny = { input: { cny: '4', per: 1_000_000 }, output: { cny: '14.5', per: 1_000_000 } };
  const book = bookOf({
    fx: [{ from: 'CNY', to: 'USD', rate: '7.25', per: 'USD', since: '2026-08-01' }],
    entries: [{ id: 'glm', seller: zhipu, models: ['glm'], rows: [{ prices: cny }] }],
  });
  const { lines, formula, charged } = price([answered({ host: 'open.bigmodel.cn', model: 'glm' })], book);
  // (1,000 × 4 + 100 × 14.5) / 7.25 µ$
  expect(charged).toEqual(priced(751_724n));
  const factors = [{ name: 'fx CNY→USD of 2026-08-01', times: '0.137931034482758621' }];
  expect(lines).toMatchObject([
    { meter: 'input', unitPrice: '4', currency: 'CNY', per: 1_000_000, factors },
    { meter: 'output', unitPrice: '14.5', currency: 'CNY', per: 1_000_000, factors },
  ]);
  expect(formula).toMatch(/^1,000 × CNY 4\/1M × 0\.1379\d+ \+ 100 × CNY 14\.50\/1M × 0\.1379\d+ = \$0\.000751724$/);
  expect(evaluateFormula(formula ?? '')).toMatchObject({ nanoUsd: 751_724n, holds: true });
  expect(price([answered()]).lines[0]).not.toHaveProperty('currency');
});

test.each(['5m', '1h', '30m', '12h'])('a cache that lives for %s has a price under its own name, or none', (ttl) => {
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
  const costs = (book: PriceBook) => price([answered({ usage })], book).charged;
  // 10 × 2,500 n + 1,000 × 7,000 n + 1 × 10,000 n
  expect(costs(entryOf({ [meter]: perMillion('7') }))).toEqual(priced(7_035_000n));
  expect(costs(entryOf({ cache_write: perMillion('3') }))).toEqual(unknownPrice);
  expect(costs(entryOf({ cache_write: perMillion('3') }, [meter]))).toEqual(priced(3_035_000n));
  expect(costs(entryOf({ 'cache_write:7m': perMillion('7') }))).toEqual(unknownPrice);
});

describe('paid', () => {
  test('contract factors make paid differ from list, and charged follows paid', () => {
    const book = bookOf({ buy: [{ seller: 'openai', key: 'k1', times: '0.92' }] });
    const result = price([answered({ keyName: 'k1' })], book);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(3_220_000n), charged: priced(3_220_000n) });
    expect(result.lines[0]?.factors).toEqual([{ name: 'contract', times: '0.92' }]);
    expect(price([answered({ keyName: 'k2' })], book).paid).toEqual(priced(3_500_000n));
  });

  test('a cost that the provider reported is paid; ours stays as list', () => {
    const result = price([answered({ reportedCostUsd: '0.0041' })]);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(4_100_000n), source: 'provider' });
    expect(result.formula).toBe('1 × $0.0041 = $0.0041');
  });

  test('OpenRouter and Perplexity report their cost within the usage', () => {
    const router = answered({ host: undefined, provider: 'openrouter', usage: { ...USAGE, cost: 1.25e-7 } });
    const entry = { id: 'r', seller: { provider: 'openrouter' }, models: ['big'], rows: [{ prices }] };
    expect(price([router], bookOf({ entries: [entry] }))).toMatchObject({
      list: priced(3_500_000n),
      paid: priced(125n),
      source: 'provider',
    });
    const sonar = answered({
      host: undefined,
      provider: 'perplexity',
      usage: { ...USAGE, cost: { total_cost: 0.006 } },
    });
    expect(price([sonar])).toMatchObject({ list: unknownPrice, paid: priced(6_000_000n), charged: priced(6_000_000n) });
    expect(price([answered({ usage: { ...USAGE, cost: 9 } })]).paid).toEqual(priced(3_500_000n));
  });

  test('with a key of one’s own, OpenRouter and the provider behind it are paid', () => {
    const used = (more: object) =>
      price([answered({ host: undefined, provider: 'openrouter', usage: { ...USAGE, cost: 0.001, ...more } })]).paid;
    const cost_details = { upstream_inference_cost: 0.02 };
    expect(used({ is_byok: true, cost_details })).toEqual(priced(21_000_000n));
    expect(used({ is_byok: false, cost_details })).toEqual(priced(1_000_000n));
    expect(used({ is_byok: true })).toEqual(unknownPrice);
  });

  test('xAI tells the exact charge in ticks', () => {
    const used = (cost_in_usd_ticks: unknown) =>
      price([answered({ host: undefined, provider: 'x_ai', usage: { ...USAGE, cost_in_usd_ticks } })]);
    expect(used(37_756_000)).toMatchObject({ paid: priced(3_775_600n), source: 'provider', list: unknownPrice });
    expect(used(5).paid).toEqual(priced(0n));
    expect(used(15).paid).toEqual(priced(2n));
    for (const wrong of [-1, 1.5, '7', NaN, null]) {
      expect(used(wrong).paid).toEqual(unknownPrice);
    }
  });

  test('an amount below 0 is no amount', () => {
    expect(price([answered({ reportedCostUsd: '-1' })]).paid).toEqual(priced(3_500_000n));
  });

  test('all billed tries are paid, each in its own amount', () => {
    const failed = answered({ state: 'failed', statusCode: 500, model: 'small' });
    const result = price([failed, answered()]);
    expect(result).toMatchObject({ list: priced(3_710_000n), paid: priced(3_710_000n), charged: priced(3_710_000n) });
    expect(result.tries).toEqual([priced(210_000n), priced(3_500_000n)]);
  });
});

describe('charged', () => {
  const sell = { groups: { vip: '0.8', unset: '-1', gift: '0' }, users: { u42: '0.5', u0: '0', u1: '-1' } };
  const book = bookOf({ buy: [{ seller: 'openai', times: '0.5' }], sell });

  test.each([
    ['no group', {}, 3_500_000n],
    ['a group', { group: 'vip' }, 2_800_000n],
    ["a user's own ratio, over the group's", { group: 'vip', user: 'u42' }, 1_750_000n],
    ['a user whose ratio is not set', { group: 'vip', user: 'u1' }, 2_800_000n],
    ['a group that is not set', { group: 'unset' }, 3_500_000n],
    ['a ratio of 0', { group: 'vip', user: 'u0' }, 0n],
    ['a group of 0', { group: 'gift' }, 0n],
    ['a name every object has', { group: 'constructor', user: 'toString' }, 3_500_000n],
  ])('with %s the ratio is on the list price, not on what was paid', (_, caller, nano) => {
    const result = price([answered()], book, caller);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(1_750_000n), charged: priced(nano) });
  });

  test("a user's own ratio stands in the lines without the user's name", () => {
    const { lines } = price([answered()], book, { user: 'u42' });
    expect(lines.flatMap(({ factors = [] }) => factors)).toEqual(Array(2).fill({ name: 'user', times: '0.5' }));
  });

  test('only the try that answered is charged', () => {
    const failed = answered({ state: 'failed', statusCode: 500, model: 'small' });
    expect(price([failed, answered()], book).charged).toEqual(priced(3_500_000n));
  });

  test('the try that answered last is charged, also where it was at an earlier candidate', () => {
    const again = answered({ model: 'small', startUnixMs: AT + 2000 });
    const before = answered({ startUnixMs: AT + 1000 });
    expect(price([again, before], book).charged).toEqual(priced(210_000n));
  });

  describe('an answer that came in parts', () => {
    const parts = [
      answered(),
      answered({ continues: true, state: 'failed', statusCode: 503, usage: undefined }),
      answered({ usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 } }),
    ];
    // 10 × 2,500 + 1 × 10,000 n
    const SECOND = 35_000n;

    test('costs what all parts cost', () => {
      const result = price(parts);
      const sum = priced(3_500_000n + SECOND);
      expect(result).toMatchObject({ list: sum, paid: sum, charged: sum });
      expect(result.tries).toEqual([priced(3_500_000n), { nanoUsd: 0n, state: 'not_billed' }, priced(SECOND)]);
      expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 3_535_000n, holds: true });
    });

    test('is sold as a whole', () => {
      const sold = price(parts, book, { group: 'vip' });
      expect(sold.charged).toEqual(priced(2_828_000n));
      expect(evaluateFormula(sold.formula ?? '')).toMatchObject({ nanoUsd: 2_828_000n, holds: true });
    });

    test('is one request where requests are sold', () => {
      const flat = bookOf({ sell: { models: [{ models: ['flat'], prices: { request: { usd: '0.01' } } }] } });
      expect(price(parts, flat, { requestedModel: 'flat' }).charged).toEqual(priced(10_000_000n));
    });

    test('has no price where one part has none', () => {
      const [first] = parts;
      const other = answered({ continues: true, model: 'nobody-knows' });
      expect(price([first!, other], book).charged).toEqual(unknownPrice);
    });
  });

  test('the requested model is what is sold, whoever served', () => {
    const served = answered({ model: 'big' });
    expect(price([served], book, { requestedModel: 'small' }).charged).toEqual(priced(210_000n));
    expect(price([served], book, { requestedModel: 'alias' }).charged).toEqual(unknownPrice);
    const byServed = bookOf({ sell: { price_by: 'served_model' } });
    expect(price([served], byServed, { requestedModel: 'alias' }).charged).toEqual(priced(3_500_000n));
  });

  test('own sell prices and ratios go before the list price', () => {
    const own = bookOf({
      sell: {
        groups: { vip: '0.8' },
        models: [
          { models: ['alias'], ratios: { model: '1.25', completion: '4', cache_read: '0.5' } },
          { models: ['flat*'], prices: { request: { usd: '0.01' } } },
        ],
      },
    });
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 400 } };
    // (600 × 2.5 + 400 × 1.25 + 100 × 10) µ$ = 3.0 m$
    expect(price([answered({ usage })], own, { requestedModel: 'alias' }).charged).toEqual(priced(3_000_000n));
    expect(price([answered()], own, { requestedModel: 'flat-1', group: 'vip' }).charged).toEqual(priced(8_000_000n));
  });

  test('what costs anything costs at least the minimum, and the difference is a line', () => {
    const minimum = bookOf({ sell: { minimum: { quota: 1 } } });
    const small = answered({ model: 'small', usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
    const result = price([small], minimum);
    // 1 quota = $1 / 500,000 = 2,000 n; the tokens cost 750 n.
    expect(result.charged).toEqual(priced(2000n));
    expect(result.lines.at(-1)).toMatchObject({ meter: 'minimum', amountUsd: '0.00000125' });
    expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 2000n, holds: true });
    const nothing = answered({ usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } });
    expect(price([nothing], minimum).charged).toEqual(priced(0n));
  });
});

test('a price carries its entry by content: the same entry has the same address in any book', () => {
  const [a, b] = [price([answered()]), price([answered()], bookOf({ version: 'other' }))];
  expect(a.entry).toMatch(/^[0-9a-f]{64}$/);
  expect(b.entry).toBe(a.entry);
  expect([a.version, b.version]).toEqual(['test', 'other']);
});

test('the stronger layer wins with its whole entry', () => {
  const mine = {
    schema: 1 as const,
    version: 'mine',
    entries: [{ id: 'm', seller: openai, models: ['big'], rows: [{ prices: cheap }] }],
  };
  const book = new PriceBook([
    { document: mine, source: 'operator' },
    { document: BASE, source: 'snapshot' },
  ]);
  expect(price([answered()], book)).toMatchObject({ paid: priced(210_000n), source: 'operator', version: 'mine' });
  expect(price([answered({ model: 'per-call' })], book)).toMatchObject({ source: 'snapshot', version: 'test' });
  const cached = { ...USAGE, prompt_tokens_details: { cached_tokens: 1 } };
  expect(price([answered({ usage: cached })], book).paid).toEqual(unknownPrice);
});

describe('entries as records', () => {
  test('a book gives each entry that came into use once', () => {
    const book = bookOf();
    expect(book.takeNewEntries()).toEqual([]);
    const { entry } = price([answered()], book);
    price([answered({ servedTier: 'default' })], book);
    const [first, ...rest] = book.takeNewEntries();
    expect(first).toMatchObject({ hash: entry, id: 'big', source: 'operator', version: 'test' });
    expect(rest).toEqual([]);
    price([answered({ model: 'small' })], book);
    expect(book.takeNewEntries().map((record) => record.id)).toEqual(['small']);
  });

  test('a row is priced again from its entry alone, to the same amount under the same address', () => {
    const fx = [{ from: 'CNY', to: 'USD' as const, rate: '7.25', per: 'USD', since: '2026-01-01' }];
    const entry = {
      id: 'cn',
      seller: openai,
      models: ['big'],
      rows: [{ prices: { input: { cny: '4', per: 1000 }, output: { cny: '8', per: 1000 } } }],
    };
    const book = bookOf({ entries: [entry], fx });
    const then = price([answered()], book);
    const [record] = book.takeNewEntries();
    const layer = record === undefined ? null : layerOfEntry(record);
    const now = price([answered()], new PriceBook(layer === null ? [] : [layer]));
    expect(now).toEqual(then);
    expect(now.charged.state).toBe('priced');
  });

  test('an entry that is not what its address says is none', () => {
    const book = bookOf();
    price([answered()], book);
    const [record] = book.takeNewEntries();
    expect(record && layerOfEntry({ ...record, content: record.content.replace('2.5', '2.4') })).toBeNull();
  });

  test('a sell price has an entry of its own', () => {
    const book = bookOf({ sell: { models: [{ models: ['alias'], ratios: { model: '1', completion: '1' } }] } });
    const { entry } = price([answered()], book, { requestedModel: 'alias' });
    expect(book.takeNewEntries().map(({ hash, id }) => [hash, id])).toContainEqual([entry, 'sell/alias']);
  });

  test('a call that was given up has no known charge, whatever it sells for', () => {
    const book = bookOf({ sell: { models: [{ models: ['alias'], prices: { request: { usd: '1' } } }] } });
    expect(price([answered({ state: 'cancelled' })], book, { requestedModel: 'alias' }).charged).toEqual(unknownUsage);
  });
});

describe('what stands in the way of a right price', () => {
  test('a formula is never longer than the ledger keeps one, and evaluates all the same', () => {
    const factor = (index: number) => ({
      name: `f${String(index)}`,
      times: '1.000000000000000001',
      on: 'tokens' as const,
    });
    const entry = (count: number) => ({
      id: 'x',
      seller: openai,
      models: ['big'],
      rows: [{ prices }],
      factors: Array.from({ length: count }, (_, index) => factor(index)),
    });
    for (const [factors, tries] of [
      [30, 1],
      [1, 40],
      [60, 60],
    ] as const) {
      const { formula, charged } = price(
        Array.from({ length: tries }, () => answered()),
        bookOf({ entries: [entry(factors)] }),
      );
      expect(formula?.length).toBeLessThanOrEqual(1000);
      expect(evaluateFormula(formula ?? '')).toMatchObject({ nanoUsd: charged.nanoUsd, holds: true });
    }
  });

  test('a price entry carries the rate it used, and not the years of rates around it', () => {
    const since = (day: number) => new Date(AT - day * 86_400_000).toISOString().slice(0, 10);
    const fx = Array.from({ length: 2000 }, (_, day) => ({
      ...{ from: 'CNY', to: 'USD' as const, rate: `7.${String(day + 1)}`, per: 'USD' },
      since: since(day - 500),
    }));
    const cny = {
      id: 'cny',
      seller: openai,
      models: ['cny'],
      rows: [{ prices: { input: { cny: '4' }, output: { cny: '1' } } }],
    };
    const book = bookOf({ fx, entries: [cny, ...(BASE.entries ?? [])] });
    const first = price([answered({ model: 'cny' })], book);
    const [stored] = book.takeNewEntries();
    expect(stored?.content.length).toBeLessThan(400);
    expect(JSON.parse(stored?.content ?? '')).toHaveProperty('fx', [expect.objectContaining({ since: since(0) })]);
    const alone = new PriceBook([layerOfEntry(stored!)!]);
    expect(price([answered({ model: 'cny' })], alone)).toMatchObject({ charged: first.charged, entry: first.entry });
    expect(price([answered()], book).entry).toBe(price([answered()]).entry);
  });

  test('a name longer than any that is sold has no price, by no pattern', () => {
    const any = bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], rows: [{ prices }] }] });
    expect(price([answered({ model: 'm'.repeat(256) })], any).paid).toEqual(priced(3_500_000n));
    expect(price([answered({ model: 'm'.repeat(257) })], any).paid).toEqual(unknownPrice);
  });

  test('an empty host is no unknown host', () => {
    const prices = bookOf();
    const unknown = answered({ host: undefined });
    expect(price([unknown], prices).list).toEqual(priced(3_500_000n));
    expect(price([answered({ host: '' })], prices).list).toEqual(unknownPrice);
    expect(price([unknown], prices).list).toEqual(priced(3_500_000n));
  });

  test('no text of a caller can pass for another call', () => {
    const when = (tier: string, usd: string) => ({
      when: { tier },
      prices: { ...prices, input: { usd, per: 1_000_000 } },
    });
    const rows = [{ when: { region: 'eu' }, prices: cheap }, when('default', '2.5'), when('priority', '5')];
    const book = bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], tier_from: 'requested', rows }] });
    const calls: Partial<TryToPrice>[] = [
      { requestedTier: 'priority' },
      { requestedTier: 'auto\nregion\neu' },
      { conditions: { region: 'eu' }, requestedTier: 'auto' },
      { requestedTier: 'priority\n1\nbig' },
      { model: 'big\nregion\neu' },
      { model: '"big\\nregion\\neu"' },
    ];
    const alone = calls.map(
      (call) =>
        price(
          [answered(call)],
          bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], tier_from: 'requested', rows }] }),
        ).list,
    );
    const forwards = calls.map((call) => price([answered(call)], book).list);
    const backwards = calls.toReversed().map((call) => price([answered(call)], book).list);
    expect(forwards).toEqual(alone);
    expect(backwards.toReversed()).toEqual(alone);
  });

  test.each([
    ['a condition that is no text', { conditions: { batch: true, size: 5, region: null } }],
    ['a start that is no time', { startUnixMs: NaN }],
    ['units that are none', { units: { image: {}, web_search: null } }],
  ])('%s is no reason to fail', (_, over) => {
    const windowed = { when: { time: { window: '00:00-23:59' } }, prices };
    const book = bookOf({ entries: [{ id: 'x', seller: openai, models: ['big'], rows: [windowed, { prices }] }] });
    const { list } = price([answered(over as unknown as Partial<TryToPrice>)], book);
    expect(['priced', 'unknown_price', 'unknown_usage']).toContain(list.state);
  });
});
