import type { StoreErrorKind } from '@tokentrail/usage-store';

/** Error of a store, as pages show it. */
export interface StoreFailure {
  kind: StoreErrorKind;
  message: string;
}

/**
 * Converts an error by its shape instead of `instanceof`, because each entry of the plugin (app, data source, panels)
 * is a bundle with its own copy of the error class.
 */
export function failureOf(error: unknown): StoreFailure {
  if (error instanceof Error && error.name === 'StoreError' && 'kind' in error) {
    return { kind: error.kind as StoreErrorKind, message: error.message };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { kind: 'cancelled', message: error.message };
  }
  return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
}

export const FAILURE_TITLES: Readonly<Record<StoreErrorKind, string>> = {
  forbidden: 'You do not have permission to read this data',
  credentials: 'The store rejected the data source’s account',
  unreachable: 'The store does not respond',
  not_configured: 'The data source is not configured',
  schema: 'The schema of the store has another version',
  limit: 'The query is too large for this store',
  cancelled: 'The query was cancelled',
  failed: 'The query failed',
};
