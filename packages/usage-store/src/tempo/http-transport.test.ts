import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestJson, requestTrace } from './request.ts';
import { tempoHttpTransport, type TempoTransport } from './transport.ts';

let server: Server;
let transport: TempoTransport;
let response: { status: number; body: string };
let asked: { url: string | undefined; tenant: unknown; authorization: string | undefined } | null = null;

beforeEach(async () => {
  server = createServer((request, reply) => {
    const { 'x-scope-orgid': tenant, authorization } = request.headers;
    asked = { url: request.url, tenant, authorization };
    reply.writeHead(response.status).end(response.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tempo/`;
  transport = tempoHttpTransport({ url, tenant: 'ledger', authorization: 'Bearer x' });
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test('the transport sends tenant and credentials in headers, below the path of the base URL', async () => {
  response = { status: 200, body: '{"traces":[]}' };
  await expect(requestJson(transport, { path: 'search', query: { q: '{ "ü" }' } })).resolves.toEqual({ traces: [] });
  expect(asked).toEqual({
    url: '/tempo/api/search?q=%7B+%22%C3%BC%22+%7D',
    tenant: 'ledger',
    authorization: 'Bearer x',
  });
});

test.each([
  [401, 'no org id', 'credentials'],
  [404, '404 page not found', 'failed'],
  [429, 'too many outstanding requests', 'limit'],
  [400, 'invalid TraceQL query', 'failed'],
  [503, '', 'unreachable'],
  [200, '<!doctype html>', 'failed'],
])('status %i with %j rejects as %s', async (status, body, kind) => {
  response = { status, body };
  const request = { path: 'v2/traces/1', query: {} };
  await expect(requestJson(transport, request)).rejects.toMatchObject({ name: 'StoreError', kind });
  await expect(requestTrace(transport, request)).rejects.toMatchObject({ name: 'StoreError', kind });
});

test('a trace that Tempo does not have is null', async () => {
  response = { status: 404, body: '' };
  await expect(requestTrace(transport, { path: 'v2/traces/1', query: {} })).resolves.toBeNull();
});
