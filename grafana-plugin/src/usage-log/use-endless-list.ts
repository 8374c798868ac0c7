import { useCallback, useEffect, useState } from 'react';
import type { RowRange } from './row-window.ts';
import type { RecordList } from './use-record-list.ts';

/** Rows to have ready below the visible ones, as a multiple of the visible ones. */
const AHEAD = 2;
/** The wanted number of rows grows in steps, so that most scroll events change nothing. */
const STEP = 25;

/**
 * Loads the next page when the user scrolls near the end of the loaded rows. After a failure only the user does.
 *
 * @returns a function for the table to report its visible rows
 */
export function useEndlessList(list: RecordList): (rows: RowRange, atTop: boolean) => void {
  const scope = list.selection?.id;
  const [wanted, setWanted] = useState({ scope, rows: 0 });
  const onVisible = useCallback(
    ({ first, end }: RowRange, atTop: boolean) => {
      const rows = atTop ? 0 : Math.ceil((end + AHEAD * (end - first)) / STEP) * STEP;
      setWanted((previous) => (previous.scope === scope && previous.rows === rows ? previous : { scope, rows }));
    },
    [scope],
  );
  const isWanted = wanted.scope === scope && wanted.rows > list.records.length;
  const loads = isWanted && list.hasMore && list.loading === null && list.moreFailure === null;
  const { loadMore } = list;
  useEffect(() => {
    if (loads) {
      loadMore();
    }
  });
  return onVisible;
}
