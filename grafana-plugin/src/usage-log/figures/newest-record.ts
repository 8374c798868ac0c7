import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import { delayOf } from '../../record/arrival.ts';

/** The newest record of the store. */
export interface NewestRecord {
  /** Start, Unix nanoseconds as decimal digits. */
  startUnixNano: string;
  /** Time from the end of the newest ended record to its arrival in the store, ms. Null if it is not known. */
  delayMs: number | null;
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
