import { t } from '@grafana/i18n';
import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import type { FailureKind } from '@tokentrail/usage-store';

export type { FailureKind } from '@tokentrail/usage-store';

/** Failure of a query, as pages show it: in our words, without SQL or a text of the store. */
export interface StoreFailure {
  kind: FailureKind;
  message: string;
}

/** The data source of the URL or the settings does not exist. Has the shape of a `StoreError`. */
export class UnknownDataSourceError extends Error {
  override readonly name = 'StoreError';
  readonly kind = 'unknown_data_source';
}

const KINDS: ReadonlySet<string> = new Set<FailureKind>([
  'forbidden',
  'credentials',
  'unreachable',
  'not_configured',
  'schema',
  'limit',
  'busy',
  'search',
  'unknown_data_source',
  'cancelled',
  'failed',
]);

/**
 * Converts an error by its shape instead of `instanceof`, because each entry of the plugin (app, data source, panels)
 * is a bundle with its own copy of the error class.
 */
export function failureOf(error: unknown): StoreFailure {
  const kind = kindOf(error);
  const text = error instanceof Error ? error.message : '';
  return { kind, message: kind === 'search' ? text : messageOf(kind, text) };
}

function kindOf(error: unknown): FailureKind {
  if (!(error instanceof Error)) {
    return 'failed';
  }
  if (error.name === 'AbortError') {
    return 'cancelled';
  }
  return error.name === 'StoreError' && 'kind' in error && isKind(error.kind) ? error.kind : 'failed';
}

function isKind(kind: unknown): kind is FailureKind {
  return typeof kind === 'string' && KINDS.has(kind);
}

/** What to do, or more about the cause. `text` is that of the error; only numbers of it are shown. */
function messageOf(kind: FailureKind, text: string): string {
  switch (kind) {
    case 'forbidden':
      return t('store.advice.forbidden', 'Ask an administrator of this Grafana for access.');
    case 'credentials':
      return t('store.advice.credentials', 'An administrator can set user and password in the data source’s settings.');
    case 'unreachable':
      return t('store.advice.unreachable', 'Check that it runs, and that the data source’s settings have its address.');
    case 'not_configured':
      return t('store.advice.not-configured', 'An administrator can set its address in the data source’s settings.');
    case 'schema':
      return t(
        'store.advice.schema',
        'This release of TokenTrail reads schema version {{version}}. Update the older one: the ledger as in “Upgrade” of clickhouse/README.md, or this app.',
        { version: LEDGER_SCHEMA_VERSION },
      );
    case 'limit':
      return t(
        'store.advice.limit',
        'It went over the limits of its reader. Choose a shorter period or a narrower search.',
      );
    case 'busy':
      return t('store.advice.busy', 'It runs as many queries at once as it may. Send the query again in a moment.');
    case 'search':
      return t('store.advice.search', 'Change the search text.');
    case 'unknown_data_source':
      return t('store.advice.unknown-data-source', 'Select another “TokenTrail usage” data source that you can query.');
    case 'cancelled':
      return t('store.advice.cancelled', 'Send the query again if you still need it.');
    case 'failed':
      return t('store.advice.failed', 'The store could not run it{{numbers}}. Its log has the details.', {
        numbers: numbersIn(text),
      });
  }
}

/** Status and ClickHouse's error code in the text of an error: " (status 500, code 60)". */
function numbersIn(text: string): string {
  const status = /\bstatus (\d{3})\b/.exec(text)?.[1];
  const code = /\bCode: (\d{1,5})\b/.exec(text)?.[1];
  const numbers = [
    status !== undefined && t('store.advice.status', 'status {{status}}', { status }),
    code !== undefined && t('store.advice.code', 'code {{code}}', { code }),
  ].filter((part) => part !== false);
  return numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
}

/** What went wrong and what to do, as one text. */
export function failureText({ kind, message }: StoreFailure): string {
  return `${failureTitle(kind)}. ${message}`;
}

/** What went wrong, as the title of a message. */
export function failureTitle(kind: FailureKind): string {
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
    case 'unknown_data_source':
      return t('store.failure.unknown-data-source', 'There is no such data source');
    case 'cancelled':
      return t('store.failure.cancelled', 'The query was cancelled');
    case 'failed':
      return t('store.failure.failed', 'The query failed');
  }
}
