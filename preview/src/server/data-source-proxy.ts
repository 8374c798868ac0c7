import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import { sendJson } from './responses.ts';
import type { Plugin } from './plugins.ts';
import type { DataSource } from './provisioning.ts';
import { decideProxyTarget, type ProxyDecision } from './proxy-target.ts';
import type { User } from './users.ts';

/** Grafana waits so long for a store's response headers unless `jsonData.timeout` (seconds) says otherwise. */
const HEADERS_TIMEOUT_MS = 30_000;
/** As much as Go's client accepts of response headers. */
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
/** What names the caller, or the page it came from, stays here. */
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

/** Answers one request for `/api/datasources/proxy/uid/<uid>/<path>?<query>`. */
export function proxyToDataSource(
  request: IncomingMessage,
  response: ServerResponse,
  dataSource: DataSource,
  plugin: Plugin | undefined,
  user: User,
  asked: { path: string; query: string },
): void {
  const method = request.method ?? 'GET';
  const decision = decideProxyTarget(dataSource, plugin, user, method, asked.path, asked.query);
  if (decision.kind === 'denied') {
    sendJson(response, 403, { message: 'plugin proxy route access denied' });
  } else if (decision.kind === 'no_target') {
    badGateway(response);
  } else {
    forward(request, response, decision, timeoutOf(dataSource));
  }
}

function timeoutOf(dataSource: DataSource): number {
  const seconds = Number(dataSource.jsonData['timeout'] ?? 0);
  return seconds > 0 ? seconds * 1000 : HEADERS_TIMEOUT_MS;
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: Extract<ProxyDecision, { kind: 'forward' }>,
  timeoutMs: number,
): void {
  const transport = target.url.protocol === 'https:' ? https : http;
  const upstream = transport.request({
    protocol: target.url.protocol,
    hostname: target.url.hostname.replace(/^\[|\]$/g, ''),
    port: target.url.port,
    method: request.method,
    path: target.rawPath,
    headers: upstreamHeaders(request, target),
    maxHeaderSize: MAX_RESPONSE_HEADERS_BYTES,
  });
  const deadline = setTimeout(() => upstream.destroy(new Error('no response headers in time')), timeoutMs);
  upstream.on('response', (answer) => {
    clearTimeout(deadline);
    relay(answer, response);
  });
  upstream.on('error', () => {
    clearTimeout(deadline);
    badGateway(response);
  });
  // A caller who gives up must not leave a query running in the store.
  response.on('close', () => {
    clearTimeout(deadline);
    upstream.destroy();
  });
  request.pipe(upstream);
}

function upstreamHeaders(
  request: IncomingMessage,
  target: Extract<ProxyDecision, { kind: 'forward' }>,
): OutgoingHttpHeaders {
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
  for (const { name, value } of target.headers) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  if (answer.statusCode === 401) {
    // The browser would take a 401 for its own login's end.
    answer.resume();
    const message = 'Authentication to data source failed';
    response
      .writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'content-length': message.length })
      .end(message);
    return;
  }
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !NOT_RETURNED.has(name)));
  response.writeHead(answer.statusCode ?? 502, {
    ...headers,
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  });
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

function badGateway(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(502, { 'content-length': 0 }).end();
  }
}
