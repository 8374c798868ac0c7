import type { CallError, GatewayAttempt, RequestHandle } from '@tokentrail/instrumentation';
import type { Api } from './apis.ts';
import type { Upstream } from './config.ts';
import { errorOf } from './openai-wire.ts';

/** A successful response, or the error of the attempt. */
export type UpstreamResult =
  { ok: true; response: Response } | { ok: false; statusCode: number; error: CallError; retryable: boolean };

/** One attempt of a request, and what it sends. */
export interface UpstreamCall {
  record: RequestHandle;
  attempt: GatewayAttempt;
  upstream: Pick<Upstream, 'baseUrl' | 'key'>;
  path: string;
  body: unknown;
  /** The wire format of the body; undefined outside LLM APIs. */
  format?: Api['format'];
  signal: AbortSignal;
  timeoutMs: number;
}

/**
 * Sends one attempt upstream and reports its result to `attempt`, and its headers and bodies to `record`. After success, the
 * caller ends the attempt and reports the body when it has read it.
 */
export async function callUpstream(call: UpstreamCall): Promise<UpstreamResult> {
  const { record, attempt, upstream, path, body, signal, timeoutMs } = call;
  const headers = headersOf(call);
  record.content('providerRequestHeaders', headers);
  record.content('providerRequestBody', body);
  let response: Response;
  try {
    response = await fetch(`${upstream.baseUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (cause) {
    return noResponse(attempt, signal, cause);
  }
  const requestId = response.headers.get('x-request-id');
  attempt.responded({ statusCode: response.status, ...(requestId === null ? {} : { requestId }) });
  record.content('providerResponseHeaders', response.headers);
  if (response.ok) {
    return { ok: true, response };
  }
  const errorBody: unknown = await response.json().catch(() => null);
  const error = errorOf(response.status, errorBody);
  attempt.end({ state: 'failed', error: { ...error, body: errorBody } });
  return { ok: false, statusCode: response.status, error, retryable: isRetryable(response.status) };
}

function headersOf({ format, upstream: { key } }: UpstreamCall): Record<string, string> {
  const authorization: Record<string, string> =
    format === 'anthropic.messages'
      ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
      : { authorization: `Bearer ${key}` };
  const steady = { 'content-type': 'application/json', accept: '*/*', 'user-agent': 'example-gateway/1.0' };
  return { ...steady, ...authorization };
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
