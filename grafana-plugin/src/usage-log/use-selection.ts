import type { TimeRange as GrafanaTimeRange, TimeZone } from '@grafana/data';
import type { RecordFilter, SortField, TimeRange } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import type { UsageLogState } from '../links.ts';
import { recordFilterOf, type FilterState } from './filters.ts';
import type { Refresh } from './use-refresh.ts';
import { storeRangeOf, timeRangeOf } from './time-range.ts';

/** The records that the usage log shows. A new object queries again. */
export interface Selection {
  /** Identifies range, time zone and filter. Stays the same on a refresh, although a relative range moves on. */
  id: string;
  range: TimeRange;
  filter: RecordFilter;
  sort: SortField;
  /** Rows per page. */
  limit: number;
  /** Whether new rows are shown at once. Otherwise they are offered, because they would move the others. */
  showsNewRows: boolean;
  /** The refresh that resolved the range. Selections of one refresh and `id` contain the same records. */
  refresh: Refresh;
}

/**
 * Derives the selection from the URL state. A new `refresh` resolves a relative range against the current time again.
 */
export function useSelection(
  { from, to, conditions, q, sort, limit }: UsageLogState,
  timeZone: TimeZone,
  refresh: Refresh,
): { range: GrafanaTimeRange; selection: Selection } {
  const filterText = JSON.stringify({ conditions, q });
  // Every change of the URL creates new conditions, equal to the previous ones.
  const filter = useMemo(() => recordFilterOf(JSON.parse(filterText) as FilterState), [filterText]);
  return useMemo(() => {
    const range = timeRangeOf({ from, to }, timeZone);
    const selection: Selection = {
      // The zone decides where a day such as `now/d` begins.
      id: JSON.stringify([from, to, timeZone, filter]),
      range: storeRangeOf(range),
      filter,
      sort,
      limit,
      showsNewRows: refresh.byHand,
      refresh,
    };
    return { range, selection };
  }, [from, to, timeZone, filter, sort, limit, refresh]);
}
