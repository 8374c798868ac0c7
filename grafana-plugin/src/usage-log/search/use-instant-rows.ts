import type { UsageRecord } from '@tokentrail/records';
import type { RecordFilter } from '@tokentrail/usage-store';
import { useEffect, useMemo, useState } from 'react';
import { recordFilterOf, type FilterState } from '../../filters/filters.ts';
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
  const matcherOf = useMatcher(list.selection !== null);
  const records = useMemo(
    () =>
      isRead || matcherOf === null
        ? loaded
        : loaded.slice(0, MAX_ROWS).filter(matcherOf(JSON.parse(wanted) as RecordFilter)),
    [isRead, loaded, wanted, matcherOf],
  );
  return isRead ? list : { ...list, records, loading: 'page', offer: null };
}

type MatcherOf = (filter: RecordFilter) => (record: UsageRecord) => boolean;

/** What filters loaded rows. It is loaded after the first rows, so that they do not wait for it; null before. */
function useMatcher(hasRows: boolean): MatcherOf | null {
  const [matcher, setMatcher] = useState<{ matcherOf: MatcherOf } | null>(null);
  useEffect(() => {
    let isMounted = true;
    if (hasRows) {
      void import('./matcher.ts').then(({ matcherOf }) => isMounted && setMatcher({ matcherOf }));
    }
    return () => {
      isMounted = false;
    };
  }, [hasRows]);
  return matcher?.matcherOf ?? null;
}
