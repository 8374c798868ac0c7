import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOddProvider as startAnthropic } from '../anthropic/odd-provider.ts';
import { startOddProvider as startOpenAI } from '../openai/odd-provider.ts';

/**
 * Starts the odd providers of both wire formats and one of media. `url` contains their URLs in that order, separated by
 * spaces.
 */
export async function startOddProviders(): Promise<{ url: string; stop(): Promise<void> }> {
  const all = await Promise.all([startOpenAI(), startAnthropic(), startMediaProvider()]);
  return {
    url: all.map(({ url }) => url).join(' '),
    stop: async () => void (await Promise.all(all.map((one) => one.stop()))),
  };
}

/** Starts a provider that responds like OpenAI on its endpoints for images and sound, at any path prefix. */
async function startMediaProvider(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => respond(request.url ?? '', response));
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

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function respond(path: string, response: ServerResponse): void {
  if (path.endsWith('/audio/speech')) {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    response.end(Buffer.from([0xff, 0xfb, 0x90, 0x00]));
    return;
  }
  const transcribed = {
    task: 'transcribe',
    text: 'Hello',
    language: 'english',
    duration: 2.5,
    usage: { type: 'duration', seconds: 3 },
  };
  const drawn = {
    created: 1,
    data: [{ b64_json: PIXEL }],
    usage: { input_tokens: 9, output_tokens: 100, total_tokens: 109 },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(path.endsWith('/audio/transcriptions') ? transcribed : drawn));
}
