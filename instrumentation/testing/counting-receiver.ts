import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OTLP receiver that counts the arrivals of each request id. Fast enough for a hundred thousand calls. */
export interface CountingReceiver {
  url: string;
  arrived: Map<string, number>;
  largestBody: number;
  close(): Promise<void>;
}

/** Matches the request id of an encoded span: attribute key, then tag and length of the value and of its string. */
export const REQUEST_ID = /tokentrail\.request\.id[^]{4}([a-z]+\d+)/g;

export async function startCountingReceiver(port = 0): Promise<CountingReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (request.url === '/v1/traces') {
        receiver.largestBody = Math.max(receiver.largestBody, body.length);
        for (const [, name = ''] of body.toString('latin1').matchAll(REQUEST_ID)) {
          receiver.arrived.set(name, (receiver.arrived.get(name) ?? 0) + 1);
        }
      }
      response.writeHead(200).end();
    });
  });
  const receiver: CountingReceiver = {
    url: '',
    arrived: new Map(),
    largestBody: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return receiver;
}
