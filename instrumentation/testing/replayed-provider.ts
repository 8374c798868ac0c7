import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReplayedProvider {
  url: string;
  requests: { headers: NodeJS.Dict<string | string[]> }[];
  close(): Promise<void>;
}

/** A provider that responds to every request with the same chat completion. */
export async function startReplayedProvider(): Promise<ReplayedProvider> {
  const completion = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
  const requests: ReplayedProvider['requests'] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests.push({ headers: request.headers });
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).end(completion);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
