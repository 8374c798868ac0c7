import type { CallEnd } from '../types.ts';
import { flush, shutdown, startCall, startRecording, startRequest } from '../index.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../testing/otlp-receiver.ts';

let collector: OtlpReceiver;

beforeEach(async () => {
  collector = await startOtlpReceiver();
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url });
});
afterEach(async () => {
  await shutdown();
  await collector.close();
});

const CHAT = { operation: 'chat', requestModel: 'gpt-4o', apiFormat: 'openai.chat' } as const;
const OPENAI = { provider: 'openai', serverAddress: 'api.openai.com', model: 'gpt-4o' };
const USAGE = { inputTokens: 1000, outputTokens: 100 };
/** 1,000 × $2.50/1M + 100 × $10/1M. */
const PRICE = 3_500_000;

async function onlyRecord(): Promise<ReceivedSpan> {
  await flush();
  const all = collector.records();
  expect(all).toHaveLength(1);
  return all[0]!;
}

/** State and nano-USD of each amount. */
async function costs() {
  const { attributes } = await onlyRecord();
  const amount = (name: string) => attributes[`tokentrail.cost.${name}`] ?? attributes[`tokentrail.cost.${name}.state`];
  return { list: amount('list'), paid: amount('paid'), charged: amount('charged') };
}

describe('usage reported without an attempt is that of the call', () => {
  test('of a gateway', async () => {
    startRequest({ ...CHAT, provider: 'openai' }).end({ state: 'success', usage: USAGE });
    expect(await costs()).toEqual({ list: PRICE, paid: PRICE, charged: PRICE });
  });

  test('of a client instrumented by hand', async () => {
    startCall({ ...CHAT, ...OPENAI }).end({ state: 'success', usage: USAGE });
    expect(await costs()).toEqual({ list: PRICE, paid: PRICE, charged: PRICE });
  });

  test('and costs nothing if the gateway reports that it was not billed', async () => {
    startRequest({ ...CHAT, provider: 'openai' }).end({ state: 'success', usage: USAGE, billed: 'no' });
    expect(await costs()).toEqual({ list: 0, paid: 0, charged: 0 });
  });

  test('and so is a cost', async () => {
    startRequest({ ...CHAT, provider: 'somebody' }).end({ state: 'success', reportedCostUsd: '0.05' });
    expect(await costs()).toMatchObject({ paid: 50_000_000, charged: 50_000_000 });
  });
});

describe('a successful call without a reported attempt', () => {
  const unknown = { list: 'unknown_usage', paid: 'unknown_usage', charged: 'unknown_usage' };
  const nothing = { list: 0, paid: 0, charged: 0 };

  test('has an unknown cost, because its attempt was not reported', async () => {
    startRequest(CHAT).end({ state: 'success', statusCode: 200 });
    expect(await costs()).toEqual(unknown);
  });

  test('costs nothing if it was not billed, or if all candidates were skipped', async () => {
    startRequest(CHAT).end({ state: 'success', statusCode: 200, billed: 'no' });
    expect(await costs()).toEqual(nothing);
    collector.spans.length = 0;
    const request = startRequest(CHAT);
    request.candidate(OPENAI).skip('answered_from_cache');
    request.end({ state: 'success', statusCode: 200 });
    expect(await costs()).toEqual(nothing);
  });
});

test('usage of a whole call belongs to no single attempt if several made its response', async () => {
  const request = startRequest(CHAT);
  request.attempt(OPENAI).end({ state: 'success', usage: USAGE });
  request.attempt({ ...OPENAI, continues: true }).end({ state: 'success' });
  request.end({ state: 'success', usage: { inputTokens: 3000, outputTokens: 300 }, reportedCostUsd: '0.01' });
  expect(await costs()).toEqual({ list: 'unknown_usage', paid: 'unknown_usage', charged: 'unknown_usage' });
});

