/**
 * The example of docs/gateway.md, a gateway in one file: failover between providers, and a search API with a price per call.
 *
 * Environment: PORT (8080); base URLs AZURE_URL, OPENAI_URL, SPARE_URL, SEARCH_URL, and their keys AZURE_KEY, …
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  recordEvent,
  responseOf,
  startRequest,
  withHttpRequests,
  type GatewayAttempt,
  type RequestHandle,
} from '@tokentrail/instrumentation';
import { dataOf, errorOf, serverSentEvents } from './openai-wire.ts';

interface Upstream {
  provider: string;
  endpoint: string;
  url: string;
  key: { name: string; value: string };
  capabilities: readonly string[];
}

const upstream = (provider: string, name: string, capabilities: readonly string[] = []): Upstream => ({
  provider,
  endpoint: name.toLowerCase(),
  url: process.env[`${name}_URL`] ?? '',
  key: { name: `${name.toLowerCase()}-1`, value: process.env[`${name}_KEY`] ?? '' },
  capabilities,
});
const CHAT = [
  upstream('azure.ai.openai', 'AZURE', ['tools']),
  upstream('openai', 'OPENAI', ['tools', 'json']),
  upstream('openai', 'SPARE', ['tools', 'json']),
];
const SEARCH = upstream('tavily', 'SEARCH');

/**
 * Sends `body` upstream and reports the result to `attempt`.
 * @returns the response, or undefined if the next provider should be called.
 */
