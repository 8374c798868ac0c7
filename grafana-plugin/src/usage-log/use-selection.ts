import type { TimeRange as GrafanaTimeRange, TimeZone } from '@grafana/data';
import type { RecordFilter, TimeRange } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import type { UsageLogState } from '../links.ts';
import { storeRangeOf, timeRangeOf } from './time-range.ts';

/** The records that the usage log shows. A new object queries again. */
export interface Selection {
  /** Identifies range and filter. Stays the same on a refresh, although a relative range moves on. */
  id: string;
  range: TimeRange;
  filter: RecordFilter;
  /** Rows per page. */
  limit: number;
  /** Number of refreshes so far. */
  refreshCount: number;
}

/**
 * Derives the selection from the URL state. A new `refreshCount` resolves a relative range against the current time
 * again.
 */
export function useSelection(
  { from, to, q, limit }: UsageLogState,
  timeZone: TimeZone,
  refreshCount: number,
): { range: GrafanaTimeRange; selection: Selection } {
  const filter = useMemo<RecordFilter>(() => (q === '' ? {} : { search: q }), [q]);
  return useMemo(() => {
    const range = timeRangeOf({ from, to }, timeZone);
    const selection: Selection = {
      id: JSON.stringify([from, to, filter]),
      range: storeRangeOf(range),
      filter,
      limit,
      refreshCount,
    };
    return { range, selection };
  }, [from, to, timeZone, filter, limit, refreshCount]);
}
