import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { otlpSender, type Send } from './otlp-http.ts';

let server: Server;

async function sendTo(listener: RequestListener, headers: Record<string, string> = {}): Promise<Send> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return otlpSender(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, headers, 2000);
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const BODY = Buffer.from('x');

test.each([
  ['7', 7000],
  ['99999999', 300_000],
  [new Date(Date.now() + 3_600_000).toUTCString(), 300_000],
])('Retry-After: %s is waited for, within bounds that a timer can hold', async (header, expected) => {
  const send = await sendTo((_, response) => response.writeHead(503, { 'retry-after': header }).end());
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'status 503', retryAfterMs: expected });
});

test.each(['', 'soon', '-5', new Date(0).toUTCString()])('Retry-After: "%s" is ignored', async (header) => {
  const send = await sendTo((_, response) => response.writeHead(429, { 'retry-after': header }).end());
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'status 429' });
});

test('a keep-alive socket that was closed does not count as an unavailable collector', async () => {
  const sockets = new Map<Socket, number>();
  const send = await sendTo((request, response) => {
    const seen = (sockets.get(request.socket) ?? 0) + 1;
    sockets.set(request.socket, seen);
    if (seen === 2) request.socket.resetAndDestroy();
    else response.end();
  });
  expect((await send(BODY)).kind).toBe('success');
  expect((await send(BODY)).kind).toBe('success');
  expect(sockets.size).toBe(2);
});

test('a collector that resets each connection is unavailable', async () => {
  const send = await sendTo((request) => request.socket.resetAndDestroy());
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'ECONNRESET' });
});

test.each([
  ['a name', { 'bad header': 'x' }, 'ERR_INVALID_HTTP_TOKEN'],
  ['a value', { authorization: 'Bearer x\n' }, 'ERR_INVALID_CHAR'],
])('%s that a header cannot carry is reported by its code, and nothing is thrown', async (_, headers, reason) => {
  const send = await sendTo((_request, response) => response.end(), headers);
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason });
});
