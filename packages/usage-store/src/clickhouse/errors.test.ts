import { StoreError, type StoreErrorKind } from '../store-error.ts';
import { errorOfClickHouse } from './errors.ts';

function exception(code: number, text: string): string {
  return `Code: ${code}. DB::Exception: ${text} (version 26.7.2.1)\n`;
}

/** Responses of a ClickHouse server. */
const RESPONSES: [what: string, status: number, body: string, kind: StoreErrorKind][] = [
  ['Grafana closes the route', 403, '{"message":"plugin proxy route access denied"}', 'forbidden'],
  ['the account has no such grant', 500, exception(497, 'x: Not enough privileges. (ACCESS_DENIED)'), 'forbidden'],
  ['wrong password', 403, exception(516, 'x: Authentication failed (AUTHENTICATION_FAILED)'), 'credentials'],
  ['unknown user', 403, exception(192, 'There is no user x. (UNKNOWN_USER)'), 'credentials'],
  ['no password', 403, exception(194, 'Password required. (REQUIRED_PASSWORD)'), 'credentials'],
  ['too many rows', 500, exception(158, 'Limit for rows exceeded (TOO_MANY_ROWS)'), 'limit'],
  ['too long', 500, exception(159, 'Timeout exceeded (TIMEOUT_EXCEEDED)'), 'limit'],
  ['expected to be too long', 500, exception(160, 'Estimated query execution time (TOO_SLOW)'), 'limit'],
  ['quota', 500, exception(201, 'Quota exceeded (QUOTA_EXCEEDED)'), 'busy'],
  ['too many at once', 500, exception(202, 'Too many simultaneous queries (…)'), 'busy'],
  ['too much memory', 500, exception(241, 'Memory limit exceeded (MEMORY_LIMIT_EXCEEDED)'), 'limit'],
  ['too many bytes', 500, exception(307, 'Limit for bytes (TOO_MANY_BYTES)'), 'limit'],
  ['too large a result', 500, exception(396, 'Limit for result (TOO_MANY_ROWS_OR_BYTES)'), 'limit'],
  ['killed', 500, exception(394, 'Query was cancelled (QUERY_WAS_CANCELLED)'), 'cancelled'],
  ['broken off in the middle', 200, `{"data":[[1],${exception(159, 'Timeout exceeded')}`, 'limit'],
  ['table missing', 404, exception(60, 'Unknown table x (UNKNOWN_TABLE)'), 'failed'],
  ['column missing', 404, exception(47, 'Unknown expression identifier x (UNKNOWN_IDENTIFIER)'), 'schema'],
];

test.each(RESPONSES)('%s: status %i with %j becomes %s', (_, status, body, kind) => {
  const error = errorOfClickHouse({ status, body });
  expect(error).toBeInstanceOf(StoreError);
  expect(error.kind).toBe(kind);
  expect(error.message).not.toBe('');
});
