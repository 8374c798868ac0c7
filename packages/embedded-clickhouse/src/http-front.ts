import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ACCOUNTS, READER_CONCURRENCY, isReader, type AccountName, type StoreRole } from '@tokentrail/clickhouse';
import { asClickHouseError, httpStatus, refusal } from './clickhouse-error.ts';
import type { EngineProcess } from './engine-process.ts';
import { spoolDirOf } from './folders.ts';
import { authenticate, readStatement, type Passwords } from './http-request.ts';
import { Shares } from './shares.ts';
import type { StatementResult } from './statement.ts';

const GZIP_FROM_BYTES = 1024;
/** Maximum time for sending a response: this long, plus the time that the minimum rate needs. */
const SEND_TIMEOUT_MS = 30_000;
const SEND_BYTES_PER_MS = 1024;
/** Maximum time to receive headers, and a whole request. */
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  Native: 'application/octet-stream',
};

export interface FrontOptions {
  engine: EngineProcess;
  dataDir: string;
  role: StoreRole;
  passwords: Passwords;
  /** 0: any free port. */
  port: number;
}

type Front = FrontOptions & { shares: ReadonlyMap<AccountName, Shares> };

/** Serves ClickHouse's HTTP interface on 127.0.0.1. Resolves when it listens. */
export async function listen(options: FrontOptions): Promise<{ server: Server; port: number }> {
  const shares = new Map(ACCOUNTS.filter(isReader).map(({ name }) => [name, new Shares(READER_CONCURRENCY)]));
  const server = createServer(
    { maxHeaderSize: 1024 * 1024, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      respond({ ...options, shares }, request, response).catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  server.on('error', () => undefined);
  return { server, port: (server.address() as AddressInfo).port };
}

async function respond(front: Front, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  // A broken connection is reported by 'close'. Without this listener the error would end the process.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.on('close', () => {
    if (!response.writableFinished) {
      gone.abort();
    }
  });
  try {
    if (isForeign(request)) {
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Only local programs are served here.\n');
      return;
    }
    const url = urlOf(request);
    if (url.pathname === '/ping') {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('Ok.\n');
    } else if (url.pathname !== '/') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no handler for this path.\n');
    } else {
      await run(front, request, url, gone.signal, (result) => send(request, response, result));
    }
  } catch (error) {
    sendError(request, response, error);
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://127.0.0.1');
  } catch {
    throw refusal(36, 'The URL of the request cannot be read');
  }
}

/**
 * True for a request from a web page, which can reach loopback: it carries an Origin or a Host other than loopback.
 * Local programs send neither.
 */
function isForeign(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  return request.headers.origin !== undefined || !/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host);
}

async function run(
  front: Front,
  request: IncomingMessage,
  url: URL,
  gone: AbortSignal,
  deliver: (result: StatementResult) => Promise<void>,
): Promise<void> {
  const { engine, role, passwords } = front;
  const account = authenticate(request, url, role, passwords);
  const statement = await readStatement(request, url, account, spoolDirOf(front.dataDir));
  const shares = front.shares.get(account.name);
  try {
    if (shares === undefined) {
      // Inserts are not cancelled: they complete even if the client left.
      await deliver(await engine.run(statement, new AbortController().signal));
      return;
    }
    const release = await shares.take(clientOf(request), gone);
    // The lane counts as taken until the response is delivered, so that unread responses cannot pile up.
    try {
      await deliver(await engine.run(statement, gone));
    } finally {
      release();
    }
  } finally {
    if (statement.dataFile !== null) {
      await rm(statement.dataFile, { force: true });
    }
  }
}

/**
 * The client that a query counts for. Grafana sets its user and removes a forged one; without it the IP address counts.
 */
function clientOf(request: IncomingMessage): string {
  const user = request.headers['x-grafana-user'];
  const forwarded = request.headers['x-forwarded-for'];
  const hop = typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined;
  if (typeof user === 'string' && user !== '') {
    return `user ${user}`;
  }
  return `address ${hop !== undefined && hop !== '' ? hop : (request.socket.remoteAddress ?? '')}`;
}

/** Resolves when the response has been sent or the client has left. */
async function send(request: IncomingMessage, response: ServerResponse, result: StatementResult): Promise<void> {
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const packed = /\bgzip\b/.test(accepts) && result.body.length >= GZIP_FROM_BYTES;
  // Level 1: the connection is local, and cores are scarce.
  const body = packed ? await promisify(gzip)(result.body, { level: 1 }) : result.body;
  response.writeHead(200, {
    'Content-Type': CONTENT_TYPES[result.format] ?? 'text/tab-separated-values; charset=UTF-8',
    'Content-Length': body.length,
    'X-ClickHouse-Format': result.format,
    'X-ClickHouse-Timezone': 'UTC',
    'X-Content-Type-Options': 'nosniff',
    ...(packed ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
  });
  const left = new Promise<void>((resolve) => response.once('close', resolve).once('finish', resolve));
  if (response.destroyed) {
    return;
  }
  const late = setTimeout(() => response.destroy(), SEND_TIMEOUT_MS + body.length / SEND_BYTES_PER_MS);
  response.end(body);
  await left;
  clearTimeout(late);
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { code, message } = asClickHouseError(error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // The rest of a refused body is not read; the connection closes after the response.
  const close = request.complete ? {} : { Connection: 'close' };
  response.writeHead(httpStatus(code), {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': String(code),
    ...close,
  });
  response.end(`${message}\n`);
}
