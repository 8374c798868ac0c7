import type { Scenario } from '@tokentrail/example-providers';
import { exampleConfig } from '../../../examples/gateway/src/config.ts';

type ProviderName = 'azure' | 'openai' | 'anthropic' | 'search';
type ClientName = 'checkout' | 'batch-7' | 'agents' | 'console';

/** A request to the example gateway, which becomes one record. */
export interface DetailRequest {
  /** What the providers do with it, one attempt after the other. Default: `ok`. */
  replies?: Partial<Record<ProviderName, Scenario[]>>;
  /** Null: an unknown key. Default: `checkout`. */
  client?: ClientName | null;
  method?: 'GET' | 'POST';
  path: string;
  /** A text is sent as it is. */
  body?: object | string;
  /** Leaves after so many chunks of the response. */
  leavesAfter?: number;
}

/** Milliseconds that the gateway waits for a provider. */
export const TIMEOUT_MS = 400;

const { clients } = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' });

export function keyOf({ client = 'checkout' }: DetailRequest): string {
  return clients.find(({ name }) => name === client)?.key ?? 'sk-client-unknown-000000000000';
}

const QUESTION = { role: 'user', content: 'Where is my order 4711?' };
const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/invoice.png' } };
const ORDER_STATUS = { name: 'order_status', description: 'Where an order is.', parameters: { type: 'object' } };
const TOOLS = [{ type: 'function', function: ORDER_STATUS }];
const TOOL_CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'order_status', arguments: '{"order":"4711"}' },
};
const RULES = 'Answer in the language of the customer. '.repeat(40);

function chat(model: string, more: object = {}): Pick<DetailRequest, 'path' | 'body'> {
  return { path: '/v1/chat/completions', body: { model, messages: [QUESTION], ...more } };
}

function cached(text: string, ttl: '5m' | '1h'): object[] {
  return [{ type: 'text', text, cache_control: { type: 'ephemeral', ttl } }];
}

function messages(more: object): Pick<DetailRequest, 'path' | 'body'> {
  return { path: '/v1/messages', body: { model: 'claude-opus-4-5', max_tokens: 40, ...more } };
}

/**
 * A request for every state and kind of content that the detail shows, by the `x-request-id` that it has. They are sent in this
 * order: the last two depend on the failures before them.
 */
const REQUESTS = {
  success: chat('gpt-4o', {
    temperature: 0.2,
    metadata: { order: '4711', channel: 'chat', number: '12345678901234567890' },
  }),
  stream: chat('gpt-4o', { stream: true, metadata: { order: '4711' } }),
  'retried-same-key': { ...chat('claude-sonnet-4-5'), replies: { anthropic: ['rate-limit', 'ok'] } },
  'changed-key': { ...chat('gpt-5-mini'), replies: { openai: ['rate-limit', 'ok'] } },
  'fell-back': { ...chat('gpt-4o'), replies: { azure: ['rate-limit'] } },
  'cancelled-in-stream': { ...chat('gpt-4o', { stream: true }), leavesAfter: 3 },
  'broken-stream': { ...chat('gpt-4o-mini', { stream: true }), replies: { azure: ['break-off'] } },
  images: chat('gpt-4o', {
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is on this invoice?' }, IMAGE] }],
  }),
  'unknown-model': chat('gpt-unknown'),
  'unknown-key': { ...chat('gpt-4o'), client: null },
  'bad-json': { path: '/v1/chat/completions', body: '{"model":' },
  'provider-refuses-key': { ...chat('gpt-5-mini'), replies: { openai: ['bad-key'] } },
  'rate-limited': { ...chat('claude-sonnet-4-5'), replies: { anthropic: ['rate-limit', 'rate-limit'] } },
  'too-long': { ...chat('gpt-4o'), replies: { azure: ['too-long'] } },
  'content-filter': { ...chat('gpt-4o'), replies: { azure: ['filtered'] } },
  timeout: { ...chat('claude-sonnet-4-5'), replies: { anthropic: ['hang', 'hang'] } },
  'network-error': { ...chat('gpt-5-mini'), replies: { openai: ['reset', 'reset'] } },
  'unknown-price': chat('llama-3.3-70b'),
  free: chat('gpt-oss-20b'),
  repriced: chat('mistral-small'),
  'cache-writes': messages({
    system: cached(RULES, '1h'),
    messages: [{ role: 'user', content: cached('The orders of this customer: 4711, 4712. '.repeat(30), '5m') }],
  }),
  'cache-read': messages({
    system: cached(RULES, '1h'),
    messages: [QUESTION, { role: 'assistant', content: 'It was sent on Monday.' }, QUESTION],
  }),
  thinking: messages({
    messages: [QUESTION],
    max_tokens: 2048,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    stream: true,
  }),
  reasoning: chat('gpt-5-mini', { reasoning_effort: 'high' }),
  'tool-call': chat('gpt-4o', { tools: TOOLS, tool_choice: 'required' }),
  'tool-result': chat('gpt-4o', {
    tools: TOOLS,
    messages: [
      { role: 'system', content: 'You help customers of a shop.' },
      QUESTION,
      { role: 'assistant', content: null, tool_calls: [TOOL_CALL] },
      { role: 'tool', tool_call_id: TOOL_CALL.id, content: '{"status":"sent","carrier":"DHL"}' },
    ],
  }),
  converted: messages({
    model: 'gpt-4o',
    system: 'You help customers of a shop.',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Where is my order 4711?' }] }],
    temperature: 0.2,
    metadata: { user_id: 'customer-7' },
  }),
  embeddings: { path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: ['order', 'parcel'] } },
  search: { path: '/v1/search', body: { query: 'delivery times' } },
  batch: { ...chat('gpt-4o-mini'), client: 'batch-7' },
  playground: { ...chat('gpt-4o-mini'), client: 'console' },
  topup: { path: '/account/topup', body: {} },
  refund: { path: '/account/refund', body: {} },
  'account-change': { path: '/account/limit', body: {} },
  'inbound-request': { method: 'GET', path: '/v1/models' },
  'all-failed': { ...chat('gpt-4o'), replies: { azure: ['error'], openai: ['error', 'quota'] } },
  'falls-back-again': { ...chat('gpt-4o'), replies: { azure: ['error'] } },
  'falls-back-once-more': { ...chat('gpt-4o'), replies: { azure: ['error'] } },
  'circuit-open': chat('gpt-4o'),
} as const satisfies Record<string, DetailRequest>;

/** A call whose gateway was killed while the provider had not responded yet. */
export const LOST = 'lost';
export const LOST_REQUEST: DetailRequest = { ...chat('gpt-4o'), replies: { azure: ['hang'] } };

export type DetailRequestName = keyof typeof REQUESTS | typeof LOST;

export const DETAIL_REQUESTS: ReadonlyMap<string, DetailRequest> = new Map(Object.entries(REQUESTS));

/** Prices that the operator learned later. */
export const LATER_PRICES = `
schema: 1
version: example-2026-12
entries:
  - id: replayed/mistral-small
    seller: { hosts: [127.0.0.1], provider: openai }
    models: [mistral-small]
    usage: openai
    rows:
      - prices: { input: { usd: '0.10', per: 1000000 }, output: { usd: '0.30', per: 1000000 } }
`;
