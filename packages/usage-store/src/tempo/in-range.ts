import type { UsageRecord } from '@tokentrail/records';
import type { TimeRange } from '../record-selection.ts';

/** Whether a record is in `range`. Tempo's ranges have whole seconds. */
export function isInRange({ startUnixNano }: UsageRecord, { fromMs, toMs }: TimeRange): boolean {
  const start = BigInt(startUnixNano);
  return start >= BigInt(Math.trunc(fromMs)) * 1_000_000n && start < BigInt(Math.trunc(toMs)) * 1_000_000n;
}
