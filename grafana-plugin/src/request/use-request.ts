import type { Attempt, RecordDetail, UsageRecord } from '@tokentrail/records';
import { useCallback } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery, type Query } from '../store/use-query.ts';
import { useWholeRecord } from './use-whole-record.ts';

/** The parts of one version of a record. */
export interface RequestParts {
  record: UsageRecord;
  /** Null until it is loaded, and if it could not be. */
  detail: RecordDetail | null;
  /** Loading for users who may not read them. */
  attempts: Query<Attempt[]>;
}

/** Reads all parts of a record. */
export function useRequest(known: UsageRecord): RequestParts {
  const { stores, mayReadTraces } = useLedger();
  const { startUnixNano, traceId, spanId, sender } = known;
  const { whole } = useWholeRecord(known);
  const load = useCallback(
    (signal: AbortSignal) => stores.ledger.attempts({ startUnixNano, traceId, spanId, sender }, signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  // Without the permission the server denies the query.
  return { ...whole, attempts: useQuery(mayReadTraces ? load : null) };
}
