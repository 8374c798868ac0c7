import { t } from '@grafana/i18n';
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

/** What went wrong, as the title of a message. */
export function failureTitle(kind: StoreErrorKind): string {
  switch (kind) {
    case 'forbidden':
      return t('store.failure.forbidden', 'You do not have permission to read this data');
    case 'credentials':
      return t('store.failure.credentials', 'The store rejected the data source’s account');
    case 'unreachable':
      return t('store.failure.unreachable', 'The store does not respond');
    case 'not_configured':
      return t('store.failure.not-configured', 'The data source is not configured');
    case 'schema':
      return t('store.failure.schema', 'The schema of the store has another version');
    case 'limit':
      return t('store.failure.limit', 'The query is too large for this store');
    case 'busy':
      return t('store.failure.busy', 'The store is busy');
    case 'search':
      return t('store.failure.search', 'The search cannot be read');
    case 'cancelled':
      return t('store.failure.cancelled', 'The query was cancelled');
    case 'failed':
      return t('store.failure.failed', 'The query failed');
  }
}
