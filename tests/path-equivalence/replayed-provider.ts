import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { chunkOf } from '../conformance/anthropic-bedrock/event-stream.ts';
import type { Body, Case } from './case.ts';

export interface ReplayedProvider {
  port: number;
  stop(): Promise<void>;
}

/**
 * Plays every provider: `http://<any host>:<port>/<number of the case>/…` responds as that case does, as a stream if
 * the request asks for one.
 */
export async function startReplayedProvider(cases: readonly Case[]): Promise<ReplayedProvider> {
  const server = createServer((request, response) => {
    void buffer(request).then((sent) => {
      const found = cases[Number(request.url?.split('/')[1])];
      if (found === undefined) return void response.writeHead(404).end();
      if (isBedrockStream(request)) return sendAsBedrock(response, found);
      respond(response, found, wantsStream(request, sent.toString('utf8')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function wantsStream({ url = '' }: IncomingMessage, body: string): boolean {
  return /"stream":\s*true|name="stream"\r\n\r\ntrue/.test(body) || /:stream\w+/.test(url);
}

function isBedrockStream({ url = '' }: IncomingMessage): boolean {
  return url.endsWith('/invoke-with-response-stream');
}

function sendAsBedrock(response: ServerResponse, { events }: Case): void {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  for (const event of events ?? []) response.write(chunkOf(event));
  response.end();
}

function respond(response: ServerResponse, { body, events, format, headers }: Case, streamed: boolean): void {
  if (streamed && events !== null) {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    for (const event of events) response.write(eventText(event, format));
    response.end(format === 'openai.chat' && body !== null ? 'data: [DONE]\n\n' : '');
  } else if (Buffer.isBuffer(body)) {
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(body);
  } else {
    response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** Anthropic and OpenAI's newer APIs name their events. */
function eventText(event: Body, format: Case['format']): string {
  const data = `data: ${JSON.stringify(event)}`;
  if (format === 'gemini.generate_content') return `${data}\r\n\r\n`;
  return typeof event.type === 'string' ? `event: ${event.type}\n${data}\n\n` : `${data}\n\n`;
}
