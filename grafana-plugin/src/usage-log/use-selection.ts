import type { TimeRange, TimeZone } from '@grafana/data';
import type { SortField } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import { useSelectedRecords, type SelectedRecords } from '../filters/use-selected-records.ts';
import type { UsageLogState } from '../links.ts';
import type { Refresh } from '../time/use-refresh.ts';

/** The records that the usage log shows, and how. A new object queries again. */
export interface Selection extends SelectedRecords {
  sort: SortField;
  /** Rows per page. */
  limit: number;
  /** Whether new rows are shown at once. Otherwise they are offered, because they would move the others. */
  showsNewRows: boolean;
}

/**
 * Derives the selection from the URL state. A new `refresh` resolves a relative range against the current time again.
 */
export function useSelection(
  state: UsageLogState,
  timeZone: TimeZone,
  refresh: Refresh,
): { range: TimeRange; selection: Selection } {
  const { sort, limit } = state;
  const { range, selected } = useSelectedRecords(state, timeZone, refresh);
  const selection = useMemo(
    () => ({ ...selected, sort, limit, showsNewRows: selected.refresh.byHand }),
    [selected, sort, limit],
  );
  return { range, selection };
}
