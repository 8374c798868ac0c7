import type { RecordKey } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';

const DAY_MS = 86_400_000;
/** How far before and after a request another one is searched for, ms. */
const SEARCHED_MS = 30 * DAY_MS;

/**
 * Finds a request by one of its ids: that of its caller, that of its response, or that which a provider gave to an attempt, for users
 * who may read attempts. Null if there is none within 30 days. Rejects with `StoreError`.
 *
 * @param aroundMs Unix ms
 */
export async function findById(
  ledger: UsageLedger,
  id: string,
  aroundMs: number,
  mayReadTraces: boolean,
  signal: AbortSignal,
): Promise<RecordKey | null> {
  const maxMs = Math.min(SEARCHED_MS, (ledger.capabilities.maxRangeMs ?? Infinity) / 2);
  const range = { fromMs: aroundMs - maxMs, toMs: aroundMs + maxMs };
  for (const field of ['request', 'response'] as const) {
    const filter = { conditions: [{ field, values: [id] }] };
    const [found] = (await ledger.list({ range, filter, limit: 1, signal })).records;
    if (found !== undefined) {
      return found;
    }
  }
  const byAttempt = mayReadTraces && ledger.capabilities.attemptIds;
  return byAttempt ? ((await ledger.keysOfAttempt({ range, requestId: id, limit: 1, signal }))[0] ?? null) : null;
}
