import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { RecordFilter, TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { unixMs } from '../format.ts';

/** The records before and after one, among those that meet the same conditions. */
export interface AdjacentRecords {
  previous: UsageRecord | null;
  next: UsageRecord | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How far before and after a record others are searched for, ms. */
const SEARCHED_MS = 30 * DAY_MS;
/** Ranges after a record in which the next one is searched for, ms: the list begins with the newest. */
const STEPS_MS = [MINUTE_MS, 60 * MINUTE_MS, DAY_MS, SEARCHED_MS];
const ALL: TimeRange = { fromMs: -Infinity, toMs: Infinity };
/** Records in such a range at most; otherwise half of it is searched. */
const MAX_RECORDS = 100;

/**
 * Finds the records around `record` in the order of time, among those of `filter`. Rejects with `StoreError`.
 *
 * @param range none is searched for outside of it. Default: 30 days before and after.
 */
export async function adjacentRecords(
  ledger: UsageLedger,
  record: RecordKey,
  { filter, range = ALL }: { filter: RecordFilter; range?: TimeRange },
  signal: AbortSignal,
): Promise<AdjacentRecords> {
  const startMs = unixMs(record.startUnixNano);
  const maxMs = Math.min(SEARCHED_MS, ledger.capabilities.maxRangeMs ?? SEARCHED_MS);
  const before = await ledger.list({
    range: { fromMs: Math.max(startMs - maxMs, range.fromMs), toMs: startMs + 1 },
    filter,
    limit: 1,
    before: record,
    signal,
  });
  return { previous: before.records[0] ?? null, next: await nextRecord() };

  async function nextRecord(): Promise<UsageRecord | null> {
    let fromMs = startMs;
    for (const stepMs of STEPS_MS) {
      const toMs = Math.min(startMs + Math.min(stepMs, maxMs), range.toMs);
      const found = await firstIn(fromMs, toMs);
      if (found !== null) {
        return found;
      }
      fromMs = toMs;
    }
    return null;
  }

  /** The first record after `record` in this range. */
  async function firstIn(fromMs: number, toMs: number): Promise<UsageRecord | null> {
    if (fromMs >= toMs) {
      return null;
    }
    const { records, next } = await ledger.list({ range: { fromMs, toMs }, filter, limit: MAX_RECORDS, signal });
    const middleMs = Math.floor((fromMs + toMs) / 2);
    if (next !== null && middleMs > fromMs) {
      return (await firstIn(fromMs, middleMs)) ?? firstIn(middleMs, toMs);
    }
    return records.findLast((other) => BigInt(other.startUnixNano) > BigInt(record.startUnixNano)) ?? null;
  }
}
