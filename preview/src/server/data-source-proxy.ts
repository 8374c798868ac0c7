import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
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

/**
 * Responds to one request for `/api/datasources/proxy/uid/<uid>/<path>?<query>`.
 * @returns when the response has ended or its connection is gone.
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
    await forward(request, response, decision, timeoutOf(dataSource));
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
  timeoutMs: number,
): Promise<void> {
  const upstream = openUpstream(request, target);
  const deadline = setTimeout(() => upstream.destroy(new Error('no response headers in time')), timeoutMs);
  // A caller who gives up must not leave a query running in the store.
  response.on('close', () => upstream.destroy());
  try {
    const responded = responseOf(upstream);
    // A store may respond before it has read the body, so only the response decides what the caller gets. The caller's
    // connection outlives a store that is gone: it still gets the 502.
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

function openUpstream(request: IncomingMessage, target: ForwardTarget): http.ClientRequest {
  const transport = target.url.protocol === 'https:' ? https : http;
  return transport.request({
    protocol: target.url.protocol,
    hostname: target.url.hostname.replace(/^\[|\]$/g, ''),
    port: target.url.port,
    method: request.method,
    path: target.rawPath,
    headers: upstreamHeaders(request, target),
    maxHeaderSize: MAX_RESPONSE_HEADERS_BYTES,
  });
}

/** @throws if the connection ends without response headers, or the store wants another protocol on it. */
function responseOf(upstream: http.ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    upstream.on('response', resolve);
    // Stays for the request's whole life: an error without a listener would end the process.
    upstream.on('error', reject);
    upstream.on('close', () => reject(new Error('the connection ended without a response')));
  });
}

function upstreamHeaders(request: IncomingMessage, target: ForwardTarget): OutgoingHttpHeaders {
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

/** @throws if the store's status or headers cannot be sent on, or its body breaks off. */
async function relay(responseBody: IncomingMessage, response: ServerResponse): Promise<void> {
  if (responseBody.statusCode === 401) {
    // The browser would take a 401 for its own login's end.
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
