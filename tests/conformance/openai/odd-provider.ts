import type { ServerResponse } from 'node:http';
import { startOddServer, type Body, type Case, type OddProvider } from '../odd-server.ts';
import { backgroundResponse, eventsOf, type RequestInBackground } from './background-response.ts';
import { otherResponse, otherOpening, send as sendOther } from './other-responses.ts';

const USAGE = {
  prompt_tokens: 1000,
  completion_tokens: 20,
  total_tokens: 1020,
  prompt_tokens_details: { cached_tokens: 800, audio_tokens: 3 },
  completion_tokens_details: { reasoning_tokens: 5, audio_tokens: 2 },
};
const HEAD = { id: 'chatcmpl-1', created: 1, model: 'gpt-4o-2024-08-06', service_tier: 'priority' };

/** Starts a provider of OpenAI's APIs. The base URL of a client ends in `/v1`. */
export const startOddProvider = (): Promise<OddProvider> =>
  startOddServer(CASES, (response, attempts) => void response.setHeader('x-request-id', `req_${attempts}`));

const CASES: Readonly<Record<string, Case>> = {
  ok: respond,
  flaky: (response, request) => {
    if (request.attempts === 1)
      refuse(response, 429, { type: 'requests', code: 'rate_limit_exceeded' }, { 'retry-after-ms': '1' });
    else if (request.attempts === 2)
      refuse(response, 500, { type: 'server_error', code: null }, { 'retry-after-ms': '1' });
    else respond(response, request);
  },
  limited: (response) =>
    refuse(response, 429, { type: 'requests', code: 'rate_limit_exceeded' }, { 'retry-after-ms': '1' }),
  'bad-key': (response) => refuse(response, 401, { type: 'invalid_request_error', code: 'invalid_api_key' }),
  'no-code': (response) => refuse(response, 400, { type: 'invalid_request_error', code: null }),
  'sentence-code': (response) => refuse(response, 400, { type: 'it went wrong', code: 'please ask: what is this?' }),
  'html-error': (response) => {
    response.writeHead(502, { 'content-type': 'text/html', 'x-should-retry': 'false' });
    response.end('<h1>Bad gateway</h1>');
  },
  hang: () => undefined,
  reset: (_response, { socket }) => socket.destroy(),
  'reset-once': (response, request) => (request.attempts === 1 ? request.socket.destroy() : respond(response, request)),
  empty: (response) => json(response, ''),
  null: (response) => json(response, 'null'),
  'bad-json': (response) => json(response, '{"id":'),
  text: (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end('hello');
  },
  'no-content': (response) => {
    response.writeHead(204);
    response.end();
  },
  odd: (response) =>
    json(response, JSON.stringify({ choices: 'none', usage: { prompt_tokens: -1, completion_tokens: '7' } })),
  'cut-body': (response, { socket }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":"chatcmpl-1",');
    setTimeout(() => socket.destroy(), 5);
  },
  'slow-body-once': (response, request) => {
    if (request.attempts > 1) return respond(response, request);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"chatcmpl-1",');
  },
  'error-in-body': (response) => json(response, JSON.stringify({ error: { code: 502, message: 'Upstream failed' } })),
  length: (response) => json(response, JSON.stringify(completion('length'))),
  tool: (response, { body }) => {
    const responded = JSON.stringify(body.messages).includes('"role":"tool"');
    if (body.stream === true)
      return responded ? respond(response, { body, path: '', attempts: 2 }) : streamToolCall(response);
    json(response, JSON.stringify(responded ? completion('stop') : toolCall()));
  },
  'broken-stream': (response, { path, socket }) => {
    openStream(response);
    for (const event of opening(path)) send(response, event);
    setTimeout(() => socket.destroy(), 5);
  },
  'ended-stream': (response, { path }) => {
    openStream(response);
    for (const event of opening(path)) send(response, event);
    response.end();
  },
  'stuck-stream': (response, { path }) => {
    openStream(response);
    for (const event of opening(path)) send(response, event);
  },
  'error-in-stream': (response, { path }) => {
    openStream(response);
    for (const event of opening(path)) send(response, event);
    const error = { message: 'Overloaded, try later', type: 'server_error', code: 'overloaded' };
    if (path.endsWith('/responses')) sendNamed(response, { ...error, type: 'error', sequence_number: 9, param: null });
    else send(response, { error });
    response.end();
  },
  'failed-response': (response, { path, body }) => {
    const failed = responseObject('failed', { code: 'server_error', message: 'It failed.' });
    if (body.stream !== true) return json(response, JSON.stringify(failed));
    openStream(response);
    for (const event of opening(path)) sendNamed(response, event);
    sendNamed(response, { type: 'response.failed', response: failed });
    response.end();
  },
  'incomplete-response': (response) => {
    json(
      response,
      JSON.stringify({ ...responseObject('incomplete'), incomplete_details: { reason: 'max_output_tokens' } }),
    );
  },
  'bad-event': (response) => {
    openStream(response);
    response.write('data: {"id":\n\n');
    response.end();
  },
  'no-events': (response) => {
    openStream(response);
    response.end('data: [DONE]\n\n');
  },
  'groq-usage': (response) => {
    openStream(response);
    send(response, chunk({ content: 'hi' }, 'stop', { x_groq: { id: 'req_x', usage: USAGE } }));
    response.end('data: [DONE]\n\n');
  },
  'running-usage': (response) => {
    openStream(response);
    send(response, chunk({ content: 'hi' }, null, { usage: { prompt_tokens: 9, completion_tokens: 1 } }));
    send(response, chunk({ content: ' ho' }, null, { usage: { prompt_tokens: 9, completion_tokens: 2 } }));
  },
};

