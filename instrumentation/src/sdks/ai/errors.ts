import { failureInBody } from '@tokentrail/usage';
import { identifier } from '../../redaction/error-identity.ts';
import type { AttemptEnd, CallEnd, CallError } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, text, type Fields } from '../../util/fields.ts';
import { codeOf, nothingWasSent, transportError } from '../sdk-errors.ts';

/** The end of an attempt that threw `error`. `seenStatus` is the response's status, used if the error has none. */
export function endByError(error: unknown, seenStatus: number | undefined): AttemptEnd {
  if (isAbort(error)) {
    const statusCode = defined({ statusCode: seenStatus });
    return { state: 'cancelled', ...statusCode, error: { type: nameOf(error), code: 'cancelled' } };
  }
  // The status of an error that a provider sent within a 200 is its own idea.
  const statusCode = seenStatus ?? count(fields(error).statusCode);
  if (statusCode === undefined) {
    return {
      state: 'failed',
      billed: nothingWasSent(error) ? 'no' : 'possibly',
      error: errorOf(error, connectionErrorCode(error)),
    };
  }
  return {
    state: 'failed',
    statusCode,
    billed: statusCode >= 400 ? 'no' : 'possibly',
    error: errorOf(error, undefined),
  };
}

/** The end of a stream that failed with `error` while it was read. */
export function endByBrokenStream(error: unknown): CallEnd {
  return isAbort(error)
    ? { state: 'cancelled', error: { type: nameOf(error), code: 'cancelled' } }
    : { state: 'failed', error: errorOf(error, 'stream_interrupted') };
}

/** Reads an error that the provider sent within its stream. */
export function errorInStream(error: unknown): CallError {
  const body = bodyIn(error);
  const { code, type, message } = fields(fields(error).error ?? body.error ?? failureInBody(body) ?? error);
  return defined({
    type: identifier(text(fields(error).name)),
    code: codeOf(code) ?? identifier(type) ?? 'error_in_stream',
    message: text(message),
  });
}

/** Whether the SDK may retry after `error`. If the error does not say so, its status decides. */
export function mayBeRetried(error: unknown, statusCode: number | undefined): boolean {
  const { isRetryable } = fields(error);
  if (typeof isRetryable === 'boolean') return isRetryable;
  return statusCode === 408 || statusCode === 409 || statusCode === 429 || (statusCode ?? 0) >= 500;
}

const ABORTS: ReadonlySet<unknown> = new Set(['AbortError', 'ResponseAborted', 'TimeoutError']);

function isAbort(error: unknown): boolean {
  return ABORTS.has(fields(error).name);
}

/** The code of an error without a response. Undefined if the error is not a failed request. */
function connectionErrorCode(error: unknown): string | undefined {
  return fields(error).isRetryable === undefined && fields(error).code === undefined
    ? undefined
    : transportError(error).code;
}

/** `ownCode` is used if the provider reported no code. */
function errorOf(error: unknown, ownCode: string | undefined): CallError {
  const { responseBody, message } = fields(error);
  const body = bodyIn(error);
  const reported = body === error ? {} : fields(body.error ?? failureInBody(body) ?? body);
  const code =
    codeOf(text(reported.code)) ?? identifier(reported.type) ?? identifier(reported.status) ?? codeOf(reported.code);
  return defined({ type: nameOf(error), code: code ?? ownCode, message: text(message), body: responseBody });
}

/** In characters. A longer body is not an error. */
const MAX_ERROR_BODY = 16_384;

/**
 * The body that the SDK made into `error`. With a 200 it may be a response that failed, or an event with such a response
 * (Responses API).
 */
export function bodyIn(error: unknown): Fields {
  const { data, value, responseBody } = fields(error);
  const body = fields(data ?? value ?? parsed(responseBody) ?? error);
  return 'response' in body ? fields(body.response) : body;
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return body.length > MAX_ERROR_BODY ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The SDK's error classes set `name`. Bundlers may rename the classes, but not this property. */
function nameOf(error: unknown): string {
  const { name } = fields(error);
  return identifier(name) ?? '_OTHER';
}
