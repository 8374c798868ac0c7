/** Helpers of the tests of the ledger's views. */
import type { TestStore } from './test-store.ts';

export const LANDING = 'tokentrail_ledger.landing';
/** Names of attributes. */
export const ATTEMPTS = 'tokentrail.attempts';
export const VERSION = 'tokentrail.record.version_unix_ms';

type Readable = Pick<TestStore, 'rows'>;

function spanIdOf(id: number): string {
  return id.toString(16).padStart(16, '0');
}

/** The records of the span `id`, one per sender, sorted by sender. */
export async function recordIn(store: Readable, id: number, columns: string): Promise<Record<string, unknown>[]> {
  return store.rows(
    `SELECT ${columns} FROM tokentrail_ledger.usage_records FINAL WHERE span_id = '${spanIdOf(id)}' ORDER BY sender`,
  );
}

export async function attemptsIn(store: Readable, id: number, columns: string): Promise<Record<string, unknown>[]> {
  const where = `WHERE span_id = '${spanIdOf(id)}' ORDER BY sender, position`;
  return store.rows(`SELECT ${columns} FROM tokentrail_ledger.attempts ${where}`, 'tokentrail_attempts_reader');
}

/** The time `msAgo` before now in the form of the landing table. */
export function ago(msAgo: number): string {
  return new Date(Date.now() - msAgo).toISOString().replace('T', ' ').replace('Z', '');
}
