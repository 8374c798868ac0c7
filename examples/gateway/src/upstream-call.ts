import type { CallError, GatewayAttempt } from '@tokentrail/instrumentation';
import type { Upstream } from './config.ts';
import { errorOf } from './openai-wire.ts';

/** A successful response, or the error of the attempt. */
export type UpstreamResult =
  { ok: true; response: Response } | { ok: false; statusCode: number; error: CallError; retryable: boolean };

const TIMEOUT_MS = 30_000;

/** Sends one attempt upstream and reports its result to `attempt`. After success, the caller ends it when it has read the body. */
export async function callUpstream(
  attempt: GatewayAttempt,
  upstream: Pick<Upstream, 'baseUrl' | 'key'>,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<UpstreamResult> {
  let response: Response;
  try {
    response = await fetch(`${upstream.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${upstream.key}` },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (cause) {
    return noResponse(attempt, signal, cause);
  }
  const requestId = response.headers.get('x-request-id');
  attempt.responded({ statusCode: response.status, ...(requestId === null ? {} : { requestId }) });
  if (response.ok) {
    return { ok: true, response };
  }
  const error = errorOf(response.status, await response.json().catch(() => null));
  attempt.end({ state: 'failed', error });
  return { ok: false, statusCode: response.status, error, retryable: isRetryable(response.status) };
}

function noResponse(attempt: GatewayAttempt, signal: AbortSignal, cause: unknown): UpstreamResult {
  if (signal.aborted) {
    const error = { code: 'cancelled' };
    attempt.end({ state: 'cancelled', error });
    return { ok: false, statusCode: 499, error, retryable: false };
  }
  const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
  const error = { code: timedOut ? 'timeout' : 'connection_error' };
  attempt.end({ state: 'failed', error });
  return { ok: false, statusCode: timedOut ? 504 : 502, error, retryable: true };
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}
