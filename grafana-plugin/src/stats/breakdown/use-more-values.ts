import { MAX_SERIES_VALUES } from '@tokentrail/usage-store';
import { useCallback, useState } from 'react';
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
    async ({ filter, range, previous, split: by, rank }: StatsSelection, signal: AbortSignal) => {
      const request = { filter, by, limit: MAX_SERIES_VALUES, rank, signal };
      const [current, before] = await Promise.all([
        ledger.series({ ...request, bounds: timeBuckets(range, timeZone, MAX_POINTS).bounds }),
        ledger.series({ ...request, bounds: [previous.fromMs, previous.toMs] }),
      ]);
      return { current, previous: before };
    },
    [ledger, timeZone],
  );
  const more = useFigure(read, isWanted ? selection : null, selection.id, ledger);
  const isRead = isWanted && more.value !== null && !more.outdated;
  // Until more are read, and if that fails, the values of the page stay.
  const shown = isRead ? more : isWanted && more.failure !== null ? { ...more, value: series.value } : series;
  return {
    series: shown,
    isLoading: more.loading,
    loadMore: isRead ? null : () => setWantedId(selection.id),
  };
}
