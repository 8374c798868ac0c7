import http from 'node:http';
import https from 'node:https';
import { asOurs } from '../app-context.ts';

/** What became of one request: taken, worth another try, or refused for what it is. */
export type SendOutcome =
  | { kind: 'accepted'; body: Buffer }
  | { kind: 'unavailable'; reason: string; retryAfterMs?: number }
  | { kind: 'refused'; status: number };

export type Send = (body: Uint8Array) => Promise<SendOutcome>;

/** Statuses that say that this very body will never be taken. Any other failure may pass. */
const REFUSED = new Set([400, 411, 413, 414, 415, 422, 431]);
const ANSWER_LIMIT = 64 * 1024;

/** A sender of protobuf bodies to `url`. Its sockets never keep the process alive; the promise never rejects. */
export function otlpSender(url: string, headers: Readonly<Record<string, string>>, timeoutMs: number): Send {
  const target = new URL(url);
  const { request, Agent } = target.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  return (body) =>
    asOurs(
      () =>
        new Promise<SendOutcome>((resolve) => {
          const outgoing = request(target, {
            method: 'POST',
            agent,
            headers: { ...headers, 'content-type': 'application/x-protobuf', 'content-length': body.length },
          });
          const deadline = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
          deadline.unref();
          const settle = (outcome: SendOutcome) => {
            clearTimeout(deadline);
            resolve(outcome);
          };
          outgoing.on('socket', (socket) => socket.unref());
          outgoing.on('error', (error: NodeJS.ErrnoException) => {
            settle({ kind: 'unavailable', reason: error.code ?? error.message });
          });
          outgoing.on('response', (response) => readAnswer(response, settle));
          outgoing.end(body);
        }),
    );
}

function readAnswer(response: http.IncomingMessage, settle: (outcome: SendOutcome) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= ANSWER_LIMIT) chunks.push(chunk);
  });
  response.on('error', (error) => settle({ kind: 'unavailable', reason: error.message }));
  response.on('end', () => settle(outcomeOf(response, Buffer.concat(chunks))));
}

function outcomeOf(response: http.IncomingMessage, body: Buffer): SendOutcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return { kind: 'accepted', body };
  }
  if (REFUSED.has(status)) {
    return { kind: 'refused', status };
  }
  const seconds = Number(response.headers['retry-after']);
  const reason = `status ${status}`;
  return Number.isFinite(seconds) && seconds > 0
    ? { kind: 'unavailable', reason, retryAfterMs: seconds * 1000 }
    : { kind: 'unavailable', reason };
}
