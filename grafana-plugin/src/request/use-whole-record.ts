import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import { useCallback } from 'react';
import { useSharedStores } from '../store/LedgerProvider.tsx';
import type { StoreFailure } from '../store/store-failure.ts';
import { useQuery } from '../store/use-query.ts';

/** A record with the fields that a list or a data frame leaves out. */
export interface WholeRecord {
  record: UsageRecord;
  /** Null until it is loaded, and if it could not be. */
  detail: RecordDetail | null;
}

interface WholeRecordQuery {
  /** What is known so far. */
  whole: WholeRecord;
  loading: boolean;
  failure: StoreFailure | null;
}

/** Reads what is missing of a record of a list. Reads it again when the record has ended. */
export function useWholeRecord(record: UsageRecord): WholeRecordQuery {
  const { stores, opening, complete } = useSharedStores();
  const ledger = stores?.ledger;
  const { startUnixNano, traceId, spanId, sender, state } = record;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const key = { startUnixNano, traceId, spanId, sender };
      const [detail, found] = await Promise.all([
        ledger?.detail(key, signal),
        complete ? null : ledger?.record(key, signal),
      ]);
      return { state, detail: detail ?? null, found: found ?? null };
    },
    [ledger, complete, startUnixNano, traceId, spanId, sender, state],
  );
  const query = useQuery(ledger === undefined ? null : load, `${startUnixNano}-${traceId}-${spanId}-${sender}`);
  const value = query.value;
  return {
    whole: { record: value?.found ?? record, detail: value?.detail ?? null },
    loading: (opening || ledger !== undefined) && query.status === 'loading' && value === undefined,
    failure: query.status === 'failed' ? query.failure : null,
  };
}
