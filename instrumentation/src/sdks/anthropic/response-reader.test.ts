import { PriceBook, priceCall } from '@tokentrail/pricing';
import { MessageResponseReader } from './response-reader.ts';

const seller = { hosts: ['api.anthropic.com'], provider: 'anthropic' };
const per = 1_000_000;
const BOOK = new PriceBook([
  {
    source: 'operator',
    document: {
      schema: 1,
      entries: [
        {
          seller,
          id: 'claude',
          models: ['claude'],
          rows: [
            {
              when: { speed: 'standard', tier: ['default', 'standard'] },
              prices: {
                input: { usd: '3', per },
                output: { usd: '15', per },
                cache_read: { usd: '0.3', per },
                'cache_write:5m': { usd: '3.75', per },
                'cache_write:1h': { usd: '6', per },
                web_search: { usd: '10', per: 1000 },
              },
            },
            { when: { speed: 'fast' }, prices: { input: { usd: '18', per }, output: { usd: '90', per } } },
            { when: { tier: 'priority' }, prices: { input: { usd: '7', per }, output: { usd: '30', per } } },
          ],
          factors: [{ when: { region: 'us' }, times: '1.1', on: 'tokens' }],
        },
      ],
    },
  },
]);

/** The cost of a message with this `usage`, once as a body and once as a stream. */
function costs(usage: object, request: Readonly<Record<string, unknown>> = {}): unknown[] {
  const body = [{ type: 'message', model: 'claude', stop_reason: 'end_turn', usage }];
  const { output_tokens, ...start } = usage as { output_tokens: number };
  const events = [
    { type: 'message_start', message: { model: 'claude', usage: { ...start, output_tokens: 1 } } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens, input_tokens: null } },
    { type: 'message_stop' },
  ];
  return [body, events].map((parts) => {
    const responseReader = new MessageResponseReader(request);
    for (const part of parts) responseReader.read(part);
    const { usage: reported, servedServiceTier: servedTier } = responseReader.facts();
    const { raw, units } = reported ?? {};
    const call = { state: 'success', host: 'api.anthropic.com', model: 'claude', usage: raw, units } as const;
    return priceCall({ attempts: [{ ...call, servedTier, startUnixMs: 1 }] }, BOOK).paid.nanoUsd;
  });
}

const twice = (nanoUsd: bigint) => [nanoUsd, nanoUsd];
const PLAIN = { input_tokens: 1000, output_tokens: 100 };

test('writes to the cache are priced by how long they are kept', () => {
  const cache_creation = { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 100 };
  const usage = { ...PLAIN, cache_read_input_tokens: 500, cache_creation_input_tokens: 300, cache_creation };
  // 1,000 × $3 + 100 × $15 + 500 × $0.30 + 200 × $3.75 + 100 × $6, a million.
  expect(costs(usage)).toEqual(twice(6_000_000n));
});

test('speed, location of inference and tier reach the price', () => {
  expect(costs(PLAIN)).toEqual(twice(4_500_000n));
  expect(costs({ ...PLAIN, speed: 'fast' })).toEqual(twice(27_000_000n));
  expect(costs({ ...PLAIN, inference_geo: 'us' })).toEqual(twice(4_950_000n));
  expect(costs({ ...PLAIN, inference_geo: 'global', speed: 'standard', service_tier: 'standard' })).toEqual(
    twice(4_500_000n),
  );
  expect(costs({ ...PLAIN, service_tier: 'priority' })).toEqual(twice(10_000_000n));
});

test('a tier without a price leaves the cost unknown', () => {
  expect(costs({ ...PLAIN, service_tier: 'batch' })).toEqual([null, null]);
});

test('searches run by the provider are priced beside the tokens', () => {
  expect(costs({ ...PLAIN, server_tool_use: { web_search_requests: 2 } })).toEqual(twice(24_500_000n));
});

test.each(['end_turn', 'max_tokens', 'tool_use', 'pause_turn', 'refusal', 'model_context_window_exceeded'])(
  'a stream that stops for %s has come whole',
  (stop_reason) => {
    const responseReader = new MessageResponseReader({});
    responseReader.read({ type: 'message_start', message: { usage: PLAIN } });
    expect(responseReader.finished).toBe(false);
    responseReader.read({ type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 5 } });
    expect(responseReader.finished).toBe(true);
    expect(responseReader.facts()).toMatchObject({
      finishReasons: [stop_reason],
      usage: { raw: { output_tokens: 5 } },
    });
  },
);

describe('writes to the cache that the response does not break down', () => {
  const control = (ttl?: string) => ({ cache_control: { type: 'ephemeral', ...(ttl && { ttl }) } });
  const block = (ttl?: string) => ({ type: 'text', text: 'a', ...control(ttl) });
  const written = { ...PLAIN, cache_creation_input_tokens: 1000 };

  test('are kept for an hour if every breakpoint of the request says so', () => {
    // 1,000 × 3,000 + 1,000 × 6,000 + 100 × 15,000
    const oneHour = twice(10_500_000n);
    expect(costs(written, { system: [block('1h')] })).toEqual(oneHour);
    expect(costs(written, { tools: [{ name: 't', ...control('1h') }] })).toEqual(oneHour);
    expect(costs(written, { messages: [{ content: [block('1h'), { type: 'text' }] }] })).toEqual(oneHour);
    expect(costs(written, { messages: [{ content: [{ type: 'tool_result', content: [block('1h')] }] }] })).toEqual(
      oneHour,
    );
  });

  test('have an unknown price if the breakpoints differ', () => {
    expect(costs(written, { system: [block('1h')], messages: [{ content: [block()] }] })).toEqual([null, null]);
  });

  test('that the response breaks down are priced as it says', () => {
    const creation = { cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 } };
    // 1,000 × 3,000 + 1,000 × 3,750 + 100 × 15,000
    expect(costs({ ...written, ...creation }, { system: [block('1h')] })).toEqual(twice(8_250_000n));
  });
});
