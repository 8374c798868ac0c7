import type { ServerResponse } from 'node:http';
import { sendJson, startOddServer, type Asked, type Body, type Case, type OddProvider } from '../odd-server.ts';
import type { Wire } from './behaviour.ts';

/** A provider that responds in the format of `wire`, in one odd way per URL. */
export function startChatProvider(wire: Wire): Promise<OddProvider> {
  return startOddServer(
    casesOf(wire),
    (response, attempts) => void response.setHeader('x-request-id', `req_${attempts}`),
  );
}

function casesOf(wire: Wire): Readonly<Record<string, Case>> {
  const respond = respondIn(wire);
  const refuse = (response: ServerResponse, status: number, code: string, type: string) => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1', 'retry-after': '0.001' });
    response.end(JSON.stringify(wire.refusal(code, type)));
  };
  /** Sends the first chunks of a stream, then calls `more`. */
  const opening =
    (more: (response: ServerResponse, asked: Asked) => void): Case =>
    (response, asked) => {
      openStream(response);
      for (const event of firstChunks(wire)) send(response, event);
      more(response, asked);
    };
  return {
    ok: respond,
    flaky: (response, asked) => {
      if (asked.attempts === 1) refuse(response, 429, 'rate_limit_exceeded', 'tokens');
      else if (asked.attempts === 2) refuse(response, 500, 'internal_error', 'server_error');
      else respond(response, asked);
    },
    limited: (response) => refuse(response, 429, 'rate_limit_exceeded', 'tokens'),
    'bad-key': (response) => refuse(response, 401, 'invalid_api_key', 'invalid_request_error'),
    hang: () => undefined,
    'reset-once': (response, asked) => (asked.attempts === 1 ? asked.socket.destroy() : respond(response, asked)),
    'bad-json': (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":');
    },
    'cut-body': (response, { socket }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"id":"chatcmpl-1",');
      setTimeout(() => socket.destroy(), 5);
    },
    'broken-stream': opening((_response, { socket }) => void setTimeout(() => socket.destroy(), 5)),
    'ended-stream': opening((response) => response.end()),
    'stuck-stream': opening(() => undefined),
    'error-in-stream': opening((response) => {
      send(response, wire.streamError);
      response.end();
    }),
  };
}

/** A regular response to a request. */
function respondIn(wire: Wire): Case {
  return (response, { body, path }) => {
    if (path.endsWith('/models')) return sendJson(response, { object: 'list', data: [{ id: 'any' }] });
    if (path !== wire.path) return void response.writeHead(404).end();
    if (body.stream !== true) return sendJson(response, { ...wire.completion, choices: choices(Number(body.n ?? 1)) });
    openStream(response);
    for (const event of firstChunks(wire)) send(response, event);
    send(response, { ...wire.chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], ...wire.lastChunk });
    response.end('data: [DONE]\n\n');
  };
}

function choices(count: number): Body[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    message: { role: 'assistant', content: 'Hello' },
    logprobs: null,
    finish_reason: 'stop',
  }));
}

function firstChunks({ chunk }: Wire): Body[] {
  return [{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' }].map((delta) => ({
    ...chunk,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
  }));
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function send(response: ServerResponse, data: unknown): void {
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}