describe('concurrent attempts', () => {
  test('the one left open is not billed for the response of another', async () => {
    const request = startRequest(CHAT);
    const [slow, fast] = request.candidates([OPENAI, OPENAI]);
    const responded = fast!.attempt();
    slow!.attempt();
    responded.end({ state: 'success', usage: USAGE });
    request.end({ state: 'success', usage: USAGE });
    const { attempts } = await onlyRecord();
    expect(attempts.map(({ state, billed, usage }) => ({ state, billed, usage }))).toEqual([
      { state: 'cancelled', billed: 'possibly', usage: undefined },
      { state: 'success', billed: 'yes', usage: USAGE },
    ]);
    expect(await costs()).toEqual({ list: 'unknown_usage', paid: 'unknown_usage', charged: PRICE });
  });

  test('the newest open one responds, by its start and not by the order of candidates', async () => {
    const request = startRequest(CHAT);
    const [first, second] = request.candidates([OPENAI, { ...OPENAI, model: 'gpt-4o-mini' }]);
    second!.attempt();
    await new Promise((resolve) => setTimeout(resolve, 5));
    first!.attempt();
    request.end({ state: 'success', usage: USAGE });
    const { attempts } = await onlyRecord();
    expect(attempts.map(({ state }) => state)).toEqual(['success', 'cancelled']);
    expect((await costs()).charged).toBe(PRICE);
  });
});

test('a second call inside one attempt is priced by its own request', async () => {
  const request = startRequest(CHAT);
  const attempt = request.attempt({ provider: 'openai' });
  const endpoint = { provider: 'openai', serverAddress: 'api.openai.com' };
  attempt.run(() => {
    const embeddings = startCall({ ...endpoint, operation: 'embeddings', requestModel: 'text-embedding-3-small' });
    embeddings.attempt();
    embeddings.end({ state: 'success', usage: { inputTokens: 10, raw: { prompt_tokens: 10, total_tokens: 10 } } });
    const chat = startCall({ ...CHAT, ...endpoint });
    chat.attempt();
    chat.end({ state: 'success', usage: USAGE });
  });
  request.end({ state: 'success' });
  expect((await costs()).paid).toBe(PRICE + 200);
});

test('tier and amount count even if only the end of the call reports them', async () => {
  const end: CallEnd = { state: 'success', servedServiceTier: 'priority', reportedCostUsd: '0.5' };
  const request = startRequest(CHAT);
  request.attempt(OPENAI).end({ state: 'success', usage: USAGE });
  request.end(end);
  expect(await costs()).toEqual({ list: 5_950_000, paid: 500_000_000, charged: 500_000_000 });
});

test('unreported output of a chat is unknown and not 0; an embedding has no output', async () => {
  const chat = startRequest(CHAT);
  chat.attempt(OPENAI).end({ state: 'cancelled', usage: { inputTokens: 1000 } });
  chat.end({ state: 'cancelled' });
  expect((await costs()).paid).toBe('unknown_usage');
  collector.spans.length = 0;
  const embedding = startRequest({ operation: 'embeddings', requestModel: 'text-embedding-3-small' });
  embedding
    .attempt({ ...OPENAI, model: 'text-embedding-3-small' })
    .end({ state: 'success', usage: { inputTokens: 10 } });
  embedding.end({ state: 'success' });
  expect((await costs()).paid).toBe(200);
});

test('a negative amount is ignored, and an amount too large for the ledger is unknown', async () => {
  const refund = startRequest(CHAT);
  refund.attempt(OPENAI).end({ state: 'success', usage: USAGE, reportedCostUsd: '-5' });
  refund.end({ state: 'success' });
  expect((await costs()).paid).toBe(PRICE);
  collector.spans.length = 0;
  const huge = startRequest(CHAT);
  huge.attempt(OPENAI).end({ state: 'success', reportedCostUsd: '18446744073.709551617' });
  huge.end({ state: 'success' });
  expect((await costs()).paid).toBe('unknown_price');
});

