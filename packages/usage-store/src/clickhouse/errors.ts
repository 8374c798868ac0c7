import { StoreError, type StoreErrorKind } from '../store-error.ts';
import type { ClickHouseResponse } from './transport.ts';

const CREDENTIAL_CODES = new Set([
  192, // UNKNOWN_USER
  193, // WRONG_PASSWORD
  194, // REQUIRED_PASSWORD
  516, // AUTHENTICATION_FAILED
]);

const LIMIT_CODES = new Set([
  158, // TOO_MANY_ROWS
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
  201, // QUOTA_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  241, // MEMORY_LIMIT_EXCEEDED
  307, // TOO_MANY_BYTES
  396, // TOO_MANY_ROWS_OR_BYTES
]);

const MISSING_COLUMN_CODES = new Set([
  10, // NOT_FOUND_COLUMN_IN_BLOCK
  16, // NO_SUCH_COLUMN_IN_TABLE
  47, // UNKNOWN_IDENTIFIER
]);

const ACCESS_DENIED_CODE = 497;
const QUERY_CANCELLED_CODE = 394;

const ADVICE: Readonly<Record<Exclude<StoreErrorKind, 'failed'>, string>> = {
  forbidden: 'You have no right to read this. Ask an administrator of this Grafana.',
  credentials: "The store refused the data source's user or password. An administrator can set them in its settings.",
  unreachable:
    "The store does not respond, or the data source has no address for it. Check that it runs, and the data source's settings.",
  not_configured: 'The data source has no address for this store. An administrator can set one in its settings.',
  schema: 'The store lacks a column that is read here.',
  limit: "The query went over the reader's limits. Choose a shorter period or a narrower search.",
  cancelled: 'The query was cancelled.',
};

/** The error for a failed response of ClickHouse or of a proxy in front of it. */
export function errorOfResponse({ status, body }: ClickHouseResponse): StoreError {
  const code = exceptionCode(body);
  const kind = code === null ? kindOfProxyResponse(status, body) : kindOfCode(code);
  if (kind === 'failed') {
    return new StoreError('failed', failureText(status, body));
  }
  return new StoreError(kind, ADVICE[kind], kind === 'schema' ? { cause: failureText(status, body) } : {});
}

/** The error for a query that got no response. */
export function errorOfRejection(cause: unknown, signal: AbortSignal | undefined): StoreError {
  if (cause instanceof StoreError) {
    return cause;
  }
  const kind = signal?.aborted === true || isAbort(cause) ? 'cancelled' : 'unreachable';
  return new StoreError(kind, ADVICE[kind], { cause });
}

/**
 * The code of the ClickHouse exception in `body`; null if there is none. A response that was cut short can end in an
 * exception.
 */
export function exceptionCode(body: string): number | null {
  const code = /\bCode: (\d+)\. DB::/.exec(body)?.[1];
  return code === undefined ? null : Number(code);
}

function kindOfCode(code: number): StoreErrorKind {
  if (CREDENTIAL_CODES.has(code)) {
    return 'credentials';
  }
  if (LIMIT_CODES.has(code)) {
    return 'limit';
  }
  if (MISSING_COLUMN_CODES.has(code)) {
    return 'schema';
  }
  if (code === ACCESS_DENIED_CODE) {
    return 'forbidden';
  }
  return code === QUERY_CANCELLED_CODE ? 'cancelled' : 'failed';
}

/**
 * The kind of error in a response of Grafana's data source proxy: its route is closed, or it cannot reach the store.
 */
function kindOfProxyResponse(status: number, body: string): StoreErrorKind {
  if (status === 403) {
    return 'forbidden';
  }
  // Grafana's proxy turns a store's 401 into 400 with the message below; a 401 with `Unauthorized` is Grafana's own.
  if (status === 401) {
    return body.includes('Unauthorized') ? 'forbidden' : 'credentials';
  }
  if (status === 400 && body.includes('Authentication to data source failed')) {
    return 'credentials';
  }
  // A missing address and an unreachable store look the same: 502 without a body.
  return status === 502 || status === 503 || status === 504 ? 'unreachable' : 'failed';
}

function failureText(status: number, body: string): string {
  const text = body.trim().slice(0, 500);
  return text === ''
    ? `The store responded with status ${status}.`
    : `The store responded with status ${status}: ${text}`;
}

/** True for the `AbortError` of browsers and Node, and for Grafana's rejection of a superseded request. */
function isAbort(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) {
    return false;
  }
  const { name, cancelled } = cause as { name?: unknown; cancelled?: unknown };
  return name === 'AbortError' || cancelled === true;
}
