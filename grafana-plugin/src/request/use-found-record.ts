import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { RecordFilter, TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useState } from 'react';
import { unixMs } from '../format.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery, type Query } from '../store/use-query.ts';
import type { RequestRef } from './request-view.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back a request without a start is searched for, one step after the other, ms. Null: to the first record. */
const STEPS_MS: readonly (number | null)[] = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 400 * DAY_MS, null];
/** The ledger stores records that start at most one day ahead. */
const MAX_AHEAD_MS = DAY_MS;
/** Records of one trace that are looked at. */
const MAX_RECORDS = 500;

/** A record that a link identifies. */
export interface FoundRecord {
  /** The record; null if the ledger does not have it. */
  query: Query<UsageRecord | null>;
  /** How far back a request without a start was searched for so far, ms. Null: to the first record. */
  searchedMs: number | null;
  /** Searches again. */
  retry: () => void;
}

/**
 * Looks up the record of a link. A link without a start has its records searched for in growing ranges, because a search over
 * everything may take long.
 *
 * @param known the record, if the caller has it already. Nothing is read then.
 */
export function useFoundRecord(ref: RequestRef, known?: UsageRecord): FoundRecord {
  const { ledger } = useLedger().stores;
  const { startUnixNano, traceId, spanId, sender } = ref;
  const id = `${startUnixNano} ${traceId} ${spanId} ${sender}`;
  const [search, setSearch] = useState({ id, step: 0 });
  const step = search.id === id ? search.step : 0;
  const [retries, setRetries] = useState(0);
  const steps = stepsWithin(ledger.capabilities.maxRangeMs);
  const backMs = steps[step] ?? null;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const ids = { traceId, spanId, ...(sender !== undefined && { sender }) };
      const record = await (startUnixNano === null
        ? searchBack(ledger, ids, backMs, signal)
        : findRecord(ledger, { startUnixNano, ...ids }, signal));
      return { record, retries };
    },
    [ledger, startUnixNano, traceId, spanId, sender, backMs, retries],
  );
  const read = useQuery(known === undefined ? load : null);
  const query: Query<UsageRecord | null> =
    read.status === 'ready' ? { status: 'ready', value: read.value.record } : { ...read, value: undefined };
  const goesOn = startUnixNano === null && query.status === 'ready' && query.value === null && step < steps.length - 1;
  if (goesOn) {
    setSearch({ id, step: step + 1 });
  }
  return {
    query: known !== undefined ? { status: 'ready', value: known } : goesOn ? { status: 'loading' } : query,
    searchedMs: backMs,
    retry: () => setRetries(retries + 1),
  };
}

/** The steps that a ledger allows, the longest range that it reads last. */
function stepsWithin(maxRangeMs: number | null): readonly (number | null)[] {
  return maxRangeMs === null
    ? STEPS_MS
    : [...STEPS_MS.filter((step) => step !== null && step < maxRangeMs), maxRangeMs];
}

/** Searches the records that started in the last `backMs`; null searches all. */
async function searchBack(
  ledger: UsageLedger,
  ids: Omit<RecordKey, 'startUnixNano'>,
  backMs: number | null,
  signal: AbortSignal,
): Promise<UsageRecord | null> {
  const nowMs = Date.now();
  const aheadMs = ledger.capabilities.maxRangeMs === null ? MAX_AHEAD_MS : 0;
  const range = { fromMs: backMs === null ? 0 : nowMs - backMs, toMs: nowMs + aheadMs };
  return among(ids, await listTrace(ledger, range, ids.traceId, signal));
}

/** Looks up the exact key. If its start has whole milliseconds only, searches the records of that millisecond. */
async function findRecord(ledger: UsageLedger, key: RecordKey, signal: AbortSignal): Promise<UsageRecord | null> {
  const exact = await ledger.record(key, signal);
  if (exact !== null || !key.startUnixNano.endsWith('000000')) {
    return exact;
  }
  const fromMs = unixMs(key.startUnixNano);
  return among(key, await listTrace(ledger, { fromMs, toMs: fromMs + 1 }, key.traceId, signal));
}

async function listTrace(
  ledger: UsageLedger,
  range: TimeRange,
  traceId: string,
  signal: AbortSignal,
): Promise<UsageRecord[]> {
  const filter: RecordFilter = { conditions: [{ field: 'trace', values: [traceId] }] };
  return (await ledger.list({ range, filter, limit: MAX_RECORDS, signal })).records;
}

function among(ids: Omit<RecordKey, 'startUnixNano'>, records: readonly UsageRecord[]): UsageRecord | null {
  return (
    records.find(
      ({ traceId, spanId, sender }) =>
        traceId === ids.traceId && spanId === ids.spanId && (ids.sender === undefined || sender === ids.sender),
    ) ?? null
  );
}
