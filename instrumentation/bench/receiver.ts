/** A process that takes OTLP on loopback and keeps nothing of it but how much came for whom (the first word of the path). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const bytes: Record<string, number> = {};

const server = createServer((request, response) => {
  const [, subject = ''] = (request.url ?? '').split('/');
  request.on('data', (chunk: Buffer) => (bytes[subject] = (bytes[subject] ?? 0) + chunk.length));
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ bytes }));
process.on('disconnect', () => process.exit());
