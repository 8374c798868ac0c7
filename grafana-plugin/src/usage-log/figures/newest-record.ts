import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import { unixMs } from '../../format.ts';

/** The newest record of the store. */
export interface NewestRecord {
  /** Start, Unix nanoseconds as decimal digits. */
  startUnixNano: string;
  /** Time from the end of the newest ended record to its arrival in the store, ms. Null if it is not known. */
  delayMs: number | null;
}

/** A record that arrives later after its end is late. Senders send every few seconds. */
export const LATE_AFTER_MS = 60_000;

/** @param records newest first; null is returned if there is none */
export function newestOf(records: readonly UsageRecord[]): NewestRecord | null {
  const [newest] = records;
  if (newest === undefined) {
    return null;
  }
  const ended = records.find((record) => !['running', 'lost'].includes(outcomeOf(record)));
  return { startUnixNano: newest.startUnixNano, delayMs: ended === undefined ? null : delayOf(ended) };
}

/** A record without a duration, such as an event, ends when it starts. */
function delayOf({ receivedAtMs, startUnixNano, durationMs }: UsageRecord): number | null {
  return receivedAtMs === null ? null : receivedAtMs - (unixMs(startUnixNano) + (durationMs ?? 0));
}
