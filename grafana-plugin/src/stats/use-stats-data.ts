import { MAX_SERIES_VALUES, type LatencyResult, type Percentiles, type UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useMemo } from 'react';
import { useFigure, type Figure } from '../figures/use-figure.ts';
import type { StatsSelection, StatsSeries } from './stats-props.ts';

/** Series, and what they were read for. */
export interface DatedSeries extends StatsSeries {
  of: StatsSelection;
  /** Unix ms. Later buckets have no values yet. */
  readAtMs: number;
}

/** Durations of the selection over time, and of the period before. */
export interface StatsLatency {
  /** The series whose highest values have durations of their own. */
  series: DatedSeries;
  current: LatencyResult;
  previous: Percentiles;
}

export interface StatsData {
  series: Figure<DatedSeries>;
  latency: Figure<StatsLatency>;
}

/** Values with a series of their own: those of the table. */
export const VALUES = 20;
/** Values with a series of their own in charts; more colours look alike. */
export const CHART_VALUES = 8;

/** A selection whose series are known. */
interface LatencySelection extends StatsSelection {
  series: DatedSeries;
}

/** Reads the series of the page, then the durations of their highest values: two requests at a time. */
export function useStatsData(ledger: UsageLedger, selection: StatsSelection): StatsData {
  const series = useFigure(useSeriesReader(ledger), selection, selection.id, ledger);
  const read = series.loading || series.outdated ? null : series.value;
  const latencySelection = useMemo(() => read && { ...read.of, series: read }, [read]);
  const latency = useFigure<StatsLatency, LatencySelection>(
    useLatencyReader(ledger),
    latencySelection,
    selection.id,
    ledger,
  );
  return { series, latency };
}

function useSeriesReader(ledger: UsageLedger) {
  return useCallback(
    async (selection: StatsSelection, signal: AbortSignal): Promise<DatedSeries> => {
      const { filter, buckets, previous, split, rank } = selection;
      const readAtMs = Date.now();
      const shared = { filter, by: split, rank, signal };
      const [now, before] = await Promise.all([
        ledger.series({ ...shared, bounds: buckets.bounds, limit: VALUES }),
        // A value that is high now may have been low.
        ledger.series({ ...shared, bounds: [previous.fromMs, previous.toMs], limit: MAX_SERIES_VALUES }),
      ]);
      return { of: selection, readAtMs, current: now, previous: before };
    },
    [ledger],
  );
}

function useLatencyReader(ledger: UsageLedger) {
  return useCallback(
    async (
      { filter, buckets, previous, split, series }: LatencySelection,
      signal: AbortSignal,
    ): Promise<StatsLatency> => {
      const values = split === null ? [] : series.current.values.slice(0, CHART_VALUES).map(({ value }) => value);
      const [current, before] = await Promise.all([
        ledger.latency({ filter, bounds: buckets.bounds, by: split, values, signal }),
        ledger.percentiles({ filter, range: previous, signal }),
      ]);
      return { series, current, previous: before };
    },
    [ledger],
  );
}
