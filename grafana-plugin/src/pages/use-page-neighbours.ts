import type { RecordKey } from '@tokentrail/records';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { recordFilterOf } from '../filters/filters.ts';
import type { UsageLogState } from '../links.ts';
import { adjacentRecords } from '../request/adjacent-records.ts';
import { DEFAULT_REQUEST_VIEW } from '../request/request-view.ts';
import { useNeighbourKeys, type RequestNeighbours } from '../request/use-neighbours.ts';
import { requestPathInList } from '../request-page-parameters.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { storeRangeOf, timeRangeOf } from '../time/time-range.ts';

/**
 * The requests before and after one in the usage log from which it was opened, also by key. They replace the page's address, so
 * that Back returns to the log.
 *
 * @param record null until it is found
 * @param list null for a request that was not opened from the log
 */
export function usePageNeighbours(record: RecordKey | null, list: UsageLogState | null): RequestNeighbours {
  const { stores, ds, timeZone } = useLedger();
  const navigate = useNavigate();
  const { startUnixNano = '', traceId = '', spanId = '', sender } = record ?? {};
  const isKnown = record !== null;
  const text = JSON.stringify(list);
  // Each render reads the address again, into equal objects.
  const log = useMemo(() => JSON.parse(text) as UsageLogState | null, [text]);
  const load = useCallback(
    (signal: AbortSignal) => {
      const key = { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) };
      const range = log === null ? null : storeRangeOf(timeRangeOf(log, log.tz ?? timeZone));
      const selection = { filter: log === null ? {} : recordFilterOf(log), ...(range !== null && { range }) };
      return adjacentRecords(stores.ledger, key, selection, signal);
    },
    [stores, startUnixNano, traceId, spanId, sender, log, timeZone],
  );
  const query = useQuery(isKnown && log !== null ? load : null);
  const found = query.status === 'ready' ? query.value : null;
  const goTo = (other: RecordKey | null | undefined) =>
    other && log !== null
      ? () => navigate(requestPathInList(other, ds, DEFAULT_REQUEST_VIEW, log), { replace: true })
      : null;
  // The log has the newest on top.
  const neighbours = { previous: goTo(found?.next), next: goTo(found?.previous) };
  useNeighbourKeys(neighbours);
  return neighbours;
}