test('each attempt carries the basis of its price and its own price entry', async () => {
  const request = startRequest(CHAT);
  const broken = request.attempt({ ...OPENAI, model: 'gpt-4o-mini' });
  broken.end({ state: 'failed', statusCode: 500, usage: { inputTokens: 10, outputTokens: 5 } });
  const conditions = { region: 'EU', size: '1024x1024' };
  const usage = { ...USAGE, units: { web_search: 1, request: 1 }, conditions };
  request.attempt(OPENAI).end({ state: 'success', usage, responseModel: 'gpt-4o-2024-08-06' });
  request.end({ state: 'success' });
  const { attempts, attributes } = await onlyRecord();
  expect(attempts).toMatchObject([
    { meters: { input: 10, output: 5 }, priceSource: 'snapshot', priceTier: 'default', paidNanoUsd: '4500' },
    {
      responseModel: 'gpt-4o-2024-08-06',
      meters: { input: 1000, output: 100 },
      units: { web_search: 1, request: 1 },
      conditions: { region: 'eu', size: '1024x1024' },
      priceSource: 'snapshot',
      priceEntry: attributes['tokentrail.price.entry'],
    },
  ]);
  const [first, second] = attempts.map(({ priceEntry }) => priceEntry);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(first).not.toBe(second);
});

test('a price basis that the ledger would refuse is left out, and the attempt is kept', async () => {
  const request = startRequest(CHAT);
  const conditions = { size: '1024 x 1024', 'in words': 'x' };
  request.attempt(OPENAI).end({ state: 'success', usage: { ...USAGE, conditions } });
  request.end({ state: 'success' });
  const { attempts } = await onlyRecord();
  expect(attempts).toMatchObject([{ state: 'success', usage: USAGE, paidNanoUsd: String(PRICE) }]);
  expect(JSON.stringify(attempts)).not.toMatch(/1024|in words|priceEntry|meters/);
});

describe('a response in parts', () => {
  const AGAIN = { inputTokens: 2000, outputTokens: 10, cacheReadTokens: 500 };
  const responseInParts = () => {
    const call = startCall({ ...CHAT, ...OPENAI });
    call.attempt().end({ state: 'success', usage: USAGE });
    call.attempt({ continues: true }).end({ state: 'failed', statusCode: 503 });
    call.attempt().end({ state: 'success', usage: AGAIN });
    call.end({ state: 'success' });
  };
  /** The first part, and 1,500 × $2.50/1M + 500 × $1.25/1M + 10 × $10/1M. */
  const BOTH = PRICE + 4_475_000;

  test('has the usage and cost of all parts, and counts as retried only if a part was', async () => {
    responseInParts();
    const { attributes, attempts } = await onlyRecord();
    expect(attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 3000,
      'gen_ai.usage.output_tokens': 110,
      'gen_ai.usage.cache_read.input_tokens': 500,
      'tokentrail.attempts.retried': true,
    });
    expect(attempts.map(({ usage, continues }) => ({ usage, continues }))).toEqual([
      { usage: USAGE, continues: undefined },
      { usage: undefined, continues: true },
      { usage: AGAIN, continues: undefined },
    ]);
    expect(await costs()).toEqual({ list: BOTH, paid: BOTH, charged: BOTH });
  });

  test('is not a retry', async () => {
    const call = startCall({ ...CHAT, ...OPENAI });
    call.attempt().end({ state: 'success', usage: USAGE });
    call.attempt({ continues: true }).end({ state: 'success', usage: AGAIN });
    call.end({ state: 'success' });
    expect((await onlyRecord()).attributes['tokentrail.attempts.retried']).toBe(false);
  });

  test('is also the usage of the gateway request around it', async () => {
    const request = startRequest(CHAT);
    request.attempt(OPENAI).run(responseInParts);
    request.end({ state: 'success' });
    expect((await onlyRecord()).attributes['gen_ai.usage.input_tokens']).toBe(3000);
    expect((await costs()).paid).toBe(BOTH);
  });

  test('has no known usage if one part did not report its usage', async () => {
    const call = startCall({ ...CHAT, ...OPENAI });
    call.attempt().end({ state: 'success' });
    call.attempt({ continues: true }).end({ state: 'success', usage: AGAIN });
    call.end({ state: 'success' });
    expect((await onlyRecord()).attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
    expect((await costs()).paid).toBe('unknown_usage');
  });

  test('ends when another attempt makes a new response', async () => {
    const request = startRequest(CHAT);
    request.attempt(OPENAI).run(responseInParts);
    request.attempt(OPENAI).end({ state: 'success', usage: USAGE });
    request.end({ state: 'success' });
    expect((await onlyRecord()).attributes['gen_ai.usage.input_tokens']).toBe(1000);
    expect((await costs()).paid).toBe(BOTH + PRICE);
  });
});
