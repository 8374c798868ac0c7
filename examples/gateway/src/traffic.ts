/**
 * Sends a little traffic to the example gateway until it is stopped: `node src/traffic.ts <gateway url> [calls per second]`.
 * The clients are mostly real openai SDKs. The first round of `CALLS` produces every kind of record; then a third of the rate is enough.
 */
import OpenAI from 'openai';
import { exampleConfig } from './config.ts';

const [url = 'http://127.0.0.1:8080', rate = '1'] = process.argv.slice(2);
const { clients } = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' });
const sdks = clients.map((client) => new OpenAI({ apiKey: client.key, baseURL: `${url}/v1`, maxRetries: 0 }));

/** After the first round, the traffic is slower. */
const LATER_SLOWDOWN = 3;
/** Events of an account are rare. */
const ROUNDS_WITHOUT_EVENTS = 9;

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'gpt-5-mini', 'claude-sonnet-4-5'];
const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/invoice.png' } } as const;

function pick<T>(list: readonly T[], turn: number): T {
  return list[turn % list.length] as T;
}

async function streamedChat(turn: number): Promise<void> {
  const stream = await pick(sdks, turn).chat.completions.create({
    model: pick(MODELS, turn),
    messages: [{ role: 'user', content: 'Where is my order? '.repeat(1 + ((turn * 37) % 400)) }],
    metadata: { order: String(4711 + turn), channel: 'chat' },
    stream: true,
  });
  let chunks = 0;
  for await (const _chunk of stream) {
    // Some callers leave before the end of the stream.
    if (turn % 17 === 0 && ++chunks > 5) {
      break;
    }
  }
}

async function chat(turn: number): Promise<void> {
  await pick(sdks, turn).chat.completions.create({
    model: pick(MODELS, turn + 1),
    messages: [{ role: 'user', content: 'Summarise the ticket. '.repeat(1 + ((turn * 53) % 200)) }],
    metadata: { ticket: String(10_000 + turn), channel: 'mail' },
    max_tokens: 64,
  });
}

async function vision(turn: number): Promise<void> {
  await pick(sdks, turn).chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is on this invoice?' }, IMAGE] }],
  });
}

async function plain(turn: number, method: string, path: string, body?: object): Promise<void> {
  const { key } = pick(clients, turn);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await response.arrayBuffer();
}

const ORDER_STATUS = {
  type: 'function',
  function: { name: 'order_status', description: 'Where an order is.', parameters: { type: 'object' } },
} as const;
const STATUS_CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'order_status', arguments: '{"order":"4711"}' },
} as const;

async function tools(turn: number): Promise<void> {
  const question = { role: 'user', content: `Where is my order ${4711 + turn}?` } as const;
  const body = { model: 'gpt-4o', tools: [ORDER_STATUS], metadata: { order: String(4711 + turn) } };
  const { completions } = pick(sdks, turn).chat;
  await completions.create({ ...body, messages: [question], tool_choice: 'required' });
  await completions.create({
    ...body,
    messages: [
      { role: 'system', content: 'You help customers of a shop.' },
      question,
      { role: 'assistant', content: null, tool_calls: [STATUS_CALL] },
      { role: 'tool', tool_call_id: STATUS_CALL.id, content: '{"status":"sent","carrier":"DHL"}' },
    ],
  });
}

async function embeddings(turn: number): Promise<void> {
  const input = ['order', 'parcel', 'refund'].slice(0, 1 + (turn % 3));
  await pick(sdks, turn).embeddings.create({ model: 'text-embedding-3-small', input });
}

/** A call in Anthropic's format that thinks, is streamed, and writes its instructions to the cache. */
async function thinking(turn: number): Promise<void> {
  const rules = 'Answer in the language of the customer. '.repeat(40);
  await plain(turn, 'POST', '/v1/messages', {
    model: 'claude-opus-4-5',
    max_tokens: 2048,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    system: [{ type: 'text', text: rules, cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [{ role: 'user', content: `Why is order ${4711 + turn} late?` }],
    metadata: { user_id: `customer-${turn % 7}` },
    stream: turn % 2 === 0,
  });
}

/** A call in Anthropic's format of a model that has only OpenAI's: the gateway converts request and response. */
async function converted(turn: number): Promise<void> {
  await plain(turn, 'POST', '/v1/messages', {
    model: 'gpt-4o',
    max_tokens: 64,
    system: 'You help customers of a shop.',
    messages: [{ role: 'user', content: [{ type: 'text', text: `Where is my order ${4711 + turn}?` }] }],
  });
}

async function event(turn: number, name: string): Promise<void> {
  const isDue = Math.floor(turn / CALLS.length) % (ROUNDS_WITHOUT_EVENTS + 1) === 0;
  await (isDue ? plain(turn, 'POST', `/account/${name}`, {}) : chat(turn));
}

/** One round of traffic. */
const CALLS: readonly ((turn: number) => Promise<void>)[] = [
  chat,
  streamedChat,
  vision,
  streamedChat,
  (turn) => plain(turn, 'POST', '/v1/search', { query: 'delivery times' }),
  tools,
  (turn) => plain(turn, 'GET', '/v1/models'),
  streamedChat,
  (turn) => plain(turn, 'GET', '/auth'),
  thinking,
  (turn) => event(turn, 'topup'),
  streamedChat,
  embeddings,
  (turn) => event(turn, 'refund'),
  streamedChat,
  (turn) => event(turn, 'limit'),
  converted,
];

for (let turn = 0; ; turn++) {
  // Rejected calls are intended, and the gateway may be unreachable for a while.
  pick(CALLS, turn)(turn).catch(() => undefined);
  const pauseMs = (1000 / Number(rate)) * (turn < CALLS.length ? 1 : LATER_SLOWDOWN);
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