async function callUpstream(
  record: RequestHandle,
  attempt: GatewayAttempt,
  { url, key }: Upstream,
  path: string,
  body: unknown,
  gone: AbortSignal,
): Promise<Response | undefined> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key.value}` };
  record.content('providerRequestHeaders', headers);
  record.content('providerRequestBody', body);
  try {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body), signal: gone });
    const requestId = response.headers.get('x-request-id');
    attempt.responded({ statusCode: response.status, ...(requestId === null ? {} : { requestId }) });
    record.content('providerResponseHeaders', response.headers);
    if (response.ok) return response;
    const errorBody: unknown = await response.json();
    attempt.end({ state: 'failed', error: { ...errorOf(response.status, errorBody), body: errorBody } });
  } catch {
    attempt.end(gone.aborted ? { state: 'cancelled' } : { state: 'failed', error: { code: 'connection_error' } });
  }
  return undefined;
}

interface ChatBody {
  model: string;
  tools?: unknown[];
  response_format?: { type?: string };
}

/** POST /v1/chat/completions, always streamed. */
async function chat(body: ChatBody, request: IncomingMessage, response: ServerResponse, gone: AbortSignal) {
  const record = startRequest({ operation: 'chat', apiFormat: 'openai.chat', requestModel: body.model, stream: true });
  record.content('clientRequestHeaders', request.headers);
  record.content('clientRequestBody', body);
  const required = [
    ...(body.tools === undefined ? [] : ['tools']),
    ...(body.response_format?.type === 'json_schema' ? ['json'] : []),
  ];
  // Adds all candidates before the first attempt: those that are never reached stay `available` in the record.
  const candidates = record.candidates(
    CHAT.map(({ provider, endpoint, url, key, capabilities }) => ({
      provider,
      endpoint,
      serverAddress: new URL(url).hostname,
      key,
      capabilitiesRequired: required,
      capabilitiesHeld: capabilities,
    })),
  );
  for (const [index, candidate] of candidates.entries()) {
    const target = CHAT[index];
    if (target === undefined || required.some((name) => !target.capabilities.includes(name))) {
      candidate.skip('capability_missing');
      continue;
    }
    const attempt = candidate.attempt();
    const sent = { ...body, stream: true, stream_options: { include_usage: true } };
    const upstreamResponse = await callUpstream(record, attempt, target, '/v1/chat/completions', sent, gone);
    if (gone.aborted) break;
    if (upstreamResponse?.body == null) continue;
    return forwardStream(record, attempt, upstreamResponse.body, sent, response, gone);
  }
  const [state, statusCode, code] = gone.aborted
    ? (['cancelled', 499, 'cancelled'] as const)
    : (['failed', 503, 'no_provider_available'] as const);
  record.end({ state, statusCode, error: { code } });
  return response.writeHead(statusCode).end(JSON.stringify({ error: { code } }));
}

/** Forwards the stream to the client and reports its facts to `attempt` and `record`. */
async function forwardStream(
  record: RequestHandle,
  attempt: GatewayAttempt,
  stream: ReadableStream<Uint8Array>,
  request: object,
  response: ServerResponse,
  gone: AbortSignal,
) {
  response.setHeader('content-type', 'text/event-stream');
  record.content('clientResponseHeaders', response.getHeaders());
  const provided = responseOf('openai.chat', { request, stream: true });
  let text = '';
  try {
    for await (const event of serverSentEvents(stream)) {
      attempt.firstChunk();
      provided.read(dataOf(event));
      text += `${event}\n\n`;
      response.write(`${event}\n\n`);
    }
  } catch {
    // `billed` defaults to `possibly` here, so the cost of the stream is unknown.
    const state = gone.aborted ? 'cancelled' : 'failed';
    attempt.end({ ...provided.end(), state, error: { code: 'stream_interrupted' } });
    record.end({ state, statusCode: gone.aborted ? 499 : 200 });
    return response.destroy();
  }
  record.content('providerResponseBody', text);
  record.content('clientResponseBody', text);
  const end = provided.end();
  attempt.end(end);
  record.end({ state: end.state, statusCode: 200 });
  return response.end();
}

/** POST /v1/search: no tokens, a price per call. */
async function search(body: unknown, response: ServerResponse, gone: AbortSignal) {
  const record = startRequest({ operation: 'search', requestModel: 'search-basic' });
  const { provider, endpoint, url, key } = SEARCH;
  const attempt = record.attempt({ provider, endpoint, serverAddress: new URL(url).hostname, key });
  const upstreamResponse = await callUpstream(record, attempt, SEARCH, '/search', body, gone);
  if (upstreamResponse === undefined) {
    record.end({ state: gone.aborted ? 'cancelled' : 'failed', statusCode: 502, error: { code: 'bad_gateway' } });
    return response.writeHead(502).end();
  }
  const found = await upstreamResponse.text();
  attempt.end({ state: 'success', usage: { units: { request: 1 } } });
  record.end({ state: 'success', statusCode: 200 });
  return response.end(found);
}

// A Map, because a plain object would have the key `constructor`.
const CLIENTS: ReadonlyMap<string, { name: string; group: string; user: string }> = new Map([
  ['sk-client-checkout-4f1d8a7e6c9f3a', { name: 'checkout', group: 'shop', user: 'u_81' }],
]);
const keyOf = ({ headers }: IncomingMessage) => headers.authorization?.replace(/^Bearer /, '') ?? '';
const clientOf = (request: IncomingMessage) => CLIENTS.get(keyOf(request));

function isChatBody(body: unknown): body is ChatBody {
  return typeof body === 'object' && body !== null && 'model' in body && typeof body.model === 'string';
}

/** Handles a request. Errors end the request, never the process. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end('The gateway failed on this request.');
  }
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const client = clientOf(request);
  if (client === undefined) return response.writeHead(401).end();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const body: unknown = request.method === 'POST' ? await json(request).catch(() => undefined) : undefined;
  switch (request.url) {
    case '/v1/chat/completions':
      if (!isChatBody(body)) return response.writeHead(400).end('Send a JSON object with a model.');
      return chat(body, request, response, gone.signal);
    case '/v1/search':
      return search(body, response, gone.signal);
    case '/topup':
      recordEvent({ type: 'topup', name: 'card_charged', amountUsd: '25.00', balanceAfterUsd: '40.00' });
      return response.end();
    default:
      return response.writeHead(404).end();
  }
}

const server = createServer(
  // Every record that starts inside gets the caller's facts. Requests without a call become records of type `request`.
  withHttpRequests((request, response) => void serve(request, response), {
    user: (request) => clientOf(request)?.user,
    group: (request) => clientOf(request)?.group,
    key: (request) => ({ name: clientOf(request)?.name ?? 'unknown', value: keyOf(request) }),
    source: () => 'api_key',
    recordRequests: ({ url }) => url !== '/health' && url !== '/topup',
  }),
);
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
});
