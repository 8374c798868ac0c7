import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeRange, TimeZone } from '@grafana/data';
import {
  Combobox,
  FilterInput,
  InlineLabel,
  RadioButtonGroup,
  RefreshPicker,
  TimeRangePicker,
  useStyles2,
} from '@grafana/ui';
import React, { useCallback } from 'react';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { testIds } from '../testIds.ts';
import { urlOf, PERIODS, shifted, zoomedOut } from './time-range.ts';
import { useDebounced } from './use-debounced.ts';

interface Props {
  state: UsageLogState;
  /** `replace` keeps the step out of the browser's history: for what is typed. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
  range: TimeRange;
  timeZone: TimeZone;
  onTimeZone: (timeZone: TimeZone) => void;
  loading: boolean;
  onRefresh: () => void;
  /** Interval such as `10s`; empty is off. */
  interval: string;
  onInterval: (interval: string) => void;
}

const SEARCH_DELAY_MS = 300;
const LIMITS = [10, 25, 50, 100, 200, 500];
const INTERVALS = ['5s', '10s', '30s', '1m', '5m'];

/** What the log shows: search, period, limit, refresh. */
export function Toolbar({
  state,
  onChange,
  range,
  timeZone,
  onTimeZone,
  loading,
  onRefresh,
  interval,
  onInterval,
}: Props) {
  const styles = useStyles2(getStyles);
  const onSearch = useCallback((q: string) => onChange({ q }, true), [onChange]);
  const [search, setSearch] = useDebounced(state.q, onSearch, SEARCH_DELAY_MS);
  const period = state.to === DEFAULT_STATE.to ? state.from : '';
  return (
    <div className={styles.toolbar}>
      <div className={styles.search}>
        <FilterInput
          value={search}
          onChange={setSearch}
          escapeRegex={false}
          placeholder="Search endpoint, user, model, key, error; “error” shows what failed"
          data-testid={testIds.usageLog.search}
        />
      </div>
      <div data-testid={testIds.usageLog.period}>
        <RadioButtonGroup
          aria-label="Period"
          options={[...PERIODS]}
          value={period}
          onChange={(from) => onChange({ from, to: DEFAULT_STATE.to })}
        />
      </div>
      <TimeRangePicker
        value={range}
        timeZone={timeZone}
        onChange={(chosen) => onChange(urlOf(chosen))}
        onChangeTimeZone={onTimeZone}
        onMoveBackward={() => onChange(shifted(range, -1))}
        onMoveForward={() => onChange(shifted(range, 1))}
        onZoom={() => onChange(zoomedOut(range))}
      />
      <div className={styles.limit} data-testid={testIds.usageLog.limit}>
        <InlineLabel width="auto" htmlFor="tokentrail-limit">
          Limit
        </InlineLabel>
        <Combobox
          id="tokentrail-limit"
          width={10}
          options={[...new Set([...LIMITS, state.limit])].sort((a, b) => a - b).map((value) => ({ value }))}
          value={state.limit}
          onChange={({ value }) => onChange({ limit: value })}
        />
      </div>
      <RefreshPicker
        onRefresh={onRefresh}
        isLoading={loading}
        intervals={INTERVALS}
        value={interval}
        onIntervalChanged={onInterval}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  search: css({ flex: `1 1 ${theme.spacing(36)}` }),
  limit: css({ display: 'flex' }),
});
