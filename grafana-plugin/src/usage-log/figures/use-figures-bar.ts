import type { TimeRange as GrafanaTimeRange, TimeZone } from '@grafana/data';
import { OUTCOMES, type Outcome } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { DEFAULT_STATE, type UsageLogState } from '../../links.ts';
import type { Ledger } from '../../store/LedgerProvider.tsx';
import { useUserSetting } from '../../store/user-settings.tsx';
import { valuesOf, withValue } from '../../filters/filters.ts';
import { zoomedOut } from '../../time/time-range.ts';
import type { FilterControl } from '../../filters/use-filter.ts';
import type { RecordList } from '../use-record-list.ts';
import type { Selection } from '../use-selection.ts';
import { useFigures } from './use-figures.ts';

/** Values of the user's settings; empty by default. */
const HIDDEN = 'hidden';
const ALL = 'all';

interface FiguresBarRequest {
  ledger: Ledger;
  timeZone: TimeZone;
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
  filter: FilterControl;
  range: GrafanaTimeRange;
  list: RecordList;
  selection: Selection;
}

/** Reads the figures, and connects their bar to range and filter. */
export function useFiguresBar(request: FiguresBarRequest) {
  const { ledger, timeZone, state, onChange, filter, range, list, selection } = request;
  const { stores, quotaPerUsd } = ledger;
  const [histogram, setHistogram] = useUserSetting('histogram');
  const [shownFigures, setShownFigures] = useUserSetting('figures');
  const histogramShown = histogram !== HIDDEN;
  const endsNow = state.to === DEFAULT_STATE.to;
  const figures = useFigures({ stores, list, selection, endsNow, withHistogram: histogramShown });
  const { conditions } = filter.filter;
  const { included } = valuesOf(conditions, 'state');
  return {
    figures,
    quotaPerUsd,
    unfolded: shownFigures === ALL,
    onUnfold: (unfolded: boolean) => setShownFigures(unfolded ? ALL : ''),
    histogramShown: stores.ledger.capabilities.histogram ? histogramShown : null,
    onShowHistogram: (shown: boolean) => setHistogram(shown ? '' : HIDDEN),
    timeZone,
    onRange: ({ fromMs, toMs }: TimeRange) => onChange({ from: String(fromMs), to: String(toMs) }),
    onZoomOut: () => onChange(zoomedOut(range)),
    filteredOutcomes: OUTCOMES.filter((outcome) => included.includes(outcome)),
    onFilterOutcome: (outcome: Outcome, include: boolean) =>
      filter.setConditions(withValue(conditions, 'state', outcome, include ? 'include' : null)),
  };
}
