import { identifier } from '../../redaction/error-identity.ts';
import type { AttemptEnd, CallEnd, CallError } from '../../types.ts';
import { count, fields, known, text } from '../../util/fields.ts';
import { codeOf, nothingWasSent, transportError } from '../sdk-errors.ts';

/** How a try ended that threw `error`; `statusCode` is what was seen of its response, where the error tells none. */
export function endByError(error: unknown, seen: number | undefined): AttemptEnd {
  if (isAbort(error)) {
    return { state: 'cancelled', ...known({ statusCode: seen }), error: { type: nameOf(error), code: 'cancelled' } };
  }
  const statusCode = count(fields(error).statusCode) ?? seen;
  if (statusCode === undefined) {
    return {
      state: 'failed',
      billed: nothingWasSent(error) ? 'no' : 'possibly',
      error: errorOf(error, connection(error)),
    };
  }
  return {
    state: 'failed',
    statusCode,
    billed: statusCode >= 400 ? 'no' : 'possibly',
    error: errorOf(error, undefined),
  };
}

/** How a stream ended that failed with `error` while it was read. */
export function endByBrokenStream(error: unknown): CallEnd {
  return isAbort(error)
    ? { state: 'cancelled', error: { type: nameOf(error), code: 'cancelled' } }
    : { state: 'failed', error: errorOf(error, 'stream_interrupted') };
}

/** An error that the provider sent within its stream. */
export function errorInStream(error: unknown): CallError {
  const { code, type, message } = fields(fields(error).error ?? error);
  return known({
    type: identifier(text(fields(error).name)),
    code: codeOf(code) ?? identifier(type) ?? 'error_in_stream',
    message: text(message),
  });
}

/** Whether the SDK will try again after this error, as far as the error says. Where it is hidden, its status decides. */
export function mayBeRetried(error: unknown, statusCode: number | undefined): boolean {
  const { isRetryable } = fields(error);
  if (typeof isRetryable === 'boolean') return isRetryable;
  return statusCode === 408 || statusCode === 409 || statusCode === 429 || (statusCode ?? 0) >= 500;
}

const ABORTS: ReadonlySet<unknown> = new Set(['AbortError', 'ResponseAborted', 'TimeoutError']);

function isAbort(error: unknown): boolean {
  return ABORTS.has(fields(error).name);
}

/** Where no response came; an error that is no failure of a request has no such code. */
function connection(error: unknown): string | undefined {
  return fields(error).isRetryable === undefined && fields(error).code === undefined
    ? undefined
    : transportError(error).code;
}

function errorOf(error: unknown, own: string | undefined): CallError {
  const { data, responseBody, message } = fields(error);
  const said = fields(fields(data).error ?? data);
  const code = codeOf(text(said.code)) ?? identifier(said.type) ?? identifier(said.status) ?? codeOf(said.code);
  return known({ type: nameOf(error), code: code ?? own, message: text(message), body: responseBody });
}

/** Classes of the SDK say their name in `name`; bundlers change that of the class. */
function nameOf(error: unknown): string {
  const { name } = fields(error);
  return identifier(name) ?? '_OTHER';
}
