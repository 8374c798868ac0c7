import { OTLPExporterError, type ExportResponse } from '@opentelemetry/otlp-exporter-base';
import { asOurs } from '../../util/app-context.ts';
import { httpTransport, SOCKETS, type HttpTransport, type OtlpEndpoint } from './http-transport.ts';

/** Result of one request, named as in OpenTelemetry's exporters: accepted, worth a retry, or permanently rejected. */
export type SendOutcome =
  | { kind: 'success'; body: Buffer }
  | { kind: 'retryable'; reason: string; retryAfterMs?: number }
  | { kind: 'failure'; status: number };

export type Send = (body: Uint8Array) => Promise<SendOutcome>;

/** Statuses that reject this body permanently. Any other failure may be temporary. */
const REFUSED = new Set([400, 411, 413, 414, 415, 422, 431]);
/** Statuses that the base reports as retryable. It does not report which of them it was. */
const RETRYABLE_STATUS = 'status 429, 502, 503 or 504';
/** Maximum of Retry-After. A timer of more than 24 days would fire at once, and such a wait is never intended. */
const MAX_RETRY_AFTER_MS = 300_000;

/**
 * Creates a sender of protobuf bodies to `endpoint`. Its sockets never keep the process alive; the promise never
 * rejects, and resolves within the endpoint's timeout.
 */
export function otlpSender(endpoint: OtlpEndpoint, userAgent: string): Send {
  const transport = httpTransport(endpoint, userAgent);
  return (body) => asOurs(() => sendInTime(transport, body, endpoint.timeoutMs));
}

/** The base's timeout applies to an idle socket only. This one includes connecting, and a response that never ends. */
function sendInTime(transport: HttpTransport, body: Uint8Array, timeoutMs: number): Promise<SendOutcome> {
  const timeout = new AbortController();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      timeout.abort();
      transport.closeSockets();
      resolve({ kind: 'retryable', reason: `no response within ${timeoutMs} ms` });
    }, timeoutMs);
    timer.unref();
    void sendOnOpenSocket(transport, body, timeoutMs, timeout.signal)
      .catch(asRetryable)
      .then((outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
  });
}

/**
 * Sends again if a socket was closed. The other side may just have closed each kept-alive socket; that does not mean that
 * the collector is unavailable.
 */
async function sendOnOpenSocket(
  transport: HttpTransport,
  body: Uint8Array,
  timeoutMs: number,
  timeout: AbortSignal,
): Promise<SendOutcome> {
  for (let sent = 1; ; sent++) {
    const response = await transport.send(body, timeoutMs);
    if (!isClosedSocket(response) || sent > SOCKETS || timeout.aborted) return outcomeOf(response);
  }
}

function isClosedSocket(response: ExportResponse): boolean {
  return response.status === 'retryable' && /^(ECONNRESET|EPIPE)$/.test(codeOf(response.error) ?? '');
}

/**
 * The request could not be created, for example because of an invalid header. Only the error code is reported, because
 * the message may quote the value.
 */
function asRetryable(error: unknown): SendOutcome {
  return { kind: 'retryable', reason: codeOf(error) ?? 'the request cannot be created' };
}

function outcomeOf(response: ExportResponse): SendOutcome {
  if (response.status === 'success') {
    return { kind: 'success', body: Buffer.from(response.data ?? []) };
  }
  if (response.status === 'retryable') {
    const reason = response.error === undefined ? RETRYABLE_STATUS : (codeOf(response.error) ?? response.error.message);
    const retryAfterMs = Math.min(response.retryInMillis ?? 0, MAX_RETRY_AFTER_MS);
    return retryAfterMs > 0 ? { kind: 'retryable', reason, retryAfterMs } : { kind: 'retryable', reason };
  }
  const { error } = response;
  const status = error instanceof OTLPExporterError ? error.code : undefined;
  if (status === undefined) return { kind: 'retryable', reason: codeOf(error) ?? error.message };
  return REFUSED.has(status) ? { kind: 'failure', status } : { kind: 'retryable', reason: `status ${status}` };
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}
