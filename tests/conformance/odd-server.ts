import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface OddProvider {
  url: string;
  stop(): Promise<void>;
}

export type Body = Record<string, unknown>;

/** One request of a client. */
export interface Asked {
  /** The parsed JSON or form; an empty object for any other body. */
  body: Body;
  /** The path after the nonce, without the query. */
  path: string;
  /** Number of this request among its client's requests, from 1. */
  attempts: number;
  socket: Socket;
}

export type Case = (response: ServerResponse, asked: Asked) => void;

/**
 * Starts a provider on loopback that behaves in one odd way per URL: `http://host:port/<case>/<nonce>` is the base URL
 * of a client that meets that case. `/hung-up/<nonce>` returns whether the client disconnected before its response was
 * complete, `/asked/<nonce>` the number of its requests. `begin` is called first with every response. Responses are
 * deterministic, so that two runs can be compared.
 */
export async function startOddServer(
  cases: Readonly<Record<string, Case>>,
  begin: (response: ServerResponse, attempts: number) => void,
): Promise<OddProvider> {
  const attempts = new Map<string, number>();
  const hungUp = new Set<string>();
  const server = createServer((request, response) => {
    const [, name = '', nonce = '', ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    // A hanging response must not keep the client's process alive forever.
    setTimeout(() => response.destroy(), 2000).unref();
    if (name === 'hung-up') return void whenHungUp(hungUp, nonce).then((left) => sendJson(response, left));
    if (name === 'asked') return sendJson(response, attempts.get(nonce) ?? 0);
    response.once('close', () => !response.writableEnded && hungUp.add(nonce));
    const count = (attempts.get(nonce) ?? 0) + 1;
    attempts.set(nonce, count);
    begin(response, count);
    void bodyOf(request).then((body) => {
      const found = cases[name] ?? noSuchCase;
      found(response, { body, path: `/${rest.join('/')}`, attempts: count, socket: request.socket });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Resolves with `true` once the client of that nonce has disconnected, with `false` after half a second. */
async function whenHungUp(hungUp: ReadonlySet<string>, nonce: string): Promise<boolean> {
  for (let waited = 0; waited < 500 && !hungUp.has(nonce); waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return hungUp.has(nonce);
}

function noSuchCase(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end('{"error":{"code":"no_such_case"}}');
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Parses JSON or a form (files as name and length); for a request without a body, the query. */
async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) chunks.push(part);
  const body = Buffer.concat(chunks);
  if (body.length === 0) return Object.fromEntries(new URL(request.url ?? '', 'http://any').searchParams);
  const type = request.headers['content-type'] ?? '';
  try {
    if (!type.startsWith('multipart/')) return JSON.parse(body.toString('utf8')) as Body;
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return Object.fromEntries(
      [...form].map(([name, value]) => [name, value instanceof File ? `${value.name} of ${value.size}` : value]),
    );
  } catch {
    return {};
  }
}
