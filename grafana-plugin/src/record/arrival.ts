import type { UsageRecord } from '@tokentrail/records';
import { unixMs } from '../format.ts';

/** A record that arrives later after its end is late. Senders send every few seconds. */
export const LATE_AFTER_MS = 60_000;

/** A sender's clock may be so much ahead. */
export const MAX_CLOCK_DIFFERENCE_MS = 60_000;

/** A process reports at its start and about once an hour. One that has not reported for so long does not run any more. */
export const SILENT_AFTER_MS = 70 * 60_000;

/**
 * Time from the end of an ended record to its arrival in the store, ms; negative if the clocks of app and store differ. Null if
 * it is not known. A record without a duration, such as an event, ends when it starts.
 */
export function delayOf({ receivedAtMs, startUnixNano, durationMs }: UsageRecord): number | null {
  return receivedAtMs === null ? null : receivedAtMs - (unixMs(startUnixNano) + (durationMs ?? 0));
}
