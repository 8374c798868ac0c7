import { identifier } from '../redaction/error-identity.ts';
import type { CallEnd, CallError } from '../types.ts';
import { count, fields, known, text } from '../util/fields.ts';

/** What an SDK exports or its client class carries, by name: among it the classes that errors are told apart by. */
export type ErrorClasses = Readonly<Record<string, unknown>>;

/** What an error of an SDK says; each as far as it does. */
export interface ErrorReading {
  /** The caller ended the request. */
  aborted: boolean;
  /** The name of its class, where the SDK gives it another than the class itself has. */
  type?: string | undefined;
  /** The provider's code, where the error tells what the provider said. */
  code?: string | undefined;
  message?: string | undefined;
  body?: unknown;
  /** What our own code for it is: `timeout`, `connection_error`. */
  ownCode?: string | undefined;
}

export type ReadError = (error: unknown) => ErrorReading;

/** How a call ended whose caller was thrown `error`. */
export function endByError(error: unknown, read: ReadError): CallEnd {
  const { status, requestID } = fields(error);
  const reading = read(error);
  return {
    state: reading.aborted ? 'cancelled' : 'failed',
    ...known({ statusCode: count(status), requestId: text(requestID) }),
    error: describeError(error, reading, reading.ownCode),
  };
}

/** How a stream ended that failed while it was read. */
export function endByBrokenStream(error: unknown, read: ReadError): CallEnd {
  const reading = read(error);
  return {
    state: reading.aborted ? 'cancelled' : 'failed',
    error: describeError(error, reading, 'stream_interrupted'),
  };
}

/** What is known of a try that no response came back from, and that its caller did not end. */
export function transportError(error: unknown): CallError {
  const code = transportCode(error);
  const timedOut = code === undefined ? isAbortError(error) : /TIMEOUT|TIMEDOUT/.test(code);
  return { type: code ?? className(error, NO_CLASSES), code: timedOut ? 'timeout' : 'connection_error' };
}

/** Failures before a byte of the request was sent: nothing can have been billed. */
const NOTHING_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export function nothingWasSent(error: unknown): boolean {
  return NOTHING_SENT.has(transportCode(error));
}

/** A provider's code as it may be recorded: some send a number, none may send a sentence. */
export function codeOf(code: unknown): string | undefined {
  return identifier(typeof code === 'number' ? String(code) : code);
}

/** `own` stands where the provider gave no code. */
function describeError(error: unknown, reading: ErrorReading, own?: string): CallError {
  const { aborted, type, code, message, body } = reading;
  return {
    type: type ?? className(error, NO_CLASSES),
    ...known({ code: code ?? (aborted ? 'cancelled' : own), message, body: body ?? undefined }),
  };
}

/** Reads the errors of an SDK that has a class for each kind, and the provider's words in the error's own fields. */
export function readByClass(sdk: ErrorClasses): ReadError {
  return (error) => {
    const { code, type, error: body, message } = fields(error);
    const reached = error instanceof Error && 'status' in error;
    return {
      aborted: isA(error, sdk.APIUserAbortError) || isAbortError(error),
      type: className(error, sdk),
      code: reached ? (codeOf(code) ?? identifier(type)) : undefined,
      message: text(message),
      body,
      ownCode: ownCode(error, sdk),
    };
  };
}

function ownCode(error: unknown, sdk: ErrorClasses): string | undefined {
  if (isA(error, sdk.APIConnectionTimeoutError)) return 'timeout';
  return isA(error, sdk.APIConnectionError) ? 'connection_error' : undefined;
}

export function isAbortError(error: unknown): boolean {
  return fields(error).name === 'AbortError';
}

function isA(error: unknown, known: unknown): boolean {
  return typeof known === 'function' && error instanceof known;
}

/** The code is at the error itself (plain sockets) or at its cause (fetch). */
export function transportCode(error: unknown): string | undefined {
  const code = text(fields(fields(error).cause).code) ?? text(fields(error).code);
  return identifier(code);
}

const NO_CLASSES: ErrorClasses = {};

/** The name that the SDK gives the error's class: in a bundle the class itself may have got another one. */
function className(error: unknown, sdk: ErrorClasses): string {
  if (!(error instanceof Error)) return '_OTHER';
  const given = Object.keys(sdk).find((name) => name !== 'default' && sdk[name] === error.constructor);
  return given ?? (error.constructor.name || error.name);
}
