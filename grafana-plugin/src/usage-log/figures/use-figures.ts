import type { Histogram, Percentiles, RecordSelection, Totals, UsageLedger } from '@tokentrail/usage-store';
import { useCallback } from 'react';
import type { RecordList } from '../use-record-list.ts';
import type { Selection } from '../use-selection.ts';
import { useFigure, type Figure } from './use-figure.ts';

/** Totals, and the time that has passed since the start of the selection when they were read. */
export interface TotalsFigure {
  totals: Totals;
  /** Length of that part of the range that has passed, ms; 0 if the range begins in the future. */
  passedMs: number;
}

/** All figures of a selection. Null: the store has no such figure, or the user has hidden it. */
export interface Figures {
  totals: Figure<TotalsFigure> | null;
  percentiles: Figure<Percentiles> | null;
  histogram: Figure<Histogram> | null;
  /** Whether a query of a figure runs or is about to run. */
  loading: boolean;
}

/** Number of bars: a bar is about 7 px wide on a small screen, 15 px on a large one. */
export const HISTOGRAM_BUCKETS = 120;

/**
 * Figures of the selection whose rows are shown. Nothing is read before the rows; then the totals, which are two queries;
 * then percentiles and histogram. So one of the three queries that the page may run at once remains for the user's next
 * step.
 *
 * @param selection the selected one, whose rows may not be loaded yet
 */
export function useFigures(
  ledger: UsageLedger,
  list: RecordList,
  selection: Selection,
  withHistogram: boolean,
): Figures {
  const { capabilities } = ledger;
  const hasRows = list.loading !== 'page' && list.failure === null;
  const shown = hasRows ? list.selection : null;
  const totals = useFigure(
    useCallback((of: Selection, signal: AbortSignal) => readTotals(ledger, of, signal), [ledger]),
    capabilities.totals ? shown : null,
    selection.id,
    ledger,
  );
  const afterTotals = totals.loading ? null : shown;
  const percentiles = useFigure(
    useCallback((of: Selection, signal: AbortSignal) => ledger.percentiles(asRequest(of, signal)), [ledger]),
    capabilities.percentiles ? afterTotals : null,
    selection.id,
    ledger,
  );
  const readsHistogram = capabilities.histogram && withHistogram;
  const histogram = useFigure(
    useCallback(
      (of: Selection, signal: AbortSignal) =>
        ledger.histogram({ ...asRequest(of, signal), buckets: HISTOGRAM_BUCKETS }),
      [ledger],
    ),
    readsHistogram ? afterTotals : null,
    selection.id,
    ledger,
  );
  return {
    totals: capabilities.totals ? totals : null,
    percentiles: capabilities.percentiles ? percentiles : null,
    histogram: readsHistogram ? histogram : null,
    loading: totals.loading || percentiles.loading || histogram.loading,
  };
}

function asRequest({ range, filter }: Selection, signal: AbortSignal): RecordSelection {
  return { range, filter, signal };
}

async function readTotals(ledger: UsageLedger, selection: Selection, signal: AbortSignal): Promise<TotalsFigure> {
  const passedMs = passedOf(selection.range, Date.now());
  return { totals: await ledger.totals(asRequest(selection, signal)), passedMs };
}

/** Length of the part of a range before `nowMs`, ms. */
export function passedOf({ fromMs, toMs }: Selection['range'], nowMs: number): number {
  return Math.max(Math.min(toMs, nowMs) - fromMs, 0);
}
