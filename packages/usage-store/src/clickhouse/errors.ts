import { errorOfResponse, type ResponseErrorKind, type StoreResponse } from '../failed-response.ts';
import type { StoreError } from '../store-error.ts';

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
  241, // MEMORY_LIMIT_EXCEEDED
  307, // TOO_MANY_BYTES
  396, // TOO_MANY_ROWS_OR_BYTES
]);

const MISSING_COLUMN_CODES = new Set([
  10, // NOT_FOUND_COLUMN_IN_BLOCK
  16, // NO_SUCH_COLUMN_IN_TABLE
  47, // UNKNOWN_IDENTIFIER
]);

/** The same query can succeed later. */
const BUSY_CODES = new Set([
  201, // QUOTA_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
]);

const ACCESS_DENIED_CODE = 497;
const QUERY_CANCELLED_CODE = 394;

/** The error for a failed response of ClickHouse or of a proxy in front of it. */
export function errorOfClickHouse(response: StoreResponse): StoreError {
  const code = exceptionCode(response.body);
  return code === null ? errorOfResponse(response) : errorOfResponse(response, kindOfCode(code));
}

/**
 * The code of the ClickHouse exception in `body`; null if there is none. A response that was cut short can end in an
 * exception.
 */
export function exceptionCode(body: string): number | null {
  const code = /\bCode: (\d+)\. DB::/.exec(body)?.[1];
  return code === undefined ? null : Number(code);
}

function kindOfCode(code: number): ResponseErrorKind {
  if (CREDENTIAL_CODES.has(code)) {
    return 'credentials';
  }
  if (LIMIT_CODES.has(code)) {
    return 'limit';
  }
  if (MISSING_COLUMN_CODES.has(code)) {
    return 'schema';
  }
  if (BUSY_CODES.has(code)) {
    return 'busy';
  }
  if (code === ACCESS_DENIED_CODE) {
    return 'forbidden';
  }
  return code === QUERY_CANCELLED_CODE ? 'cancelled' : 'failed';
}
