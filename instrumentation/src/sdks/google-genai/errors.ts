import { fields, text, type Fields } from '../../util/fields.ts';
import { isAbortError, transportCode, type ErrorReading, type ReadError } from '../sdk-errors.ts';

/**
 * Reads the errors of this SDK. Its only error class has the status, and Google's error as JSON in the message. A
 * timeout and an abort by the caller throw the same error; the caller's `signal` distinguishes them.
 */
export function readErrors(signal: AbortSignal | undefined): ReadError {
  return (error) => {
    const abort = isAbortError(error);
    const aborted = abort && signal?.aborted === true;
    return { aborted, ...detailsOf(error), ownCode: ownCode(error, abort) };
  };
}

function ownCode(error: unknown, isAbort: boolean): string | undefined {
  if (isAbort) return 'timeout';
  return error instanceof TypeError && transportCode(error) !== undefined ? 'connection_error' : undefined;
}

/** The `name` of the SDK's errors. A bundler may rename the class, but not this property. */
const API_ERROR = 'ApiError';

function detailsOf(error: unknown): Pick<ErrorReading, 'type' | 'code' | 'message' | 'body'> {
  const { message, name } = fields(error);
  if (name !== API_ERROR) {
    return { message: text(message) };
  }
  const body = bodyIn(text(message) ?? '');
  const { status, message: bodyMessage } = fields(body);
  // Accepts only Google's codes: if the response was not JSON, the SDK sets the status line's text here.
  const code = typeof status === 'string' && /^[A-Z][A-Z_]+$/.test(status) ? status : undefined;
  return { type: API_ERROR, code, message: text(bodyMessage) ?? text(message), body };
}

/** Parses `{"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}}`. In a stream, text precedes it. */
function bodyIn(message: string): Fields | undefined {
  const start = message.indexOf('{');
  try {
    return start < 0 ? undefined : fields(fields(JSON.parse(message.slice(start))).error);
  } catch {
    return undefined;
  }
}
