import { matcherOf } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import { recordFilterOf, type FilterState } from '../filters.ts';
import type { RecordList } from '../use-record-list.ts';

/** More rows would take longer than the store. */
const MAX_ROWS = 1_000;

/**
 * The loaded rows while the store has not read a new filter yet: those of the first ones that meet it. They are marked as rows of
 * another selection, because the store may have more.
 *
 * @param filter what controls and search text show
 */
export function useInstantRows(list: RecordList, filter: FilterState): RecordList {
  const wanted = JSON.stringify(recordFilterOf(filter));
  const isRead = list.selection === null || JSON.stringify(list.selection.filter) === wanted;
  const { records: loaded } = list;
  const records = useMemo(
    () =>
      isRead
        ? loaded
        : loaded.slice(0, MAX_ROWS).filter(matcherOf(JSON.parse(wanted) as ReturnType<typeof recordFilterOf>)),
    [isRead, loaded, wanted],
  );
  return isRead ? list : { ...list, records, loading: 'page', offer: null };
}
