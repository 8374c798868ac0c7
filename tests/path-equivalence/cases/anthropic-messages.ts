import { costs, withoutUnset, type Body, type Case, type Expectation, type Seen } from '../case.ts';
import { interrupted } from './interrupted.ts';
import { eventsOf, type Message } from '../wire/anthropic-messages.ts';

/** Nano-USD per token, and per search. docs.anthropic.com/en/docs/about-claude/pricing, 2026-06. */
const SONNET = { input: 3000, read: 300, write5m: 3750, write1h: 6000, output: 15_000 };
const SONNET_LONG = { input: 6000, output: 22_500 };
const OPUS = { input: 5000, output: 25_000 };
const SEARCH = 10_000_000;

const MODEL = 'claude-sonnet-4-5-20250929';

interface Options {
  model?: string;
  usage: Body;
  content?: readonly Body[];
  reason?: string;
  request?: Body;
  /** Fields of the usage that the stream's last event reports differently. */
  delta?: Body;
}

const TEXT = { type: 'text', text: 'Hello there' };

function message(name: string, options: Options, expected: Expectation): Case {
  const { model = MODEL, content = [TEXT], reason = 'end_turn', usage, delta } = options;
  const body: Message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: reason,
    stop_sequence: null,
    usage: { service_tier: 'standard', inference_geo: 'not_available', ...usage },
  };
  return {
    name,
    format: 'anthropic.messages',
    host: 'api.anthropic.com',
    request: {
      model,
      max_tokens: 1000,
      messages: [{ role: 'user', content: 'Say hello' }],
      ...options.request,
    },
    body,
    events: eventsOf(body, delta),
    expected: withoutUnset({
      state: 'success',
      model,
      finish: [reason],
      ...costs(expected.paid),
      ...expected,
    }),
  };
}

/** A usage, without tokens in the cache unless given. */
const used = (input: number, output: number, read = 0, written5m = 0, written1h = 0): Body => ({
  input_tokens: input,
  cache_creation_input_tokens: written5m + written1h,
  cache_read_input_tokens: read,
  cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
  output_tokens: output,
});
const counted = (inputTokens: number, outputTokens: number, more: Seen['tokens'] = {}): Pick<Seen, 'tokens'> => ({
  tokens: { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, ...more },
});
const PLAIN = { usage: used(100, 20) };
const plain: Pick<Seen, 'tokens' | 'meters'> = { ...counted(100, 20), meters: { input: 100, output: 20 } };
const PLAIN_COST = 100 * SONNET.input + 20 * SONNET.output;

const hourly = { type: 'text', text: 'Say hello', cache_control: { type: 'ephemeral', ttl: '1h' } };
const HOURLY_REQUEST = { messages: [{ role: 'user', content: [hourly] }] };

const CACHE: readonly Case[] = [
  message(
    'reads, 5-minute and 1-hour writes of the cache',
    { usage: used(7, 20, 800, 30, 20) },
    {
      ...counted(857, 20, { cacheReadTokens: 800, cacheWriteTokens: 50 }),
      meters: { input: 857, cache_read: 800, cache_write: 50, 'cache_write:1h': 20, 'cache_write:5m': 30, output: 20 },
      paid: 7 * SONNET.input + 800 * SONNET.read + 30 * SONNET.write5m + 20 * SONNET.write1h + 20 * SONNET.output,
    },
  ),
  message(
    'cache writes without times, the request says 1 hour',
    { usage: { ...used(7, 20, 0, 50), cache_creation: undefined }, request: HOURLY_REQUEST },
    {
      ...counted(57, 20, { cacheWriteTokens: 50 }),
      meters: { input: 57, cache_write: 50, 'cache_write:1h': 50, output: 20 },
      paid: 7 * SONNET.input + 50 * SONNET.write1h + 20 * SONNET.output,
    },
  ),
  message(
    'last event of the stream has zeros for the input',
    {
      usage: used(1000, 20, 5000),
      delta: { input_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    },
    {
      ...counted(6000, 20, { cacheReadTokens: 5000 }),
      meters: { input: 6000, cache_read: 5000, output: 20 },
      paid: 1000 * SONNET.input + 5000 * SONNET.read + 20 * SONNET.output,
    },
  ),
  message(
    'last event of the stream has null for the input',
    { usage: used(1000, 20, 5000), delta: { input_tokens: null, cache_read_input_tokens: null } },
    {
      ...counted(6000, 20, { cacheReadTokens: 5000 }),
      meters: { input: 6000, cache_read: 5000, output: 20 },
      paid: 1000 * SONNET.input + 5000 * SONNET.read + 20 * SONNET.output,
    },
  ),
];

const serverTool = (name: string, id: string, input: Body) => ({ type: 'server_tool_use', id, name, input });
const found = {
  type: 'web_search_tool_result',
  tool_use_id: 'srvtoolu_1',
  content: [
    { type: 'web_search_result', url: 'https://a.example', title: 'A', encrypted_content: 'x', page_age: null },
  ],
};

const TOOLS: readonly Case[] = [
  message(
    'web searches',
    {
      usage: { ...used(100, 20), server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 } },
      content: [serverTool('web_search', 'srvtoolu_1', { query: 'a' }), found, TEXT],
      request: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
    },
    {
      ...counted(100, 20),
      meters: { input: 100, output: 20, web_search: 2 },
      paid: PLAIN_COST + 2 * SEARCH,
    },
  ),
  message(
    'a fetch, which costs only tokens',
    {
      usage: { ...used(100, 20), server_tool_use: { web_search_requests: 0, web_fetch_requests: 1 } },
      request: { tools: [{ type: 'web_fetch_20250910', name: 'web_fetch' }] },
    },
    { ...plain, paid: PLAIN_COST },
  ),
  message(
    'tool call of the app',
    {
      ...PLAIN,
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'time', input: {} }],
      reason: 'tool_use',
      request: { tools: [{ type: 'function', name: 'time', input_schema: { type: 'object' } }] },
    },
    { ...plain, paid: PLAIN_COST },
  ),
];

