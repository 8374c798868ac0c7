import type { StoreErrorKind } from '@tokentrail/usage-store';

/** What went wrong, as a page shows it. */
export interface StoreFailure {
  kind: StoreErrorKind;
  message: string;
}

/**
 * Reads an error by its shape, not its class: each entry of the plugin (app, data source, panels) is a bundle with its
 * own copy of the class.
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
  forbidden: 'You may not read this',
  credentials: "The store refused the data source's account",
  unreachable: 'The store does not answer',
  not_configured: 'No answer from the store',
  limit: 'The query is too large for this store',
  cancelled: 'The query was given up',
  failed: 'The store could not answer',
};
