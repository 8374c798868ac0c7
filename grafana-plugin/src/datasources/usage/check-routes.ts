import type { TestDataSourceResponse } from '@grafana/data';
import type { RecordKey } from '@tokentrail/records';
import { failureOf } from '../../store/store-failure.ts';
import type { Stores } from '../../store/stores.ts';

/** Key of a record that cannot exist: a lookup accesses the table and reads no rows. */
const NO_RECORD: RecordKey = { startUnixNano: '0', traceId: '0'.repeat(32), spanId: '0'.repeat(16) };

/** Sends one query through every route and reports the routes that failed. */
export async function checkRoutes(open: () => Promise<Stores>): Promise<TestDataSourceResponse> {
  let stores: Stores;
  try {
    stores = await open();
  } catch (error) {
    return { status: 'error', message: failureOf(error).message };
  }
  const { ledger, traces } = stores;
  const failed = await Promise.all([
    check('Ledger (usage records)', () => ledger.list({ range: lastMinute(), filter: {}, limit: 1 })),
    check('Ledger (attempts)', () => ledger.attempts(NO_RECORD)),
    check('Traces', () => traces.content(NO_RECORD)),
  ]);
  const problems = failed.filter((problem) => problem !== null);
  return problems.length === 0
    ? { status: 'success', message: 'Connected to ledger, attempts and traces.' }
    : { status: 'error', message: problems.join(' · ') };
}

async function check(name: string, query: () => Promise<unknown>): Promise<string | null> {
  try {
    await query();
    return null;
  } catch (error) {
    return `${name}: ${failureOf(error).message}`;
  }
}

function lastMinute() {
  const now = Date.now();
  return { fromMs: now - 60_000, toMs: now };
}
