import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { endpointOf } from '../../../testing/otlp-endpoint.ts';
import type { OtlpEndpoint } from './http-transport.ts';
import { otlpSender, type Send } from './otlp-http.ts';

const SENDING_PROGRAM = join(__dirname, '../../../testing/sending-program.ts');

let server: Server;

async function sendTo(listener: RequestListener, endpoint: Partial<OtlpEndpoint> = {}): Promise<Send> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return otlpSender(endpointOf(`http://127.0.0.1:${port}/v1/traces`, endpoint), 'Test/1.0');
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const BODY = Buffer.from('x');

test("requests are OpenTelemetry's, with our product before its User-Agent", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const send = await sendTo((request, response) => {
    seen.push(request.headers);
    response.end('partial success');
  });
  expect(await send(BODY)).toEqual({ kind: 'success', body: Buffer.from('partial success') });
  expect(seen).toEqual([
    expect.objectContaining({
      'user-agent': expect.stringMatching(/^Test\/1\.0 OTel-OTLP-Exporter-JavaScript\/\d/),
      'content-type': 'application/x-protobuf',
    }),
  ]);
  expect(seen[0]).not.toHaveProperty('content-encoding');
});

test('with gzip, the body is compressed and says so', async () => {
  const received: string[] = [];
  const listener: RequestListener = (request, response) => {
    void buffer(request).then((body) => {
      received.push(`${request.headers['content-encoding']}: ${gunzipSync(body).toString()}`);
      response.end();
    });
  };
  const send = await sendTo(listener, { compression: 'gzip' });
  expect((await send(Buffer.from('x'.repeat(1000)))).kind).toBe('success');
  expect(received).toEqual([`gzip: ${'x'.repeat(1000)}`]);
});

test.each([429, 502, 503, 504])(
  'status %i is retryable, as the specification says, and is sent once',
  async (status) => {
    let requests = 0;
    const send = await sendTo((_, response) => {
      requests++;
      response.writeHead(status).end();
    });
    expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'status 429, 502, 503 or 504' });
    expect(requests).toBe(1);
  },
);

test.each([400, 411, 413, 414, 415, 422, 431])('status %i rejects the body', async (status) => {
  const send = await sendTo((_, response) => response.writeHead(status).end());
  expect(await send(BODY)).toEqual({ kind: 'failure', status });
});

test.each([301, 401, 403, 404, 408, 500, 501])(
  'status %i does not judge the body, so that no record is given up',
  async (status) => {
    const send = await sendTo((_, response) => response.writeHead(status).end());
    expect(await send(BODY)).toEqual({ kind: 'retryable', reason: `status ${status}` });
  },
);

test.each([
  ['7', 7000],
  ['99999999', 300_000],
  [new Date(Date.now() + 3_600_000).toUTCString(), 300_000],
])('Retry-After: %s is waited for, within bounds that a timer can hold', async (header, expected) => {
  const send = await sendTo((_, response) => response.writeHead(503, { 'retry-after': header }).end());
  expect(await send(BODY)).toEqual({
    kind: 'retryable',
    reason: 'status 429, 502, 503 or 504',
    retryAfterMs: expected,
  });
});

test.each(['', 'soon', '-5', new Date(0).toUTCString()])('Retry-After: "%s" is ignored', async (header) => {
  const send = await sendTo((_, response) => response.writeHead(429, { 'retry-after': header }).end());
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'status 429, 502, 503 or 504' });
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

test('a response that never ends is given up after the timeout, and the next request is sent', async () => {
  let slow = true;
  const listener: RequestListener = (_, response) => {
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
    if (!slow) response.end();
  };
  const send = await sendTo(listener, { timeoutMs: 200 });
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'no response within 200 ms' });
  slow = false;
  expect((await send(BODY)).kind).toBe('success');
});

test.each([
  ['a new socket', 1],
  ['a socket that is used again', 2],
])(
  '%s does not keep the process alive',
  async (_, requests) => {
    const sockets: Socket[] = [];
    server = createServer((request, response) => {
      sockets.push(request.socket);
      if (sockets.length < requests) response.end();
      else program.stdin.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
    const program = spawn(process.execPath, [SENDING_PROGRAM, url, String(requests)]);
    // 13: Node's exit code of a program that ends while it waits for a promise.
    expect(await once(program, 'exit', { signal: AbortSignal.timeout(20_000) })).toEqual([13, null]);
    expect(sockets).toHaveLength(requests);
    expect(new Set(sockets).size).toBe(1);
  },
  30_000,
);

test('a collector that resets each connection is unavailable', async () => {
  const send = await sendTo((request) => request.socket.resetAndDestroy());
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason: 'ECONNRESET' });
});

test.each([
  ['a name', { 'bad header': 'x' }, 'ERR_INVALID_HTTP_TOKEN'],
  ['a value', { authorization: 'Bearer x\n' }, 'ERR_INVALID_CHAR'],
])('%s that a header cannot carry is reported by its code, and nothing is thrown', async (_, headers, reason) => {
  const send = await sendTo((_request, response) => response.end(), { headers });
  expect(await send(BODY)).toEqual({ kind: 'retryable', reason });
});
