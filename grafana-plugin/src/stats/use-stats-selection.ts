import type { TimeRange, TimeZone } from '@grafana/data';
import { useMemo } from 'react';
import { useSelectedRecords, type SelectedRecords } from '../filters/use-selected-records.ts';
import type { StatsState } from '../links.ts';
import type { StatsView } from '../stats-parameters.ts';
import type { Refresh } from '../time/use-refresh.ts';
import type { StatsSelection } from './stats-props.ts';
import { previousRange, timeBuckets } from './time-buckets.ts';

/** A bar of a chart needs a few pixels, and 24 hours have 96 quarters of an hour. */
export const MAX_BUCKETS = 96;

/** Derives what the page shows from the URL state. A new `refresh` resolves a relative range against the current time again. */
export function useStatsSelection(
  state: StatsState,
  timeZone: TimeZone,
  refresh: Refresh,
): { range: TimeRange; selection: StatsSelection } {
  const { split, rank } = state;
  const { range, selected } = useSelectedRecords(state, timeZone, refresh);
  const selection = useMemo(
    () => statsSelectionOf(selected, timeZone, { split, rank }),
    [selected, timeZone, split, rank],
  );
  return { range, selection };
}

function statsSelectionOf(selected: SelectedRecords, timeZone: TimeZone, view: StatsView): StatsSelection {
  return {
    ...selected,
    ...view,
    id: JSON.stringify([selected.id, view]),
    buckets: timeBuckets(selected.range, timeZone, MAX_BUCKETS),
    previous: previousRange(selected.range, timeZone, Date.now()),
  };
}
