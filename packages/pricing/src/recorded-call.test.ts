import fc from 'fast-check';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import {
  billedOf,
  PriceBook,
  priceCall,
  recordedCall,
  withPrice,
  type EntryDocument,
  type AttemptToPrice,
} from './index.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);
const AT = Date.parse('2026-09-01T12:00:00.000Z');
const METERS = [
  ...['input', 'input_audio', 'input_image', 'input_tool', 'cache_read', 'cache_read_audio'],
  ...['cache_write', 'cache_write:5m', 'cache_write:1h', 'output', 'output_audio', 'output_image', 'reasoning'],
  ...['web_search', 'grounded_prompt', 'search', 'search_source', 'image', 'second', 'audio_second', 'request'],
];

/** Records a call as the ledger holds it and reprices it from the entries of its attempts, or from `ledger`. */
function recordAndReprice(
  sentAttempts: readonly AttemptToPrice[],
  book: PriceBook,
  ledger: PriceBook,
  keepPrices = true,
) {
  const priced = priceCall({ attempts: sentAttempts }, book);
  const contents = new Map(book.takeNewEntries().map(({ hash, content }) => [hash, content]));
  const attempts = sentAttempts.map((asked, index): Attempt => {
    const attempt: Attempt = { index, retry: 0, state: asked.state, server: 'h' };
    const billed = billedOf(asked);
    if (billed !== null) attempt.billed = billed;
    if (asked.responseModel !== undefined) attempt.responseModel = asked.responseModel;
    const priceable = withPrice(attempt, priced.attempts[index]);
    if (!keepPrices) {
      delete priceable.priceEntry;
    }
    return JSON.parse(JSON.stringify(priceable)) as Attempt;
  });
  const record = { startUnixNano: `${AT}000000`, requestModel: 'm', provider: null, apiFormat: null } as UsageRecord;
  const call = recordedCall({ ...record, userId: null, group: null }, attempts, (hash) => contents.get(hash) ?? null);
  return { priced, repriced: priceCall(call, ledger), attempts };
}

const count = fc.oneof(fc.constant(0), fc.nat({ max: 100_000 }));
const usage = fc
  .record({ a: count, b: count, c: count, d: count, e: count, f: count, shape: fc.nat({ max: 5 }) })
  .map(({ a, b, c, d, e, f, shape }): unknown => {
    const chat = {
      prompt_tokens: a + b + c,
      completion_tokens: d + e + f,
      total_tokens: a + b + c + d + e + f,
      prompt_tokens_details: { cached_tokens: b, ...(b === 0 && { audio_tokens: c }) },
      completion_tokens_details: { reasoning_tokens: e, audio_tokens: f },
    };
    const shapes: unknown[] = [
      chat,
      { ...chat, prompt_tokens: a, total_tokens: a + b + d + e + f, completion_tokens: d + e + f },
      {
        input_tokens: a,
        cache_read_input_tokens: b,
        cache_creation_input_tokens: c + d,
        cache_creation: { ephemeral_5m_input_tokens: c, ephemeral_1h_input_tokens: d },
        output_tokens: e + f,
        output_tokens_details: { thinking_tokens: e },
        server_tool_use: { web_search_requests: f % 5 },
      },
      {
        promptTokenCount: a + b,
        cachedContentTokenCount: b,
        toolUsePromptTokenCount: c,
        candidatesTokenCount: d,
        thoughtsTokenCount: e,
        totalTokenCount: a + b + c + d + e,
        promptTokensDetails: [{ modality: 'AUDIO', tokenCount: b }],
        cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: b }],
      },
      { billed_units: { input_tokens: a, output_tokens: b, search_units: c, images: d } },
      { type: 'duration', seconds: a / 10 },
    ];
    return shapes[shape];
  });
const rows = fc
  .tuple(
    fc.subarray(METERS, { minLength: 1 }),
    fc.nat({ max: 60_000 }),
    fc.array(fc.nat({ max: 999 }), { minLength: METERS.length }),
  )
  .map(([meters, edge, amounts]): EntryDocument['rows'] => {
    const prices = (plus: number) =>
      Object.fromEntries(meters.map((meter, index) => [meter, { usd: `0.0000${(amounts[index] ?? 1) + plus}` }]));
    return [
      { when: { context: { lt: edge } }, prices: prices(0) },
      { when: { region: 'eu' }, prices: prices(1) },
      { when: { tier: ['default', 'priority'] }, prices: prices(2) },
    ];
  });
const circumstances = fc.record({
  units: fc.constantFrom<Record<string, number> | undefined>(
    ...[undefined, {}, { web_search: 2 }, { web_search: 2, grounded_prompt: 1 }, { web_search: 0, grounded_prompt: 1 }],
    ...[{ image: 3, second: 1.5 }, { audio_second: 7 }, { request: 2 }],
  ),
  conditions: fc.constantFrom(undefined, { region: 'EU' }, { speed: 'fast' }),
  servedTier: fc.constantFrom(undefined, 'priority', 'flex'),
  state: fc.constantFrom('success' as const, 'failed' as const),
});
const entry = (own: Partial<EntryDocument>): EntryDocument => ({
  id: 'e',
  seller: { hosts: ['h'] },
  models: ['m'],
  inherits: ['cache_write:5m', 'cache_write:1h', 'input_tool', 'cache_read_audio', 'output_audio', 'input_image'],
  at_least: { second: 10 },
  rows: [],
  ...own,
});

