import { StoreError } from '@tokentrail/usage-store';
import { failureOf, failureTitle, UnknownDataSourceError, type FailureKind } from './store-failure.ts';

/** Texts of a store that no page may show. */
const HOSTILE = [
  'The store responded with status 500: Code: 60. DB::Exception: Unknown table tokentrail_ledger.usage_records',
  "SELECT * FROM tokentrail_ledger.usage_records WHERE user_id = 'u_81' FORMAT JSON",
  '<img src=x onerror=alert(1)>',
  'password=hunter2 \u202Eexe.txt',
];
const KINDS: readonly FailureKind[] = [
  'forbidden',
  'credentials',
  'unreachable',
  'not_configured',
  'schema',
  'limit',
  'busy',
  'unknown_data_source',
  'cancelled',
  'failed',
];

/** An error with the shape of a `StoreError` of another bundle. */
function storeError(kind: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'StoreError', kind });
}

test.each(KINDS)('shows a failure of kind %s in our words, without the text of the store', (kind) => {
  for (const text of HOSTILE) {
    const { message, kind: shown } = failureOf(storeError(kind, text));
    expect(shown).toBe(kind);
    expect(`${failureTitle(kind)} ${message}`).not.toMatch(/SELECT|DB::|usage_records|<img|hunter2|\u202E/);
    expect(message).toMatch(/^[A-Z].+\.$/);
  }
});

test('each kind has a title and a message of its own', () => {
  expect(new Set(KINDS.map(failureTitle)).size).toBe(KINDS.length);
  expect(new Set(KINDS.map((kind) => failureOf(storeError(kind, '')).message)).size).toBe(KINDS.length);
});

test('shows status and code of an unexpected error, and nothing else of it', () => {
  expect(failureOf(new StoreError('failed', HOSTILE[0] ?? '')).message).toBe(
    'The store could not run it (status 500, code 60). Its log has the details.',
  );
  expect(failureOf(new Error('x')).message).toBe('The store could not run it. Its log has the details.');
});

test.each([
  ['an error without a kind', new Error(HOSTILE[1]), 'failed'],
  ['an unknown kind', storeError('<b>', ''), 'failed'],
  ['a value that is no error', HOSTILE[2], 'failed'],
  ['an aborted request', new DOMException('aborted', 'AbortError'), 'cancelled'],
  ['a missing data source', new UnknownDataSourceError(), 'unknown_data_source'],
])('reads the kind of %s', (_name, error, kind) => {
  expect(failureOf(error).kind).toBe(kind);
});

test('shows what our parser says about a search', () => {
  expect(failureOf(storeError('search', 'Write a number after “cost:”.')).message).toBe(
    'Write a number after “cost:”.',
  );
});
