import type { AttributeKey, RecordKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import { useCallback, useState } from 'react';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useQuery, type Query } from '../../store/use-query.ts';
import type { StoredContent } from './content-tabs.ts';

interface Repeatable<T> {
  query: Query<T>;
  retry: () => void;
}

/** A query that can be sent again after a failure. */
function useRepeatable<T>(load: ((signal: AbortSignal) => Promise<T>) | null): Repeatable<T> {
  const [attempt, setAttempt] = useState(0);
  const repeated = useCallback(
    (signal: AbortSignal) => (load === null ? new Promise<T>(() => {}) : load(signal)),
    // A new function sends the query again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [load, attempt],
  );
  return { query: useQuery(load === null ? null : repeated), retry: () => setAttempt((before) => before + 1) };
}

/** Which content the traces store has of a record. Read again when the record has ended. */
export function useStoredContent({ startUnixNano, traceId, spanId, sender }: RecordKey, state: string | null) {
  const { traces } = useLedger().stores;
  const load = useCallback(
    async (signal: AbortSignal): Promise<StoredContent> => {
      const key = { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) };
      const sizes = await traces.contentSizes(key, signal);
      return { sizes, oldestMs: sizes === null ? await traces.oldestMs(signal) : null };
    },
    // The content arrives with the end of the record.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [traces, startUnixNano, traceId, spanId, sender, state],
  );
  return useRepeatable(load);
}

/** The named content of a record, read when a tab needs it. */
export function useContent(
  { startUnixNano, traceId, spanId, sender }: RecordKey,
  names: readonly AttributeKey[],
): Repeatable<RecordContent> {
  const { traces } = useLedger().stores;
  const wanted = names.join(' ');
  const load = useCallback(
    async (signal: AbortSignal) => {
      const key = { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) };
      return (await traces.content(key, wanted.split(' ') as AttributeKey[], signal)) ?? {};
    },
    [traces, startUnixNano, traceId, spanId, sender, wanted],
  );
  return useRepeatable(wanted === '' ? null : load);
}