const iteration = (type: string, usage: Body) => ({ type, ...usage });

const PARTS: readonly Case[] = [
  message(
    'thinking',
    {
      usage: { ...used(100, 500), output_tokens_details: { thinking_tokens: 450 } },
      content: [{ type: 'thinking', thinking: 'Well', signature: 'c2ln' }, TEXT],
    },
    {
      ...counted(100, 500, { reasoningTokens: 450 }),
      meters: { input: 100, output: 500, reasoning: 450 },
      paid: 100 * SONNET.input + 500 * SONNET.output,
    },
  ),
  message(
    'compaction, billed in iterations',
    {
      model: 'claude-opus-4-6',
      usage: {
        ...used(23_000, 1000),
        iterations: [
          iteration('compaction', { ...used(180_000, 3500), cache_creation: undefined }),
          iteration('message', { ...used(23_000, 1000), cache_creation: undefined }),
        ],
      },
      content: [{ type: 'compaction', content: 'Summary' }, TEXT],
    },
    {
      ...counted(203_000, 4500),
      meters: { input: 203_000, output: 4500 },
      paid: 203_000 * OPUS.input + 4500 * OPUS.output,
    },
  ),
  message(
    'compaction, iterations without counts of the cache',
    {
      model: 'claude-opus-4-6',
      usage: {
        ...used(23_000, 1000),
        iterations: [
          { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
          { type: 'message', input_tokens: 23_000, output_tokens: 1000 },
        ],
      },
      content: [{ type: 'compaction', content: 'Summary' }, TEXT],
    },
    {
      ...counted(203_000, 4500),
      meters: { input: 203_000, output: 4500 },
      paid: 203_000 * OPUS.input + 4500 * OPUS.output,
    },
  ),
  message(
    'advisor, billed by the price of another model',
    {
      model: 'claude-opus-4-6',
      usage: {
        ...used(100, 20),
        iterations: [
          { type: 'message', input_tokens: 100, output_tokens: 20 },
          { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 50, output_tokens: 10 },
        ],
      },
    },
    { ...counted(100, 20), meters: { input: 100, output: 20, advisor_message: 1 }, paid: 'unknown_price' },
  ),
  message(
    'more than 200,000 tokens of input',
    { usage: used(250_000, 100) },
    {
      ...counted(250_000, 100),
      meters: { input: 250_000, output: 100 },
      paid: 250_000 * SONNET_LONG.input + 100 * SONNET_LONG.output,
    },
  ),
  message(
    'inference in the US',
    { model: 'claude-opus-4-6', usage: { ...used(100, 20), inference_geo: 'us' } },
    { ...plain, paid: (100 * OPUS.input + 20 * OPUS.output) * 1.1 },
  ),
  message(
    'served tier priority',
    { usage: { ...used(100, 20), service_tier: 'priority' } },
    { ...plain, paid: 'unknown_price' },
  ),
  message(
    'fast mode',
    { model: 'claude-opus-4-6', usage: { ...used(100, 20), speed: 'fast' } },
    { ...plain, paid: 'unknown_price' },
  ),
];

const ENDS: readonly Case[] = [
  ...['end_turn', 'max_tokens', 'refusal', 'pause_turn', 'model_context_window_exceeded'].map((reason) =>
    message(`stop reason ${reason}`, { ...PLAIN, reason }, { ...plain, paid: PLAIN_COST }),
  ),
  interrupted(message('', PLAIN, { ...plain, paid: PLAIN_COST }), 3),
  {
    ...message('error in the stream', PLAIN, { paid: 'unknown_usage' }),
    body: null,
    events: [
      ...(message('', PLAIN, { paid: 'unknown_usage' }).events ?? []).slice(0, 3),
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ],
    expected: { state: 'failed', errorCode: 'overloaded_error', model: MODEL, ...costs('unknown_usage') },
  },
];

export const ANTHROPIC_MESSAGES: readonly Case[] = [...ENDS, ...CACHE, ...TOOLS, ...PARTS];
