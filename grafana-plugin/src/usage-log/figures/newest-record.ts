import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import { delayOf, MAX_CLOCK_DIFFERENCE_MS } from '../../record/arrival.ts';

/** Records that are read to find an ended one. */
const RECORDS = 10;

/** The newest record of the store. */
export interface NewestRecord {
  /** Start, Unix nanoseconds as decimal digits. */
  startUnixNano: string;
  /** Time from the end of the newest ended record to its arrival in the store, ms. Null if it is not known. */
  delayMs: number | null;
}

/** Reads the newest record of the store; null if it has none. Rejects with `StoreError`. */
export async function readNewest(ledger: UsageLedger, signal: AbortSignal): Promise<NewestRecord | null> {
  const range = { fromMs: 0, toMs: Date.now() + MAX_CLOCK_DIFFERENCE_MS };
  const { records } = await ledger.list({ range, filter: {}, limit: RECORDS, signal });
  return newestOf(records);
}

/** @param records newest first; null is returned if there is none */
export function newestOf(records: readonly UsageRecord[]): NewestRecord | null {
  const [newest] = records;
  if (newest === undefined) {
    return null;
  }
  const ended = records.find(showsArrival);
  return { startUnixNano: newest.startUnixNano, delayMs: ended === undefined ? null : delayOf(ended) };
}

/** A repriced record has arrived again. */
function showsArrival(record: UsageRecord): boolean {
  return !['running', 'lost'].includes(outcomeOf(record)) && record.repricedBy === null;
}
