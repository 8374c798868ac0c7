import type { TimeRange as GrafanaTimeRange, TimeZone } from '@grafana/data';
import type { RecordFilter, TimeRange } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import { storeRangeOf, timeRangeOf, type UrlRange } from '../time/time-range.ts';
import type { Refresh } from '../time/use-refresh.ts';
import { recordFilterOf, type FilterState } from './filters.ts';

/** The records that a page shows. A new object queries again. */
export interface SelectedRecords {
  /** Identifies range, time zone and filter. Stays the same on a refresh, although a relative range moves on. */
  id: string;
  range: TimeRange;
  filter: RecordFilter;
  /** The refresh that resolved the range. Selections of one refresh and `id` contain the same records. */
  refresh: Refresh;
}

/**
 * The records that the URL's range and filter select. A new `refresh` resolves a relative range against the current time again.
 */
export function useSelectedRecords(
  { from, to, conditions, q }: UrlRange & FilterState,
  timeZone: TimeZone,
  refresh: Refresh,
): { range: GrafanaTimeRange; selected: SelectedRecords } {
  const filterText = JSON.stringify({ conditions, q });
  // Every change of the URL creates new conditions, equal to the previous ones.
  const filter = useMemo(() => recordFilterOf(JSON.parse(filterText) as FilterState), [filterText]);
  return useMemo(() => {
    const range = timeRangeOf({ from, to }, timeZone);
    const selected: SelectedRecords = {
      // The zone decides where a day such as `now/d` begins.
      id: JSON.stringify([from, to, timeZone, filter]),
      range: storeRangeOf(range),
      filter,
      refresh,
    };
    return { range, selected };
  }, [from, to, timeZone, filter, refresh]);
}
