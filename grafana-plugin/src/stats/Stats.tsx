import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { NO_FILTER } from '../filters/filters.ts';
import { Toolbar } from '../filters/Toolbar.tsx';
import { useFilter } from '../filters/use-filter.ts';
import { useSuggestValues } from '../filters/use-suggest-values.ts';
import { DEFAULT_STATE, type StatsState } from '../links.ts';
import { OpenLedger, useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { TimeControls } from '../time/TimeControls.tsx';
import { useLatestRefresh, useRefreshes } from '../time/use-refresh.ts';
import { useStatsSelection } from './use-stats-selection.ts';

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

/** Figures of the selected records over time, and by a dimension. */
export function Stats({ state, onChange, timeSlot }: Props) {
  const styles = useStyles2(getStyles);
  const ledger = useLedger();
  const timeZone = state.tz ?? ledger.timeZone;
  const filter = useFilter(state, onChange);
  const [latest, startRefresh] = useLatestRefresh();
  const { range, selection } = useStatsSelection(state, timeZone, latest);
  const suggestValues = useSuggestValues(ledger.stores.ledger, selection);
  const loading = false;
  const refresh = useRefreshes(state.refresh, loading, startRefresh);
  return (
    <OpenLedger value={{ ...ledger, timeZone }}>
      <div className={styles.page} data-testid={testIds.stats.page}>
        <TimeControls {...{ state, onChange, range, timeZone, loading }} slot={timeSlot} onRefresh={refresh} />
        <Toolbar {...{ filter, suggestValues }} onQuery={refresh} onReset={() => onChange(RESET)} />
      </div>
    </OpenLedger>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
