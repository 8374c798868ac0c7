import type { ServerResponse } from 'node:http';
import { sendJson as json, startOddServer, type Asked, type Body, type Case, type OddProvider } from '../odd-server.ts';

const USAGE = {
  promptTokenCount: 857,
  cachedContentTokenCount: 800,
  candidatesTokenCount: 15,
  thoughtsTokenCount: 5,
  totalTokenCount: 877,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 857 }],
  serviceTier: 'standard',
};
const HEAD = { modelVersion: 'gemini-2.5-flash-001', responseId: 'resp_1' };

/** Starts a provider of Gemini's API and of Vertex AI's, which responds in the same way. */
export const startOddProvider = (): Promise<OddProvider> =>
  // The SDK passes response headers to the app, and the Date header would differ between two runs.
  startOddServer(CASES, (response) => void (response.sendDate = false));

const CASES: Readonly<Record<string, Case>> = {
  ok: respond,
  flaky: (response, request) => {
    if (request.attempts === 1) refuse(response, 429, 'RESOURCE_EXHAUSTED');
    else if (request.attempts === 2) refuse(response, 500, 'INTERNAL');
    else respond(response, request);
  },
  limited: (response) => refuse(response, 429, 'RESOURCE_EXHAUSTED'),
  'bad-key': (response) => refuse(response, 400, 'INVALID_ARGUMENT'),
  hang: () => undefined,
  reset: (_, { socket }) => void socket.destroy(),
  page: (response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><body>Bad gateway</body></html>');
  },
  'bad-json': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"candidates":');
  },
  odd: (response) =>
    json(response, { candidates: 'none', usageMetadata: { promptTokenCount: -1, candidatesTokenCount: '7' } }),
  'no-usage': (response) => json(response, { ...HEAD, candidates: [candidate('Hello')] }),
  blocked: (response, request) =>
    finish(response, request, {
      ...HEAD,
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      usageMetadata: { promptTokenCount: 57, totalTokenCount: 57 },
    }),
  priority: (response, request) => {
    response.setHeader('x-gemini-service-tier', 'priority');
    const { serviceTier: _serviceTier, ...usageMetadata } = USAGE;
    finish(response, request, { ...HEAD, candidates: [candidate('Hello')], usageMetadata });
  },
  traffic: (response, request) => {
    const { serviceTier: _serviceTier, ...usage } = USAGE;
    const usageMetadata = { ...usage, trafficType: 'ON_DEMAND' };
    finish(response, request, { ...HEAD, candidates: [candidate('Hello')], usageMetadata });
  },
  // Requests a tool until its result is in the request.
  tools: useTool,
  'tools-flaky': (response, request) =>
    request.attempts === 2 ? refuse(response, 503, 'UNAVAILABLE') : useTool(response, request),
  'tools-then-refused': (response, request) =>
    request.attempts === 1 ? useTool(response, request) : refuse(response, 403, 'PERMISSION_DENIED'),
  'tools-then-silent': (response, request) =>
    request.attempts === 1
      ? useTool(response, request)
      : json(response, { ...HEAD, candidates: [candidate('It is 1')] }),
  'always-tools': (response, request) => finish(response, request, toolCall()),
  // Sends the response in three parts.
  continued: (response, request) => {
    if (request.attempts > 2) return respond(response, request);
    finish(response, request, {
      ...whole('Hel'),
      candidates: [{ ...candidate('Hel', 'CONTINUATION'), continuationToken: `t${request.attempts}` }],
    });
  },
  'continued-then-refused': (response, request) => {
    if (request.attempts > 1) return refuse(response, 403, 'PERMISSION_DENIED');
    finish(response, request, {
      ...whole('Hel'),
      candidates: [{ ...candidate('Hel', 'CONTINUATION'), continuationToken: 't' }],
    });
  },
  // The connection breaks after a point from which the response can be resumed.
  'resumed-stream': (response, request) => {
    if (request.attempts > 1) return respond(response, request);
    open(response);
    send(response, {
      ...HEAD,
      candidates: [{ content: { role: 'model', parts: [] }, index: 0, continuationToken: 't' }],
    });
    setTimeout(() => request.socket.destroy(), 5);
  },
  'broken-stream': (response, { socket }) => {
    begin(response);
    setTimeout(() => socket.destroy(), 5);
  },
  'ended-stream': (response) => {
    begin(response);
    response.end();
  },
  'torn-stream': (response) => {
    begin(response);
    response.end('data: {"candidates":');
  },
  'stuck-stream': (response) => begin(response),
  'error-in-stream': (response) => {
    begin(response);
    setTimeout(() => {
      send(response, { error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } });
      response.end();
    }, 5);
  },
};

/** Sends a correct response to any request. */
function respond(response: ServerResponse, request: Asked): void {
  const { body, path } = request;
  if (path.endsWith(':countTokens')) return json(response, { totalTokens: 12 });
  if (path.endsWith(':batchEmbedContents')) {
    const usageMetadata = { promptTokenCount: 4, totalTokenCount: 4 };
    return json(response, { embeddings: [{ values: [0.1, 0.2] }, { values: [0.3, 0.4] }], usageMetadata });
  }
  if (path.endsWith(':predict')) return json(response, predictions(path, body));
  if (path.endsWith(':streamGenerateContent')) {
    begin(response);
    send(response, { ...whole('lo') });
    response.end();
    return;
  }
  json(response, whole('Hello'));
}

function predictions(path: string, body: Body): Body {
  if (!path.includes('imagen')) {
    const { instances } = body as { instances: unknown[] };
    const statistics = { token_count: 3, truncated: false };
    return { predictions: instances.map(() => ({ embeddings: { values: [0.1, 0.2], statistics } })) };
  }
  const image = { bytesBase64Encoded: 'aGVsbG8=', mimeType: 'image/png' };
  return { predictions: [image, image, { raiFilteredReason: 'Filtered.' }] };
}

function useTool(response: ServerResponse, request: Asked): void {
  const responded = JSON.stringify(request.body.contents).includes('functionResponse');
  if (responded) respond(response, request);
  else finish(response, request, toolCall());
}

function toolCall(): Body {
  const parts = [{ functionCall: { name: 'time', args: {} } }];
  return {
    ...HEAD,
    candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
    usageMetadata: USAGE,
  };
}

function whole(text: string): Body {
  return { ...HEAD, candidates: [candidate(text)], usageMetadata: USAGE };
}

function candidate(text: string, finishReason = 'STOP'): Body {
  return { content: { role: 'model', parts: [{ text }] }, finishReason, index: 0 };
}

/** Sends `body`, as the only chunk of a stream if the request asked for one. */
function finish(response: ServerResponse, { path }: Asked, body: Body): void {
  if (!path.endsWith(':streamGenerateContent')) return json(response, body);
  open(response);
  send(response, body);
  response.end();
}

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** Sends the head of a stream and its first chunk, before any content is complete. */
function begin(response: ServerResponse): void {
  open(response);
  const usageMetadata = { promptTokenCount: 857, totalTokenCount: 857 };
  send(response, {
    ...HEAD,
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] }, index: 0 }],
    usageMetadata,
  });
}

function send(response: ServerResponse, chunk: Body): void {
  response.write(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
}

function refuse(response: ServerResponse, code: number, status: string): void {
  response.writeHead(code, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify({ error: { code, message: 'Refused.', status } }));
}
