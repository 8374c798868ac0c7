import type { AttributeKey, RecordKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import { useCallback } from 'react';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useRepeatable, type Repeatable } from '../../store/use-repeatable.ts';
import type { StoredContent } from './content-tabs.ts';

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

/**
 * The named content of a record, read when a part of the page needs it. Null if the traces store does not have the record.
 *
 * @param names none reads nothing.
 */
export function useContent(
  { startUnixNano, traceId, spanId, sender }: RecordKey,
  names: readonly AttributeKey[],
): Repeatable<RecordContent | null> {
  const { traces } = useLedger().stores;
  const wanted = names.join(' ');
  const load = useCallback(
    (signal: AbortSignal) => {
      const key = { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) };
      return traces.content(key, wanted.split(' ') as AttributeKey[], signal);
    },
    [traces, startUnixNano, traceId, spanId, sender, wanted],
  );
  return useRepeatable(wanted === '' ? null : load);
}
