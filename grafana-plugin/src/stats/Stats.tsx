import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { EmptyState, useStyles2 } from '@grafana/ui';
import type { FilterCondition } from '@tokentrail/usage-store';
import React, { lazy, Suspense, useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { narrowedBy, NO_FILTER } from '../filters/filters.ts';
import { Toolbar } from '../filters/Toolbar.tsx';
import { useFilter } from '../filters/use-filter.ts';
import { useSuggestValues } from '../filters/use-suggest-values.ts';
import { DEFAULT_STATE, selectionOf, statsPath, usageLogPath, type StatsState } from '../links.ts';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { TimeControls } from '../time/TimeControls.tsx';
import { useLatestRefresh, useRefreshes } from '../time/use-refresh.ts';
import { Breakdown } from './breakdown/Breakdown.tsx';
import { FiguresRow } from './figures/FiguresRow.tsx';
import { BudgetSpends } from './budgets/BudgetSpends.tsx';
import ChartsSection from './over-time/ChartsSection.tsx';
import { PeakHours } from './peak-hours/PeakHours.tsx';
import { Spend } from './spend/Spend.tsx';
import { SplitControls } from './SplitControls.tsx';
import type { LogTarget, StatsPartProps } from './stats-props.ts';
import { useStatsData } from './use-stats-data.ts';
import { useStatsSelection } from './use-stats-selection.ts';

/** Loaded for users who may read attempts, when they look at providers. */
const AttemptProviders = lazy(() => import('./attempts/AttemptProviders.tsx'));

interface Props {
  state: StatsState;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<StatsState>, replace?: boolean) => void;
  /** Where the time range and the refresh go: in the page's header. */
  timeSlot: Element | null;
}

const { from, to } = DEFAULT_STATE;
/** Dimension, data source, zone and refresh interval are no part of a selection. */
const RESET: Partial<StatsState> = { from, to, ...NO_FILTER };

/** Figures of the selected records, over time and by a dimension. */
export function Stats(props: Props) {
  const ledger = useLedger();
  return ledger.stores.ledger.capabilities.series ? (
    <StatsOfSeries {...props} />
  ) : (
    <EmptyState
      variant="not-found"
      message={t('stats.page.not-supported', 'The store of this data source has no stats')}
    />
  );
}

function StatsOfSeries({ state, onChange, timeSlot }: Props) {
  const styles = useStyles2(getStyles);
  const ledger = useLedger();
  const store = ledger.stores.ledger;
  const timeZone = state.tz ?? ledger.timeZone;
  const filter = useFilter(state, onChange);
  const [latest, startRefresh] = useLatestRefresh();
  const { range, selection } = useStatsSelection(state, timeZone, latest);
  const suggestValues = useSuggestValues(store, selection);
  const { series, latency } = useStatsData(store, selection);
  // The first to be read are the figures and charts at the top of the page.
  const areChartsRead = latency.value !== null || latency.failure !== null;
  const loading = series.loading || latency.loading;
  const refresh = useRefreshes(state.refresh, loading, startRefresh);
  const paths = usePaths(state);
  const navigate = useNavigate();
  const open = (target: LogTarget) => navigate(paths.logPath(target));
  const part: StatsPartProps = { selection, timeZone, series, onChange, ...paths };
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.stats.page}>
        <TimeControls {...{ state, onChange, range, timeZone, loading }} slot={timeSlot} onRefresh={refresh} />
        <Toolbar {...{ filter, suggestValues }} onQuery={refresh} onReset={() => onChange(RESET)} />
        <FiguresRow {...part} latency={latency} />
        <SplitControls view={state} onChange={onChange} mayReadAttempts={ledger.mayReadTraces} />
        <ChartsSection {...{ timeZone, series, latency, onChange }} onOpen={open} />
        {state.split !== null && <Breakdown {...part} field={state.split} />}
        {state.split === 'provider' && ledger.mayReadTraces && (
          <Suspense fallback={null}>
            <AttemptProviders {...part} onOpen={open} />
          </Suspense>
        )}
        {areChartsRead && (
          <>
            <Spend {...part} />
            <BudgetSpends {...{ selection, series }} shared={{ ds: state.ds, tz: state.tz }} />
            <PeakHours {...part} />
          </>
        )}
      </div>
    </OpenLedger>
  );
}

/** Functions for links that keep the selected records. */
function usePaths(state: StatsState): Pick<StatsPartProps, 'logPath' | 'statsPath'> {
  const stateText = JSON.stringify(state);
  const narrowed = useCallback(
    (conditions: readonly FilterCondition[]) => {
      const selected = JSON.parse(stateText) as StatsState;
      return { ...selected, conditions: narrowedBy(selected.conditions, conditions) };
    },
    [stateText],
  );
  const logPath = useCallback(
    ({ conditions = [], range, sort }: LogTarget = {}) =>
      usageLogPath({
        ...selectionOf(narrowed(conditions)),
        ...(range && { from: String(range.fromMs), to: String(range.toMs) }),
        ...(sort && { sort }),
      }),
    [narrowed],
  );
  const pathOfStats = useCallback(
    (conditions: readonly FilterCondition[], change: Partial<StatsState> = {}) =>
      statsPath({ ...narrowed(conditions), ...change }),
    [narrowed],
  );
  return { logPath, statsPath: pathOfStats };
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
