import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { sendJson } from './responses.ts';
import type { Plugin } from './plugins.ts';
import type { DataSource } from './provisioning.ts';
import { decideProxyTarget, type ProxyDecision } from './proxy-target.ts';
import type { User } from './users.ts';

/** Grafana's timeout for a store's response headers, unless `jsonData.timeout` (seconds) is set. */
const HEADERS_TIMEOUT_MS = 30_000;
/** Maximum size of response headers, as in Go's client. */
const MAX_RESPONSE_HEADERS_BYTES = 10 * 1024 * 1024;

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Headers that identify the caller or its page, which are not sent to the store. */
const NOT_FORWARDED = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'origin',
  'referer',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-grafana-id',
  'x-grafana-user',
]);
const NOT_RETURNED = new Set([...HOP_BY_HOP, 'set-cookie']);

/**
 * Responds to one request for `/api/datasources/proxy/uid/<uid>/<path>?<query>`.
 * @returns when the response has ended or its connection is closed.
 */
export async function proxyToDataSource(
  request: IncomingMessage,
  response: ServerResponse,
  dataSource: DataSource,
  plugin: Plugin | undefined,
  user: User,
  asked: { path: string; query: string },
): Promise<void> {
  const method = request.method ?? 'GET';
  const decision = decideProxyTarget(dataSource, plugin, user, method, asked.path, asked.query);
  if (decision.kind === 'denied') {
    sendJson(response, 403, { message: 'plugin proxy route access denied' });
  } else if (decision.kind === 'no_target') {
    badGateway(response);
  } else {
    await forward(request, response, decision, user, timeoutOf(dataSource));
  }
}

type ForwardTarget = Extract<ProxyDecision, { kind: 'forward' }>;

function timeoutOf(dataSource: DataSource): number {
  const seconds = Number(dataSource.jsonData['timeout'] ?? 0);
  return seconds > 0 ? seconds * 1000 : HEADERS_TIMEOUT_MS;
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: ForwardTarget,
  user: User,
  timeoutMs: number,
): Promise<void> {
  const upstream = openUpstream(request, target, user);
  const deadline = setTimeout(() => upstream.destroy(new Error('no response headers in time')), timeoutMs);
  // Stop the store's query when the caller disconnects.
  response.on('close', () => upstream.destroy());
  try {
    const responded = responseOf(upstream);
    // A store may respond before it has read the body, so only the response decides what the caller receives. If the
    // store disconnects, the caller's connection stays open for the 502.
    pipeline(request.iterator({ destroyOnReturn: false }), upstream).catch((error: Error) => upstream.destroy(error));
    const responseBody = await responded;
    clearTimeout(deadline);
    await relay(responseBody, response);
  } catch {
    badGateway(response);
  } finally {
    clearTimeout(deadline);
    upstream.destroy();
  }
}

function openUpstream(request: IncomingMessage, target: ForwardTarget, user: User): http.ClientRequest {
  const transport = target.url.protocol === 'https:' ? https : http;
  return transport.request({
    protocol: target.url.protocol,
    hostname: target.url.hostname.replace(/^\[|\]$/g, ''),
    port: target.url.port,
    method: request.method,
    path: target.rawPath,
    headers: upstreamHeaders(request, target, user),
    maxHeaderSize: MAX_RESPONSE_HEADERS_BYTES,
  });
}

/** @throws if the connection ends without response headers, or the store switches to another protocol. */
function responseOf(upstream: http.ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    upstream.on('response', resolve);
    // Never removed: an error event without a listener ends the process.
    upstream.on('error', reject);
    upstream.on('close', () => reject(new Error('the connection ended without a response')));
  });
}

function upstreamHeaders(request: IncomingMessage, target: ForwardTarget, { login }: User): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  const perConnection = String(request.headers.connection ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  for (const [name, value] of Object.entries(request.headers)) {
    if (!NOT_FORWARDED.has(name) && !perConnection.includes(name)) {
      headers[name] = value;
    }
  }
  headers['host'] = target.url.host;
  headers['user-agent'] = 'TokenTrail-preview';
  // As `send_user_header` of Grafana: the embedded engine shares its lanes among users.
  headers['x-grafana-user'] = login;
  for (const { name, value } of target.headers) {
    headers[name.toLowerCase()] = value;
  }
  if (request.headers['transfer-encoding'] !== undefined) {
    // Without it, Node.js sends the body of a GET or DELETE unframed, and the store reads it as the next request of the
    // same connection, which may be another user's.
    delete headers['content-length'];
    headers['transfer-encoding'] = 'chunked';
  }
  return headers;
}

/** @throws if the store's status or headers are not valid, or its body ends early. */
async function relay(responseBody: IncomingMessage, response: ServerResponse): Promise<void> {
  if (responseBody.statusCode === 401) {
    // The browser would treat a 401 as the end of its own login.
    responseBody.resume();
    const message = 'Authentication to data source failed';
    response
      .writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'content-length': message.length })
      .end(message);
    return;
  }
  const headers = Object.fromEntries(Object.entries(responseBody.headers).filter(([name]) => !NOT_RETURNED.has(name)));
  response.writeHead(responseBody.statusCode ?? 502, {
    ...headers,
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(responseBody, response);
}

function badGateway(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(502, { 'content-length': 0 }).end();
  }
}
