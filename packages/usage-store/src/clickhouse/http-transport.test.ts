import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpTransport } from './transport.ts';

let server: Server;
let url: string;
let asked: { method: string | undefined; path: string | undefined; headers: IncomingHttpHeaders; body: string } | null;

beforeEach(async () => {
  asked = null;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      asked = { method: request.method, path: request.url, headers: request.headers, body };
      response.writeHead(418).end('brewing');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test("the transport sends the account in ClickHouse's own headers, the SQL in the body and the values in the query string", async () => {
  const transport = httpTransport({ url, user: 'reader', password: 'secret' });
  const responseBody = await transport({ sql: 'SELECT {x:String}', query: { param_x: 'a&b=ü' } });
  expect(responseBody).toEqual({ status: 418, body: 'brewing' });
  expect(asked).toMatchObject({ method: 'POST', path: '/?param_x=a%26b%3D%C3%BC', body: 'SELECT {x:String}' });
  expect(asked?.headers).toMatchObject({ 'x-clickhouse-user': 'reader', 'x-clickhouse-key': 'secret' });
  expect(asked?.headers).not.toHaveProperty('authorization');
});

test('the transport keeps the path of the base URL', async () => {
  const transport = httpTransport({ url: `${url}/clickhouse/`, user: 'reader', password: 'secret' });
  await transport({ sql: 'SELECT 1', query: {} });
  expect(asked?.path).toBe('/clickhouse/');
});
