import http from 'node:http';
import https from 'node:https';
import { asOurs } from '../../util/app-context.ts';

/** Result of one request, named as in OpenTelemetry's exporters: accepted, worth a retry, or permanently rejected. */
export type SendOutcome =
  | { kind: 'success'; body: Buffer }
  | { kind: 'retryable'; reason: string; retryAfterMs?: number }
  | { kind: 'failure'; status: number };

export type Send = (body: Uint8Array) => Promise<SendOutcome>;

/** Statuses that reject this body permanently. Any other failure may be temporary. */
const REFUSED = new Set([400, 411, 413, 414, 415, 422, 431]);
const RESPONSE_LIMIT = 64 * 1024;
/** Maximum of Retry-After. A timer of more than 24 days would fire at once, and such a wait is never intended. */
const MAX_RETRY_AFTER_MS = 300_000;

const SOCKETS = 2;
const STALE_SOCKET = Symbol('stale socket');

/**
 * Creates a sender of protobuf bodies to `url`. Its sockets never keep the process alive; the promise never rejects.
 */
export function otlpSender(url: string, headers: Readonly<Record<string, string>>, timeoutMs: number): Send {
  const target = new URL(url);
  const { request, Agent } = target.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const sendOnce = (body: Uint8Array) =>
    new Promise<SendOutcome | typeof STALE_SOCKET>((resolve) => {
      const outgoing = request(target, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/x-protobuf', 'content-length': body.length },
      });
      const deadline = setTimeout(() => outgoing.destroy(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
      deadline.unref();
      const settle = (outcome: SendOutcome | typeof STALE_SOCKET) => {
        clearTimeout(deadline);
        resolve(outcome);
      };
      outgoing.on('socket', (socket) => socket.unref());
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const closedMeanwhile = outgoing.reusedSocket && error.code === 'ECONNRESET';
        settle(closedMeanwhile ? STALE_SOCKET : { kind: 'retryable', reason: error.code ?? error.message });
      });
      outgoing.on('response', (response) => readResponse(response, settle));
      outgoing.end(body);
    });
  return (body) =>
    asOurs(async (): Promise<SendOutcome> => {
      // The other side may just have closed each kept-alive socket; that does not mean that the collector is
      // unavailable.
      for (let attempts = 0; attempts <= SOCKETS; attempts++) {
        const outcome = await sendOnce(body).catch(asRetryable);
        if (outcome !== STALE_SOCKET) return outcome;
      }
      return { kind: 'retryable', reason: 'ECONNRESET' };
    });
}

/**
 * The request could not be created, for example because of an invalid header. Only the error code is reported, because
 * the message may quote the value.
 */
function asRetryable(error: unknown): SendOutcome {
  return { kind: 'retryable', reason: (error as NodeJS.ErrnoException).code ?? 'the request cannot be created' };
}

function readResponse(response: http.IncomingMessage, settle: (outcome: SendOutcome) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= RESPONSE_LIMIT) chunks.push(chunk);
  });
  response.on('error', (error) => settle({ kind: 'retryable', reason: error.message }));
  response.on('end', () => settle(outcomeOf(response, Buffer.concat(chunks))));
}

function outcomeOf(response: http.IncomingMessage, body: Buffer): SendOutcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return { kind: 'success', body };
  }
  if (REFUSED.has(status)) {
    return { kind: 'failure', status };
  }
  const reason = `status ${status}`;
  const retryAfterMs = retryAfter(response.headers['retry-after']);
  return retryAfterMs > 0 ? { kind: 'retryable', reason, retryAfterMs } : { kind: 'retryable', reason };
}

/** Parses Retry-After (seconds or a date) to milliseconds; 0 if absent or invalid. */
function retryAfter(header = ''): number {
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return wait > 0 ? Math.min(wait, MAX_RETRY_AFTER_MS) : 0;
}
