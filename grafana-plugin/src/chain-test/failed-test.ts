import type { FailedTest, StoreResponse } from '@tokentrail/usage-store';
import { failureOf } from '../store/store-failure.ts';

/**
 * What an error says about a test that failed after `elapsedMs`. Reads the error by its shape, because the data source is
 * a bundle with its own copy of the error class.
 */
export function failedTestOf(error: unknown, elapsedMs: number, accountIsSet?: boolean): FailedTest {
  const { response, schemaVersion } = (error instanceof Error ? error : {}) as {
    response?: unknown;
    schemaVersion?: unknown;
  };
  return {
    kind: failureOf(error).kind,
    response: isResponse(response) ? response : null,
    ...((typeof schemaVersion === 'number' || schemaVersion === null) && { schemaVersion }),
    elapsedMs,
    ...(accountIsSet !== undefined && { accountIsSet }),
  };
}

function isResponse(value: unknown): value is StoreResponse {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    typeof value.status === 'number' &&
    'body' in value &&
    typeof value.body === 'string'
  );
}
