import type { ServerResponse } from 'node:http';
import { sendJson as json, startOddServer, type Body, type Case, type OddProvider } from '../odd-server.ts';

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

/** Starts a provider of Anthropic's Messages API. */
export const startOddProvider = (): Promise<OddProvider> =>
  startOddServer(CASES, (response, attempts) => void response.setHeader('request-id', `req_${attempts}`));

const SOON = { 'retry-after-ms': '1' };

const CASES: Readonly<Record<string, Case>> = {
  ok: respond,
  flaky: (response, request) => {
    if (request.attempts === 1) refuse(response, 429, 'rate_limit_error', SOON);
    else if (request.attempts === 2) refuse(response, 529, 'overloaded_error', SOON);
    else respond(response, request);
  },
  limited: (response) => refuse(response, 429, 'rate_limit_error', SOON),
  'bad-key': (response) => refuse(response, 401, 'authentication_error'),
  hang: () => undefined,
  'reset-once': (response, request) => (request.attempts === 1 ? request.socket.destroy() : respond(response, request)),
  'bad-json': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"id":');
  },
  odd: (response) => json(response, { content: 'none', usage: { input_tokens: -1, output_tokens: '7' } }),
  tool: (response, { body, path }) => {
    if (JSON.stringify(body.messages).includes('"tool_result"')) return respond(response, { body, path });
    if (body.stream === true) return streamToolUse(response);
    json(response, { ...message(), content: [TOOL_USE], stop_reason: 'tool_use' });
  },
  refusal: (response, request) => {
    if (request.body.model === 'claude-fallback') respond(response, request);
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

/** Sends a correct response to any request. */
function respond(response: ServerResponse, { body, path }: { body: Body; path: string }): void {
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

/** Sends the head of a stream and its first events, before any content is complete. */
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