/** Sends a correct response to any request. */
function respond(response: ServerResponse, request: RequestInBackground): void {
  const { body, path } = request;
  if (path.endsWith('/models')) return json(response, JSON.stringify({ object: 'list', data: [{ id: 'gpt-4o' }] }));
  if (path.endsWith('/embeddings')) return json(response, JSON.stringify(embedding(body)));
  const inBackground = backgroundResponse(request, responseObject);
  if (inBackground !== undefined) return sendResponse(response, inBackground, body);
  if (/\/responses(\/compact|\/resp_\w+)?$/.test(path)) return sendResponsesApi(response, body, path);
  const other = otherResponse({ body, path });
  if (other !== undefined) return sendOther(response, other);
  if (body.stream !== true) return json(response, JSON.stringify(completion('stop', Number(body.n ?? 1))));
  openStream(response);
  const reportsUsage = (body.stream_options as Body | undefined)?.include_usage === true;
  // If usage was requested, OpenAI sends `usage: null` in every other chunk.
  const position = reportsUsage ? { usage: null } : {};
  for (const event of [...opening(path), chunk({}, 'stop')]) send(response, { ...event, ...position });
  if (reportsUsage) send(response, { ...HEAD, object: 'chat.completion.chunk', choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

function sendResponse(response: ServerResponse, inBackground: Body, { stream }: Body): void {
  if (String(stream) !== 'true') return json(response, JSON.stringify(inBackground));
  openStream(response);
  for (const event of eventsOf(inBackground)) sendNamed(response, event);
  response.end();
}

function sendResponsesApi(response: ServerResponse, body: Body, path: string): void {
  if (path.endsWith('/compact')) return json(response, JSON.stringify(compaction()));
  if (path.endsWith('/resp_failed')) {
    return json(response, JSON.stringify(responseObject('failed', { code: 'server_error', message: 'It failed.' })));
  }
  if (String(body.stream) !== 'true') return json(response, JSON.stringify(responseObject('completed')));
  openStream(response);
  for (const event of opening('/responses')) sendNamed(response, event);
  sendNamed(response, { type: 'response.completed', sequence_number: 3, response: responseObject('completed') });
  response.end();
}

/** The first events of a stream, before any content is complete. */
function opening(path: string): Body[] {
  const other = otherOpening({ body: {}, path });
  if (other !== undefined) return other;
  if (!/\/responses(\/resp_\w+)?$/.test(path)) {
    return [
      chunk({ role: 'assistant', content: '' }, null),
      chunk({ content: 'Hel' }, null),
      chunk({ content: 'lo' }, null),
    ];
  }
  const item = { id: 'msg_1', type: 'message', status: 'in_progress', role: 'assistant', content: [] };
  return [
    { type: 'response.created', sequence_number: 0, response: { ...responseObject('in_progress'), usage: null } },
    { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item },
  ];
}

function completion(finishReason: string, choices = 1): Body {
  return {
    ...HEAD,
    object: 'chat.completion',
    choices: Array.from({ length: choices }, (_, index) => ({
      index,
      message: { role: 'assistant', content: '{"word":"Hello"}', refusal: null },
      finish_reason: finishReason,
      logprobs: null,
    })),
    usage: USAGE,
  };
}

function toolCall(): Body {
  const call = { id: 'call_1', type: 'function', function: { name: 'time', arguments: '{}' } };
  const message = { role: 'assistant', content: null, refusal: null, tool_calls: [call] };
  return { ...completion('tool_calls'), choices: [{ index: 0, message, finish_reason: 'tool_calls', logprobs: null }] };
}

function streamToolCall(response: ServerResponse): void {
  openStream(response);
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'time', arguments: '{}' } };
  send(response, chunk({ role: 'assistant', tool_calls: [call] }, null));
  send(response, chunk({}, 'tool_calls'));
  send(response, { ...HEAD, object: 'chat.completion.chunk', choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

function chunk(delta: Body, finishReason: string | null, more: Body = {}): Body {
  return {
    ...HEAD,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...more,
  };
}

function responseObject(status: string, error: Body | null = null): Body {
  const content = [{ type: 'output_text', text: '{"word":"Hello"}', annotations: [] }];
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status,
    error,
    incomplete_details: null,
    model: 'gpt-4o-2024-08-06',
    output: status === 'completed' ? [{ id: 'msg_1', type: 'message', status, role: 'assistant', content }] : [],
    service_tier: 'flex',
    tools: [],
    usage: {
      input_tokens: 300,
      input_tokens_details: { cached_tokens: 100, cache_write_tokens: 50 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 30 },
      total_tokens: 340,
    },
  };
}

function compaction(): Body {
  const { usage, output } = responseObject('completed');
  return { id: 'resp_2', object: 'response.compaction', created_at: 1, output, usage };
}

function embedding(body: Body): Body {
  const vector = [0.5, -1];
  const embedded =
    body.encoding_format === 'float' ? vector : Buffer.from(new Float32Array(vector).buffer).toString('base64');
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  return {
    object: 'list',
    model: 'text-embedding-3-small',
    data: inputs.map((_, index) => ({ object: 'embedding', index, embedding: embedded })),
    usage: { prompt_tokens: 8, total_tokens: 8 },
  };
}

function refuse(response: ServerResponse, status: number, error: Body, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message: 'Refused.', param: null, ...error } }));
}

function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function send(response: ServerResponse, data: unknown): void {
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function sendNamed(response: ServerResponse, data: Body): void {
  response.write(`event: ${String(data.type)}\ndata: ${JSON.stringify(data)}\n\n`);
}
