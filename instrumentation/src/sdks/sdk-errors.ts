import { identifier } from '../redaction/error-identity.ts';
import type { CallEnd, CallError } from '../types.ts';
import { defined } from '../util/defined.ts';
import { count, fields, text } from '../util/fields.ts';

/** The exports of an SDK or the static fields of its client class, by name. They include the error classes. */
export type ErrorClasses = Readonly<Record<string, unknown>>;

/** What was read from an error of an SDK. */
export interface ErrorReading {
  /** The caller ended the request. */
  aborted: boolean;
  /** The SDK's name for its class, if it differs from the name of the class itself. */
  type?: string | undefined;
  /** The provider's code, if the error contains one. */
  code?: string | undefined;
  message?: string | undefined;
  body?: unknown;
  /** Our own code for it: `timeout`, `connection_error`. */
  ownCode?: string | undefined;
}

export type ReadError = (error: unknown) => ErrorReading;

/** The end of a call whose caller receives `error`. */
export function endByError(error: unknown, read: ReadError): CallEnd {
  const { status, requestID } = fields(error);
  const reading = read(error);
  return {
    state: reading.aborted ? 'cancelled' : 'failed',
    ...defined({ statusCode: count(status), requestId: text(requestID) }),
    error: describeError(error, reading, reading.ownCode),
  };
}

/** The end of a stream that failed with `error` while it was read. */
export function endByBrokenStream(error: unknown, read: ReadError): CallEnd {
  const reading = read(error);
  return {
    state: reading.aborted ? 'cancelled' : 'failed',
    error: describeError(error, reading, 'stream_interrupted'),
  };
}

/** Describes an attempt that got no response and was not ended by its caller. */
export function transportError(error: unknown): CallError {
  const code = transportCode(error);
  const timedOut = code === undefined ? isAbortError(error) : /TIMEOUT|TIMEDOUT/.test(code);
  return { type: code ?? className(error, NO_CLASSES), code: timedOut ? 'timeout' : 'connection_error' };
}

/** Failures before any byte of the request was sent, so nothing can have been billed. */
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

/** A provider's code in the form that is recorded. Numbers are accepted, sentences are not. */
export function codeOf(code: unknown): string | undefined {
  return identifier(typeof code === 'number' ? String(code) : code);
}

/** `own` is the code if the provider gave none. */
function describeError(error: unknown, reading: ErrorReading, own?: string): CallError {
  const { aborted, type, code, message, body } = reading;
  return {
    type: type ?? className(error, NO_CLASSES),
    ...defined({ code: code ?? (aborted ? 'cancelled' : own), message, body: body ?? undefined }),
  };
}

/** Reads the errors of an SDK that has a class per kind of error and copies the provider's fields to the error. */
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

function isA(error: unknown, errorClass: unknown): boolean {
  return typeof errorClass === 'function' && error instanceof errorClass;
}

/** The code is a field of the error itself (plain sockets) or of its cause (fetch). */
export function transportCode(error: unknown): string | undefined {
  const code = text(fields(fields(error).cause).code) ?? text(fields(error).code);
  return identifier(code);
}

const NO_CLASSES: ErrorClasses = {};

/** The SDK's name for the error's class. In a bundle the class itself may have another name. */
function className(error: unknown, sdk: ErrorClasses): string {
  if (!(error instanceof Error)) return '_OTHER';
  const nameInSdk = Object.keys(sdk).find((name) => name !== 'default' && sdk[name] === error.constructor);
  return nameInSdk ?? (error.constructor.name || error.name);
}
