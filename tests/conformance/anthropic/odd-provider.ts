import type { ServerResponse } from 'node:http';
import { sendJson as json, startOddServer, type Asked, type Body, type Case, type OddProvider } from '../odd-server.ts';
import { ANTHROPIC_WIRE, SOON, type Wire } from './wire.ts';

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
const MODEL = 'claude-sonnet-5-5-20261001';
const TEXT = { type: 'text', text: '' };
const TOOL_USE = { type: 'tool_use', id: 'toolu_1', name: 'time', input: {} };

/** Starts a provider of Anthropic's Messages API, or of a platform that sells the same models. */
export const startOddProvider = (wire: Wire = ANTHROPIC_WIRE): Promise<OddProvider> =>
  startOddServer(casesOf(wire), (response, attempts) => wire.begin(response, attempts));

function casesOf(wire: Wire): Readonly<Record<string, Case>> {
  const respond: Case = (response, asked) => respondIn(wire, response, asked);
  const open = (response: ServerResponse) => openText(wire, response);
  return {
    ok: respond,
    flaky: (response, asked) => {
      if (asked.attempts > 2) respond(response, asked);
      else wire.refuse(response, asked.attempts === 1 ? 'limited' : 'overloaded', asked);
    },
    limited: (response, asked) => wire.refuse(response, 'limited', asked),
    'bad-key': (response, asked) => wire.refuse(response, 'badKey', asked),
    hang: () => undefined,
    'reset-once': (response, asked) => (asked.attempts === 1 ? asked.socket.destroy() : respond(response, asked)),
    'bad-json': (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":');
    },
    odd: (response) => json(response, { content: 'none', usage: { input_tokens: -1, output_tokens: '7' } }),
    tool: (response, asked) => {
      if (JSON.stringify(asked.body.messages).includes('"tool_result"')) return respond(response, asked);
      if (wire.asks(asked).stream) return streamToolUse(wire, response);
      json(response, { ...message(wire), content: [TOOL_USE], stop_reason: 'tool_use' });
    },
    refusal: (response, asked) => {
      if (wire.asks(asked).model === 'claude-fallback') respond(response, asked);
      else json(response, { ...message(wire), stop_reason: 'refusal' });
    },
    paused: (response) => json(response, { ...message(wire), stop_reason: 'pause_turn' }),
    'broken-stream': (response, { socket }) => {
      open(response);
      setTimeout(() => socket.destroy(), 5);
    },
    'ended-stream': (response) => {
      open(response);
      response.end();
    },
    'stuck-stream': open,
    'error-in-stream': (response) => {
      open(response);
      wire.fail(response);
      response.end();
    },
    'anthropic-error-in-stream': (response) => {
      open(response);
      wire.send(response, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
      response.end();
    },
    'damaged-stream': (response) => {
      open(response);
      response.end('This is no message of an event stream.');
    },
    token: (response) => json(response, { access_token: 'ya29.a0AfB_fetched', expires_in: 3599, token_type: 'Bearer' }),
    'no-token': (response) => response.writeHead(400, SOON).end('{"error":"invalid_grant"}'),
  };
}

/** Sends a correct response to any request. */
function respondIn(wire: Wire, response: ServerResponse, asked: Asked): void {
  const { path } = asked;
  if (/\/count[_-]tokens\b/.test(path)) return json(response, { input_tokens: 12 });
  if (path.endsWith('/batches')) return json(response, { id: 'msgbatch_1', type: 'message_batch' });
  if (path.endsWith('/models')) return json(response, { data: [], has_more: false, first_id: null, last_id: null });
  if (!wire.asks(asked).stream) return json(response, message(wire));
  openText(wire, response);
  end(wire, response, 'end_turn');
}

function streamToolUse(wire: Wire, response: ServerResponse): void {
  begin(wire, response, TOOL_USE);
  wire.send(response, delta({ type: 'input_json_delta', partial_json: '{}' }));
  end(wire, response, 'tool_use');
}

function message(wire: Wire): Body {
  return {
    ...head(wire),
    content: [{ type: 'text', text: '{"word":"Hello"}' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { ...START_USAGE, ...END_USAGE, input_tokens: 7 },
  };
}

function head(wire: Wire): Body {
  return { id: wire.messageId, type: 'message', role: 'assistant', model: MODEL };
}

/** Sends the head of a stream and its first events, before any content is complete. */
function openText(wire: Wire, response: ServerResponse): void {
  begin(wire, response, TEXT);
  wire.send(response, { type: 'ping' });
  wire.send(response, delta({ type: 'text_delta', text: 'Hel' }));
  wire.send(response, delta({ type: 'text_delta', text: 'lo' }));
}

function begin(wire: Wire, response: ServerResponse, block: Body): void {
  wire.openStream(response);
  const begun = { ...head(wire), content: [], stop_reason: null, stop_sequence: null, usage: START_USAGE };
  wire.send(response, { type: 'message_start', message: begun });
  wire.send(response, { type: 'content_block_start', index: 0, content_block: block });
}

function delta(part: Body): Body {
  return { type: 'content_block_delta', index: 0, delta: part };
}

function end(wire: Wire, response: ServerResponse, stopReason: string): void {
  wire.send(response, { type: 'content_block_stop', index: 0 });
  const delta = { stop_reason: stopReason, stop_sequence: null };
  wire.send(response, { type: 'message_delta', delta, usage: END_USAGE });
  wire.send(response, { type: 'message_stop' });
  response.end();
}
