import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { FilterCondition, UsageLedger } from '@tokentrail/usage-store';
import { unixMs } from '../../format.ts';

/** The calls before and after one, among those that meet the same conditions. */
export interface AdjacentCalls {
  previous: UsageRecord | null;
  next: UsageRecord | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How far before and after a call others are searched for, ms. */
const SEARCHED_MS = 30 * DAY_MS;
/** Ranges after a call in which the next one is searched for, ms: the list begins with the newest. */
const STEPS_MS = [MINUTE_MS, 60 * MINUTE_MS, DAY_MS, SEARCHED_MS];
/** Calls in such a range at most; otherwise half of it is searched. */
const MAX_CALLS = 100;

/** Finds the calls around `record`. Rejects with `StoreError`. */
export async function adjacentCalls(
  ledger: UsageLedger,
  record: RecordKey,
  conditions: readonly FilterCondition[],
  signal: AbortSignal,
): Promise<AdjacentCalls> {
  const filter = { recordTypes: ['usage'] as const, conditions };
  const startMs = unixMs(record.startUnixNano);
  const maxMs = Math.min(SEARCHED_MS, ledger.capabilities.maxRangeMs ?? SEARCHED_MS);
  const before = await ledger.list({
    range: { fromMs: startMs - maxMs, toMs: startMs + 1 },
    filter,
    limit: 1,
    before: record,
    signal,
  });
  return { previous: before.records[0] ?? null, next: await nextCall() };

  async function nextCall(): Promise<UsageRecord | null> {
    let fromMs = startMs;
    for (const stepMs of STEPS_MS) {
      const toMs = startMs + Math.min(stepMs, maxMs);
      const found = await firstIn(fromMs, toMs);
      if (found !== null) {
        return found;
      }
      fromMs = toMs;
    }
    return null;
  }

  /** The first call after `record` in this range. */
  async function firstIn(fromMs: number, toMs: number): Promise<UsageRecord | null> {
    if (fromMs >= toMs) {
      return null;
    }
    const { records, next } = await ledger.list({ range: { fromMs, toMs }, filter, limit: MAX_CALLS, signal });
    const middleMs = Math.floor((fromMs + toMs) / 2);
    if (next !== null && middleMs > fromMs) {
      return (await firstIn(fromMs, middleMs)) ?? firstIn(middleMs, toMs);
    }
    return records.findLast((other) => BigInt(other.startUnixNano) > BigInt(record.startUnixNano)) ?? null;
  }
}
