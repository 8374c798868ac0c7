import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;

/**
 * Repeats a query until it has a result. Resolves with null if there is none after `waitMs`; the first query counts in any case.
 */
export async function waitFor<T>(query: () => Promise<T | null>, waitMs: number): Promise<T | null> {
  for (const deadline = performance.now() + waitMs; ; await sleep(POLL_MS)) {
    const result = await query();
    if (result !== null || performance.now() > deadline) {
      return result;
    }
  }
}
