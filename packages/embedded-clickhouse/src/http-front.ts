import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isReader, type StoreRole } from '@tokentrail/clickhouse';
import { ClickHouseError, fromEngine, httpStatus } from './clickhouse-error.ts';
import type { Engine } from './engine.ts';
import { authenticate, readStatement, type Passwords } from './http-request.ts';
import { runAsReader } from './reader.ts';
import type { StatementResult } from './statement.ts';
import { runAsWriter } from './writer.ts';

const GZIP_FROM_BYTES = 1024;
/** Longest standstill of a client that takes its answer. */
const SEND_TIMEOUT_MS = 30_000;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  Native: 'application/octet-stream',
};

export interface FrontOptions {
  engine: Engine;
  role: StoreRole;
  passwords: Passwords;
  /** 0 takes a free one. */
  port: number;
}

/** ClickHouse's HTTP interface on 127.0.0.1. Resolves when it listens. */
export async function listen(options: FrontOptions): Promise<{ server: Server; port: number }> {
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    void answer(options, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(options: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableEnded) {
      gone.abort();
    }
  });
  try {
    if (isForeign(request)) {
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Only local programs are served here.\n');
      return;
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/ping') {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('Ok.\n');
    } else if (url.pathname !== '/') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no handler for this path.\n');
    } else {
      await run(options, request, url, gone.signal, (result) => send(request, response, result));
    }
  } catch (error) {
    sendError(request, response, error);
  }
}

/** A page in a browser can reach loopback: under a name of its own, or with its origin. Neither is a local program's. */
function isForeign(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  return request.headers.origin !== undefined || !/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host);
}

async function run(
  { engine, role, passwords }: FrontOptions,
  request: IncomingMessage,
  url: URL,
  signal: AbortSignal,
  deliver: (result: StatementResult) => Promise<void>,
): Promise<void> {
  const account = authenticate(request, url, role, passwords);
  const statement = await readStatement(request, url, signal);
  if (isReader(account)) {
    await runAsReader(engine, account, statement, deliver);
  } else {
    await deliver(await runAsWriter(engine, account, statement));
  }
}

/** Resolves when the answer has left, or nobody takes it any more. */
async function send(request: IncomingMessage, response: ServerResponse, result: StatementResult): Promise<void> {
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const packed = /\bgzip\b/.test(accepts) && result.body.length >= GZIP_FROM_BYTES;
  // Level 1: the way is short, the cores are shared.
  const body = packed ? await promisify(gzip)(result.body, { level: 1 }) : result.body;
  response.writeHead(200, {
    'Content-Type': CONTENT_TYPES[result.format] ?? 'text/tab-separated-values; charset=UTF-8',
    'Content-Length': body.length,
    'X-ClickHouse-Format': result.format,
    'X-ClickHouse-Timezone': 'UTC',
    'X-Content-Type-Options': 'nosniff',
    ...(packed ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
  });
  response.setTimeout(SEND_TIMEOUT_MS, () => response.destroy());
  const left = new Promise<void>((resolve) => response.once('close', resolve).once('finish', resolve));
  response.end(body);
  await left;
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { code, message } = error instanceof ClickHouseError ? error : fromEngine(error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // The rest of a refused body is not read: the connection ends with the answer.
  const close = request.complete ? {} : { Connection: 'close' };
  response.writeHead(httpStatus(code), {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': String(code),
    ...close,
  });
  response.end(`${message}\n`);
}
