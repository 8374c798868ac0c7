import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { OtlpEndpoint } from './instrumentation.ts';

export interface Posted {
  status: number;
  body: Buffer;
  /** The clock of the server when it responded, unix ms; null if it does not say. */
  serverMs: number | null;
}

/** Longer than a collector takes under load. */
const TIMEOUT_MS = 10_000;

/**
 * Sends one request as the instrumentation does, with the headers and certificates of the app. Rejects with an `Error` whose `code` is
 * that of Node if there is no response.
 */
export function post({ url, headers, certificates }: OtlpEndpoint, body: Uint8Array): Promise<Posted> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-protobuf', 'content-length': body.length },
      ...certificates,
      agent: false,
      timeout: TIMEOUT_MS,
    };
    const outgoing = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const serverMs = Date.parse(response.headers.date ?? '');
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks),
          serverMs: Number.isNaN(serverMs) ? null : serverMs,
        });
      });
    });
    outgoing.on('timeout', () =>
      outgoing.destroy(Object.assign(new Error('no response in time'), { code: 'ETIMEDOUT' })),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
