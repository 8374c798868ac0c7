import { fields, text, type Fields } from '../../util/fields.ts';
import { isAbortError, transportCode, type ErrorReading, type ReadError } from '../sdk-errors.ts';

/**
 * Reads what this SDK throws. Its one error class carries the status, and what Google said as JSON in the message; a call
 * that ran out of time ends in the same error as one that its caller aborted, so `signal` tells them apart.
 */
export function readErrors(signal: AbortSignal | undefined): ReadError {
  return (error) => {
    const abort = isAbortError(error);
    const aborted = abort && signal?.aborted === true;
    return { aborted, ...said(error), ownCode: ownCode(error, abort) };
  };
}

function ownCode(error: unknown, ranOut: boolean): string | undefined {
  if (ranOut) return 'timeout';
  return error instanceof TypeError && transportCode(error) !== undefined ? 'connection_error' : undefined;
}

/** In a bundle the class may have got another name; what it gives its errors stays. */
const API_ERROR = 'ApiError';

function said(error: unknown): Pick<ErrorReading, 'type' | 'code' | 'message' | 'body'> {
  const { message, name } = fields(error);
  if (name !== API_ERROR) {
    return { message: text(message) };
  }
  const body = bodyIn(text(message) ?? '');
  const { status, message: words } = fields(body);
  // Google's own codes; where a page came instead of JSON, the SDK puts the words of the status line here.
  const code = typeof status === 'string' && /^[A-Z][A-Z_]+$/.test(status) ? status : undefined;
  return { type: API_ERROR, code, message: text(words) ?? text(message), body };
}

/** `{"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}}`, in a stream with words before it. */
function bodyIn(message: string): Fields | undefined {
  const start = message.indexOf('{');
  try {
    return start < 0 ? undefined : fields(fields(JSON.parse(message.slice(start))).error);
  } catch {
    return undefined;
  }
}
