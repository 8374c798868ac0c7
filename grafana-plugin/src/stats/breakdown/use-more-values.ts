import { MAX_SERIES_VALUES } from '@tokentrail/usage-store';
import { useCallback, useMemo, useState } from 'react';
import { useFigure, type Figure } from '../../figures/use-figure.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import type { StatsPartProps, StatsSelection, StatsSeries } from '../stats-props.ts';
import { timeBuckets } from '../time-buckets.ts';

/** A line of many values has fewer points, because all of them are one response. */
const MAX_POINTS = 32;

interface MoreValues {
  series: Figure<StatsSeries>;
  /** Whether more values are being read. */
  isLoading: boolean;
  /** Reads all values that the table can show; null if they are read. */
  loadMore: (() => void) | null;
}

/** The page's series, or after `loadMore` those of more values, as long as the page shows the same selection. */
export function useMoreValues({ selection, timeZone, series }: StatsPartProps): MoreValues {
  const { ledger } = useLedger().stores;
  const [wantedId, setWantedId] = useState<string | null>(null);
  const isWanted = wantedId === selection.id;
  const read = useCallback(
    ({ filter, range, split: by, rank }: StatsSelection, signal: AbortSignal) => {
      const { bounds } = timeBuckets(range, timeZone, MAX_POINTS);
      return ledger.series({ filter, by, limit: MAX_SERIES_VALUES, rank, bounds, signal });
    },
    [ledger, timeZone],
  );
  const more = useFigure(read, isWanted ? selection : null, selection.id, ledger);
  const current = isWanted && !more.outdated ? more.value : null;
  // The page has read as many values of the period before.
  const value = useMemo(() => series.value && current && { ...series.value, current }, [series.value, current]);
  return {
    // Until more are read, and if that fails, the values of the page stay.
    series: value !== null || (isWanted && more.failure !== null) ? { ...more, value: value ?? series.value } : series,
    isLoading: more.loading,
    loadMore: value === null ? () => setWantedId(selection.id) : null,
  };
}
