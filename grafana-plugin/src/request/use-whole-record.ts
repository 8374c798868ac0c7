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

/** Reads the whole record of a list. Reads it again when the record has ended. */
export function useWholeRecord(record: UsageRecord): WholeRecordQuery {
  const { stores, opening } = useSharedStores();
  const ledger = stores?.ledger;
  const { startUnixNano, traceId, spanId, sender, state } = record;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const whole = await ledger?.whole({ startUnixNano, traceId, spanId, sender }, signal);
      return { state, whole: whole ?? null };
    },
    [ledger, startUnixNano, traceId, spanId, sender, state],
  );
  const query = useQuery(ledger === undefined ? null : load, `${startUnixNano}-${traceId}-${spanId}-${sender}`);
  return {
    whole: query.value?.whole ?? { record, detail: null },
    loading: (opening || ledger !== undefined) && query.status === 'loading' && query.value === undefined,
    failure: query.status === 'failed' ? query.failure : null,
  };
}
