import { PriceBook, priceCall, withPrice, type AttemptToPrice, type BookDocument } from '@tokentrail/pricing';
import type { Attempt } from '@tokentrail/records';
import { priceEntryRow } from './detail-records.ts';
import { spanRow, type Call, type SpanRow } from './records.ts';

/** Older than all periods of the other specs. */
const MINUTES_AGO = 90 * 24 * 60;
const HOST = 'api.example.com';

const perMillion = (usd: string) => ({ usd, per: 1_000_000 });
const book: BookDocument = {
  schema: 1,
  version: '2026-11-03',
  entries: [
    {
      id: 'example/tiered',
      seller: { hosts: [HOST], provider: 'example' },
      models: ['tiered'],
      rows: [
        {
          when: { context: { lte: 128_000 } },
          prices: {
            input: perMillion('2.5'),
            cache_read: perMillion('1.25'),
            'cache_write:5m': perMillion('3.125'),
            'cache_write:1h': perMillion('5'),
            output: perMillion('10'),
          },
        },
        {
          when: { context: { gt: 128_000 } },
          prices: { input: perMillion('5'), cache_read: perMillion('2.5'), output: perMillion('20') },
        },
      ],
      any_row: { web_search: { usd: '10', per: 1000 } },
      read_from: 'https://example.com/prices, 2026-11-02',
    },
    {
      id: 'example/no-cache-price',
      seller: { hosts: [HOST], provider: 'example' },
      models: ['no-cache-price'],
      rows: [{ prices: { input: perMillion('1'), output: perMillion('4') } }],
    },
    {
      id: 'openrouter/reported',
      seller: { hosts: ['openrouter.ai'], provider: 'openrouter' },
      models: ['reported'],
      rows: [{ prices: { input: perMillion('1'), output: perMillion('4') } }],
    },
  ],
  free: [{ seller: { hosts: [HOST] }, models: ['gratis'] }],
};
const paidBook = new PriceBook([{ document: book, source: 'operator' }]);
/** Has a sell side, which charges a group less than the list price. */
const soldBook = new PriceBook([{ document: { ...book, sell: { groups: { shop: '0.8' } } }, source: 'operator' }]);

const USAGE = { prompt_tokens: 12_000, completion_tokens: 738 };
const CACHED = {
  ...USAGE,
  prompt_tokens_details: { cached_tokens: 8_000 },
  completion_tokens_details: { reasoning_tokens: 321 },
};
const WRITTEN = {
  input_tokens: 3_400,
  cache_read_input_tokens: 8_000,
  cache_creation_input_tokens: 600,
  cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 500 },
  output_tokens: 738,
};

type Sent = Partial<AttemptToPrice> & Pick<AttemptToPrice, 'model'>;

let lastNumber = 800;

/** A call with these attempts, priced as the instrumentation prices it. */
function pricedCall(requestId: string, sent: readonly Sent[], over: Call['attributes'] = {}): Call {
  lastNumber += 1;
  const attempts = sent.map((attempt, index): AttemptToPrice => ({
    state: 'success',
    statusCode: 200,
    host: HOST,
    provider: 'example',
    usage: USAGE,
    startUnixMs: Date.now() + index,
    ...attempt,
  }));
  const group = over.group === undefined ? undefined : String(over.group);
  const requestModel = sent[0]?.model ?? '';
  const cost = priceCall({ attempts, requestedModel: requestModel, group }, group === undefined ? paidBook : soldBook);
  const recorded = attempts.map(({ state, host, provider, model, billed }, index): Attempt =>
    withPrice(
      {
        index,
        retry: 0,
        state,
        server: host ?? '',
        provider: provider ?? '',
        model: model ?? '',
        offsetMs: index * 100,
        durationMs: 90,
        billed: billed ?? (state === 'success' ? 'yes' : 'no'),
      },
      cost.attempts[index],
    ),
  );
  return {
    number: lastNumber,
    minutesAgo: MINUTES_AGO,
    durationMs: 1_000,
    attributes: {
      recordType: 'usage',
      state: 'success',
      operation: 'chat',
      statusCode: 200,
      provider: attempts.at(-1)?.provider ?? '',
      requestModel,
      requestId,
      inputTokens: 12_000,
      outputTokens: 738,
      costListState: cost.list.state,
      costPaidState: cost.paid.state,
      costChargedState: cost.charged.state,
      ...(cost.list.nanoUsd !== null && { costList: String(cost.list.nanoUsd) }),
      ...(cost.paid.nanoUsd !== null && { costPaid: String(cost.paid.nanoUsd) }),
      ...(cost.charged.nanoUsd !== null && { costCharged: String(cost.charged.nanoUsd) }),
      ...(cost.formula !== null && { costFormula: cost.formula }),
      ...(cost.source !== null && { priceSource: cost.source }),
      ...(cost.version !== null && { priceVersion: cost.version }),
      ...(cost.entry !== null && { priceEntry: cost.entry }),
      ...(cost.tier !== null && { priceTier: cost.tier }),
      attemptsCount: attempts.length,
      ...over,
    },
    costLines: [...cost.lines],
    attempts: recorded,
  };
}

/** Every kind of tokens that has a price, in the first of two tiers, with a ratio of the group. */
export const tieredCall = pricedCall(
  'req_tiered',
  [{ model: 'tiered', usage: WRITTEN, apiFormat: 'anthropic.messages', units: { web_search: 3 } }],
  { cacheReadTokens: 8_000, cacheWriteTokens: 600, reasoningTokens: 321, group: 'shop' },
);
/** Its formula gives 1 nano-USD less than its charge. */
export const wrongCall = pricedCall('req_wrong', [{ model: 'tiered', usage: CACHED }]);
wrongCall.attributes.costCharged = String(BigInt(wrongCall.attributes.costCharged as string) + 1n);
/** No price at all. */
export const unpricedCall = pricedCall('req_unpriced', [{ model: 'un"heard\u202E', usage: CACHED }]);
/** A price of each meter but one. */
export const cacheCall = pricedCall('req_cache', [{ model: 'no-cache-price', usage: CACHED }], {
  cacheReadTokens: 8_000,
});
/** The provider reported what it bills. */
export const reportedCall = pricedCall('req_reported', [
  { model: 'reported', host: 'openrouter.ai', provider: 'openrouter', usage: { ...USAGE, cost: 0.0123 } },
]);
/** Two attempts were billed, and a third was refused. */
export const twiceBilledCall = pricedCall('req_twice', [
  { model: 'tiered', state: 'failed', billed: 'yes', usage: { prompt_tokens: 12_000, completion_tokens: 10 } },
  { model: 'tiered', state: 'failed', statusCode: 429, usage: undefined },
  { model: 'tiered', usage: CACHED },
]);
export const freeCall = pricedCall('req_free', [{ model: 'gratis' }]);
export const refusedCall = pricedCall('req_refused', [
  { model: 'tiered', state: 'failed', statusCode: 401, usage: undefined },
]);

/** The spans of these calls, and of the price entries that they name. */
export function costRows(nowMs: number): SpanRow[] {
  const entries = [paidBook, soldBook].flatMap((priceBook) => priceBook.takeNewEntries());
  const calls = [tieredCall, wrongCall, unpricedCall, cacheCall, reportedCall, twiceBilledCall, freeCall, refusedCall];
  return [
    ...calls.map((call) => spanRow(call, nowMs)),
    ...entries.map((entry, index) => priceEntryRow(entry, index + 1, nowMs)),
  ];
}