test('any recorded attempt can be priced again, from its entry and from a book', () => {
  let known = 0;
  fc.assert(
    fc.property(usage, rows, circumstances, (used, priceRows, more) => {
      const document = {
        schema: 1 as const,
        buy: [{ seller: 's', times: '0.9' }],
        entries: [entry({ rows: priceRows })],
      };
      document.entries[0]!.seller.provider = 's';
      const bookOf = () => new PriceBook([{ document, source: 'operator' }]);
      const asked: AttemptToPrice = { host: 'h', model: 'm', startUnixMs: AT, usage: used, billed: 'yes', ...more };
      const first = recordAndReprice([asked, asked], bookOf(), new PriceBook([]));
      if (first.priced.list.state === 'priced') {
        known += 1;
        expect([first.repriced.list, first.repriced.paid]).toEqual([first.priced.list, first.priced.paid]);
      }
      const second = recordAndReprice([asked, asked], bookOf(), bookOf(), false);
      expect([second.repriced.list, second.repriced.paid]).toEqual([first.priced.list, first.priced.paid]);
    }),
    { numRuns: RUNS },
  );
  expect(known).toBeGreaterThan(RUNS / 20);
});

test('a part that may include cached tokens keeps its price if it has one, otherwise it is not recorded', () => {
  const used = {
    ...{ prompt_tokens: 100, completion_tokens: 1, total_tokens: 101 },
    prompt_tokens_details: { cached_tokens: 40, image_tokens: 60 },
  };
  const asked: AttemptToPrice = { state: 'success', host: 'h', model: 'm', startUnixMs: AT, usage: used };
  const prices = { input: { usd: '2' }, cache_read: { usd: '1' }, output: { usd: '3' } };
  const bookOf = (own: Partial<EntryDocument>) =>
    new PriceBook([{ source: 'operator', document: { schema: 1, entries: [entry(own)] } }]);
  const priced = recordAndReprice([asked], bookOf({ rows: [{ prices }] }), new PriceBook([]));
  expect(priced.repriced.list).toEqual({ state: 'priced', nanoUsd: 163_000_000_000n });
  const unpriced = recordAndReprice(
    [asked],
    bookOf({ rows: [{ prices }], inherits: [] }),
    bookOf({ rows: [{ prices }] }),
  );
  expect(unpriced.attempts[0]).not.toHaveProperty('meters');
  expect(unpriced.repriced.list.state).toBe('unknown_usage');
});

test.each<[string, Partial<AttemptToPrice>]>([
  ['a condition with a space in it', { conditions: { size: '1024 x 1024' } }],
  ['a condition with an invalid name', { conditions: { 'Some words': 'x' } }],
  ['a unit with an invalid name', { units: { 'Some words': 1 } }],
  ['a unit that is not a number', { units: { image: NaN } }],
  ['a tier that is a sentence', { servedTier: 'the tier of the prompt' }],
])('%s removes only the basis of the attempt', (_, over) => {
  const asked: AttemptToPrice = {
    state: 'success',
    host: 'h',
    model: 'm',
    startUnixMs: AT,
    usage: { input_tokens: 1 },
    ...over,
  };
  const book = new PriceBook([
    {
      source: 'operator',
      document: { schema: 1, entries: [entry({ rows: [{ prices: { request: { usd: '1' } } }] })] },
    },
  ]);
  const [attempt] = recordAndReprice([asked], book, book).attempts;
  expect(attempt).toMatchObject({ index: 0, state: 'success' });
  expect(Object.keys(attempt ?? {}).filter((field) => /meters|units|conditions|Entry|Tier/.test(field))).toEqual([]);
});

test('a text that may not leave the process is not recorded in any field', () => {
  const asked: AttemptToPrice = {
    state: 'success',
    host: 'h',
    model: 'm',
    startUnixMs: AT,
    conditions: { region: 'secret' },
  };
  const book = new PriceBook([
    {
      source: 'operator',
      document: { schema: 1, entries: [entry({ rows: [{ prices: { request: { usd: '1' } } }] })] },
    },
  ]);
  for (const over of [{}, { conditions: { secret: 'x' } }, { units: { secret: 1 } }, { servedTier: 'secret' }]) {
    const { attempts: sentAttempts } = priceCall({ attempts: [{ ...asked, ...over }] }, book);
    const attempt = withPrice({ index: 0, retry: 0, state: 'success' }, sentAttempts[0], (text) => text !== 'secret');
    expect(JSON.stringify(attempt)).not.toContain('secret');
  }
});
