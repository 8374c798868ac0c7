import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * A provider of Anthropic's Messages on loopback that behaves in one odd way a URL: `http://host:port/<case>/<nonce>` is the
 * base URL of a client that meets that case; `/hung-up/<nonce>` tells whether the client left before its answer was whole.
 */
export interface OddProvider {
  url: string;
  stop(): Promise<void>;
}

type Body = Record<string, unknown>;
type Case = (response: ServerResponse, request: { body: Body; path: string; tries: number; socket: Socket }) => void;

const START_USAGE = {
  input_tokens: 7,
  cache_creation_input_tokens: 50,
  cache_read_input_tokens: 800,
  cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 20 },
  output_tokens: 1,
  service_tier: 'priority',
  inference_geo: 'global',
  speed: 'standard',
  server_tool_use: null,
};
const END_USAGE = { output_tokens: 20, output_tokens_details: { thinking_tokens: 5 }, input_tokens: null };
const HEAD = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5-20261001' };

export async function startOddProvider(): Promise<OddProvider> {
  const tries = new Map<string, number>();
  const hungUp = new Set<string>();
  const server = createServer((request, response) => {
    const [, name = '', nonce = '', ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    // What hangs must not keep the client's process alive for ever.
    setTimeout(() => response.destroy(), 2000).unref();
    if (name === 'hung-up') return void whenHungUp(hungUp, nonce, response);
    response.once('close', () => !response.writableEnded && hungUp.add(nonce));
    const count = (tries.get(nonce) ?? 0) + 1;
    tries.set(nonce, count);
    response.setHeader('request-id', `req_${count}`);
    void bodyOf(request).then((body) => {
      const found = CASES[name];
      if (found === undefined) return refuse(response, 404, 'not_found_error');
      found(response, { body, path: `/${rest.join('/')}`, tries: count, socket: request.socket });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers `true` as soon as the client of that nonce has hung up, `false` when it has not for half a second. */
async function whenHungUp(hungUp: ReadonlySet<string>, nonce: string, response: ServerResponse): Promise<void> {
  for (let waited = 0; waited < 500 && !hungUp.has(nonce); waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  json(response, hungUp.has(nonce));
}

const SOON = { 'retry-after-ms': '1' };

const CASES: Readonly<Record<string, Case>> = {
  ok: answer,
  flaky: (response, request) => {
    if (request.tries === 1) refuse(response, 429, 'rate_limit_error', SOON);
    else if (request.tries === 2) refuse(response, 529, 'overloaded_error', SOON);
    else answer(response, request);
  },
  limited: (response) => refuse(response, 429, 'rate_limit_error', SOON),
  'bad-key': (response) => refuse(response, 401, 'authentication_error'),
  hang: () => undefined,
  'reset-once': (response, request) => (request.tries === 1 ? request.socket.destroy() : answer(response, request)),
  'bad-json': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"id":');
  },
  odd: (response) => json(response, { content: 'none', usage: { input_tokens: -1, output_tokens: '7' } }),
  tool: (response, { body, path }) => {
    if (JSON.stringify(body.messages).includes('"tool_result"')) return answer(response, { body, path });
    if (body.stream === true) return streamToolUse(response);
    json(response, { ...message(), content: [TOOL_USE], stop_reason: 'tool_use' });
  },
  refusal: (response, request) => {
    if (request.body.model === 'claude-fallback') answer(response, request);
    else json(response, { ...message(), stop_reason: 'refusal' });
  },
  paused: (response) => json(response, { ...message(), stop_reason: 'pause_turn' }),
  'broken-stream': (response, { socket }) => {
    open(response);
    setTimeout(() => socket.destroy(), 5);
  },
  'ended-stream': (response) => {
    open(response);
    response.end();
  },
  'stuck-stream': (response) => open(response),
  'error-in-stream': (response) => {
    open(response);
    send(response, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    response.end();
  },
};

/** A well-behaved answer to whatever was asked. */
function answer(response: ServerResponse, { body, path }: { body: Body; path: string }): void {
  if (path.endsWith('/count_tokens')) return json(response, { input_tokens: 12 });
  if (path.endsWith('/batches')) return json(response, { id: 'msgbatch_1', type: 'message_batch' });
  if (path.endsWith('/models')) return json(response, { data: [], has_more: false, first_id: null, last_id: null });
  if (body.stream !== true) return json(response, message());
  open(response);
  send(response, { type: 'content_block_stop', index: 0 });
  send(response, { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: END_USAGE });
  send(response, { type: 'message_stop' });
  response.end();
}

const TOOL_USE = { type: 'tool_use', id: 'toolu_1', name: 'time', input: {} };

function streamToolUse(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const begun = { ...HEAD, content: [], stop_reason: null, stop_sequence: null, usage: START_USAGE };
  send(response, { type: 'message_start', message: begun });
  send(response, { type: 'content_block_start', index: 0, content_block: TOOL_USE });
  send(response, { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{}' } });
  send(response, { type: 'content_block_stop', index: 0 });
  send(response, { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: END_USAGE });
  send(response, { type: 'message_stop' });
  response.end();
}

function message(): Body {
  return {
    ...HEAD,
    content: [{ type: 'text', text: '{"word":"Hello"}' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { ...START_USAGE, ...END_USAGE, input_tokens: 7 },
  };
}

/** The head of a stream and its first events, before anything has finished. */
function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const begun = { ...HEAD, content: [], stop_reason: null, stop_sequence: null, usage: START_USAGE };
  send(response, { type: 'message_start', message: begun });
  send(response, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
  response.write('event: ping\ndata: {"type":"ping"}\n\n');
  send(response, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } });
  send(response, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } });
}

function send(response: ServerResponse, event: Body): void {
  response.write(`event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`);
}

function refuse(response: ServerResponse, status: number, type: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ type: 'error', error: { type, message: 'Refused.' }, request_id: 'req_body' }));
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) chunks.push(part);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Body;
}
