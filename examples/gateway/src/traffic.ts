/**
 * Sends a little traffic to the example gateway until it is stopped: `node src/traffic.ts <gateway url> [calls per second]`.
 * The clients are real openai SDKs. The first 12 calls produce every kind of record; then a third of the rate is enough.
 */
import OpenAI from 'openai';
import { exampleConfig } from './config.ts';

const [url = 'http://127.0.0.1:8080', rate = '1'] = process.argv.slice(2);
const { clients } = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' });
const sdks = clients.map((client) => new OpenAI({ apiKey: client.key, baseURL: `${url}/v1`, maxRetries: 0 }));

/** After the first calls, which produce every kind of record, the traffic is slower. */
const FIRST_CALLS = 12;
const LATER_SLOWDOWN = 3;

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
  await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

function call(turn: number): Promise<void> {
  switch (turn % 12) {
    case 2:
      return vision(turn);
    case 4:
      return plain(turn, 'POST', '/v1/search', { query: 'delivery times' });
    case 6:
      return plain(turn, 'GET', '/v1/models');
    case 8:
      return plain(turn, 'GET', '/auth');
    case 10:
      return turn % 120 === 10 ? plain(turn, 'POST', '/account/topup', {}) : chat(turn);
    default:
      return turn % 2 === 0 ? chat(turn) : streamedChat(turn);
  }
}

for (let turn = 0; ; turn++) {
  // Rejected calls are intended, and the gateway may be unreachable for a while.
  call(turn).catch(() => undefined);
  const pauseMs = (1000 / Number(rate)) * (turn < FIRST_CALLS ? 1 : LATER_SLOWDOWN);
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
