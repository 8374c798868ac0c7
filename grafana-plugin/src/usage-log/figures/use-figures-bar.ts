import type { TimeRange as GrafanaTimeRange } from '@grafana/data';
import { OUTCOMES, type Outcome } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { useState } from 'react';
import { DEFAULT_STATE, type UsageLogState } from '../../links.ts';
import type { Ledger } from '../../store/LedgerProvider.tsx';
import { valuesOf, withValue } from '../filters.ts';
import { zoomedOut } from '../time-range.ts';
import type { FilterControl } from '../use-filter.ts';
import type { RecordList } from '../use-record-list.ts';
import type { Selection } from '../use-selection.ts';
import { useFigures } from './use-figures.ts';

interface FiguresBarRequest {
  ledger: Ledger;
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
  filter: FilterControl;
  range: GrafanaTimeRange;
  list: RecordList;
  selection: Selection;
}

/** Reads the figures, and connects their bar to range and filter. */
export function useFiguresBar({ ledger, state, onChange, filter, range, list, selection }: FiguresBarRequest) {
  const { stores, timeZone } = ledger;
  const [histogramShown, setHistogramShown] = useState(true);
  const endsNow = state.to === DEFAULT_STATE.to;
  const figures = useFigures({ stores, list, selection, endsNow, withHistogram: histogramShown });
  const { conditions } = filter.filter;
  const { included } = valuesOf(conditions, 'state');
  return {
    figures,
    quotaPerUsd: null,
    histogramShown: stores.ledger.capabilities.histogram ? histogramShown : null,
    onShowHistogram: setHistogramShown,
    timeZone,
    onRange: ({ fromMs, toMs }: TimeRange) => onChange({ from: String(fromMs), to: String(toMs) }),
    onZoomOut: () => onChange(zoomedOut(range)),
    filteredOutcomes: OUTCOMES.filter((outcome) => included.includes(outcome)),
    onFilterOutcome: (outcome: Outcome, include: boolean) =>
      filter.setConditions(withValue(conditions, 'state', outcome, include ? 'include' : null)),
  };
}
