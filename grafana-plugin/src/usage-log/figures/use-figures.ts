import type { Histogram, Percentiles, RecordSelection, Totals, UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useState } from 'react';
import type { Annotation, OpenStores } from '../../store/stores.ts';
import type { RecordList } from '../use-record-list.ts';
import type { Selection } from '../use-selection.ts';
import type { NewestRecord } from './newest-record.ts';
import { useFigure, type Figure } from '../../figures/use-figure.ts';
import { useNewestRecord } from './use-newest-record.ts';

/** Totals, and the time that has passed since the start of the selection when they were read. */
export interface TotalsFigure {
  totals: Totals;
  /** Length of that part of the range that has passed, ms; 0 if the range begins in the future. */
  passedMs: number;
}

export interface HistogramFigure {
  histogram: Histogram;
  /** End of the selection, which the last bucket may exceed, Unix ms. */
  endMs: number;
}

/** All figures of a selection. Null: the store has no such figure, or the user has hidden it. */
export interface Figures {
  totals: Figure<TotalsFigure> | null;
  percentiles: Figure<Percentiles> | null;
  histogram: Figure<HistogramFigure> | null;
  /** Annotations in the range of the histogram. */
  annotations: readonly Annotation[];
  /** Of the store, not of the selection. Undefined while it is not known, null if the store has no record. */
  newest: NewestRecord | null | undefined;
  /** Whether a query of a figure runs or is about to run. */
  loading: boolean;
}

export interface FiguresRequest {
  stores: OpenStores;
  list: RecordList;
  /** The selected one, whose rows may not be loaded yet. */
  selection: Selection;
  /** Whether the selection ends now. */
  endsNow: boolean;
  withHistogram: boolean;
}

/** Number of bars: a bar is about 7 px wide on a small screen, 15 px on a large one. */
export const HISTOGRAM_BUCKETS = 120;
const NO_ANNOTATIONS: readonly Annotation[] = [];

/**
 * Figures of the selection whose rows are shown. Nothing is read before the rows; then the totals, which are two queries;
 * then percentiles and histogram; then annotations and the newest record. So one of the three requests that the page may
 * send at once remains for the user's next step.
 */
export function useFigures({ stores, list, selection, endsNow, withHistogram }: FiguresRequest): Figures {
  const { ledger } = stores;
  const { capabilities } = ledger;
  const shown = useShownSelection(list, selection);
  const totals = useFigure(useTotalsReader(ledger), capabilities.totals ? shown : null, selection.id, ledger);
  const afterTotals = totals.loading ? null : shown;
  const percentiles = useFigure(
    usePercentilesReader(ledger),
    capabilities.percentiles ? afterTotals : null,
    selection.id,
    ledger,
  );
  const readsHistogram = capabilities.histogram && withHistogram;
  const histogram = useFigure(useHistogramReader(ledger), readsHistogram ? afterTotals : null, selection.id, ledger);
  const last = percentiles.loading || histogram.loading ? null : afterTotals;
  const annotations = useAnnotations(stores, histogram.value === null ? null : last, selection.id);
  const newest = useNewestRecord(ledger, list, endsNow, last);
  return {
    totals: capabilities.totals ? totals : null,
    percentiles: capabilities.percentiles ? percentiles : null,
    histogram: readsHistogram ? histogram : null,
    annotations: annotations.value ?? NO_ANNOTATIONS,
    newest: newest.newest,
    loading: [totals, percentiles, histogram, annotations, newest].some(({ loading }) => loading),
  };
}

/**
 * The selection whose figures are shown; null before its rows are loaded. The same object while only order or number of rows
 * change, because these do not change the figures.
 */
function useShownSelection({ loading, failure, selection: loaded }: RecordList, selected: Selection): Selection | null {
  const [kept, setKept] = useState<Selection | null>(null);
  const isLoaded = loaded !== null && failure === null && (loading !== 'page' || hasSameRecords(loaded, selected));
  if (!isLoaded) {
    return null;
  }
  if (kept !== null && hasSameRecords(kept, loaded)) {
    return kept;
  }
  setKept(loaded);
  return loaded;
}

function hasSameRecords(a: Selection, b: Selection): boolean {
  return a.id === b.id && a.refresh === b.refresh;
}

function useTotalsReader(ledger: UsageLedger) {
  return useCallback(
    async (selection: Selection, signal: AbortSignal): Promise<TotalsFigure> => {
      const passedMs = passedOf(selection.range, Date.now());
      return { totals: await ledger.totals(asRequest(selection, signal)), passedMs };
    },
    [ledger],
  );
}

function usePercentilesReader(ledger: UsageLedger) {
  return useCallback(
    (selection: Selection, signal: AbortSignal) => ledger.percentiles(asRequest(selection, signal)),
    [ledger],
  );
}

function useHistogramReader(ledger: UsageLedger) {
  return useCallback(
    async (selection: Selection, signal: AbortSignal): Promise<HistogramFigure> => {
      const request = { ...asRequest(selection, signal), buckets: HISTOGRAM_BUCKETS };
      return { histogram: await ledger.histogram(request), endMs: selection.range.toMs };
    },
    [ledger],
  );
}

/** Reads the annotations for a new selection and on a refresh by hand: they rarely change. */
function useAnnotations(stores: OpenStores, selection: Selection | null, shownId: string) {
  const [annotated, setAnnotated] = useState<Selection | null>(null);
  if (selection !== null && selection !== annotated && (selection.id !== annotated?.id || selection.showsNewRows)) {
    setAnnotated(selection);
  }
  const { annotations: read } = stores;
  const { value, outdated, loading } = useFigure(
    useCallback((of: Selection, signal: AbortSignal) => read(of.range, signal), [read]),
    annotated?.id === shownId ? annotated : null,
    shownId,
    stores,
  );
  return { value: outdated ? null : value, loading };
}

function asRequest({ range, filter }: Selection, signal: AbortSignal): RecordSelection {
  return { range, filter, signal };
}

/** Length of the part of a range before `nowMs`, ms. */
export function passedOf({ fromMs, toMs }: Selection['range'], nowMs: number): number {
  return Math.max(Math.min(toMs, nowMs) - fromMs, 0);
}
