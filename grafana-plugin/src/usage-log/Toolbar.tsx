import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeRange, TimeZone } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import {
  Combobox,
  FilterInput,
  InlineLabel,
  RadioButtonGroup,
  RefreshPicker,
  TimeRangePicker,
  useStyles2,
} from '@grafana/ui';
import React from 'react';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { testIds } from '../testIds.ts';
import { urlRangeOf, periods, shifted, zoomedOut } from './time-range.ts';
import type { FilterControl } from './use-filter.ts';

interface Props {
  state: UsageLogState;
  filter: FilterControl;
  /** `replace` adds no entry to the browser's history; used while the user types. */
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
  range: TimeRange;
  timeZone: TimeZone;
  loading: boolean;
  onRefresh: () => void;
}

const LIMITS = [10, 25, 50, 100, 200, 500];
const INTERVALS = ['5s', '10s', '30s', '1m', '5m'];

/** Controls of the usage log: search, period, time range, limit and refresh. */
export function Toolbar({ state, filter, onChange, range, timeZone, loading, onRefresh }: Props) {
  const styles = useStyles2(getStyles);
  const period = state.to === DEFAULT_STATE.to ? state.from : '';
  return (
    <div className={styles.toolbar}>
      <div className={styles.search}>
        <FilterInput
          value={filter.text}
          onChange={filter.setText}
          escapeRegex={false}
          placeholder={t(
            'usage-log.toolbar.search',
            'Search endpoint, user, model, key or error; enter “error” to find failed calls',
          )}
          data-testid={testIds.usageLog.search}
        />
      </div>
      <div data-testid={testIds.usageLog.period}>
        <RadioButtonGroup
          aria-label={t('usage-log.toolbar.period', 'Period')}
          options={periods()}
          value={period}
          onChange={(from) => onChange({ from, to: DEFAULT_STATE.to })}
        />
      </div>
      <TimeRangePicker
        value={range}
        timeZone={timeZone}
        onChange={(selected) => onChange(urlRangeOf(selected))}
        onChangeTimeZone={(tz) => onChange({ tz }, true)}
        onMoveBackward={() => onChange(shifted(range, -1))}
        onMoveForward={() => onChange(shifted(range, 1))}
        onZoom={() => onChange(zoomedOut(range))}
      />
      <LimitField limit={state.limit} onChange={(limit) => onChange({ limit })} />
      <RefreshPicker
        onRefresh={onRefresh}
        isLoading={loading}
        // The interval of a link may be none of these.
        intervals={[...new Set([...INTERVALS, state.refresh])].filter((interval) => interval !== '')}
        value={state.refresh}
        onIntervalChanged={(refresh) => onChange({ refresh }, true)}
      />
    </div>
  );
}

function LimitField({ limit, onChange }: { limit: number; onChange: (limit: number) => void }) {
  const styles = useStyles2(getStyles);
  const limits = [...new Set([...LIMITS, limit])].sort((a, b) => a - b);
  return (
    <div className={styles.limit} data-testid={testIds.usageLog.limit}>
      <InlineLabel width="auto" htmlFor="tokentrail-limit">
        <Trans i18nKey="usage-log.toolbar.limit">Limit</Trans>
      </InlineLabel>
      <Combobox
        id="tokentrail-limit"
        width={10}
        options={limits.map((value) => ({ value }))}
        value={limit}
        onChange={({ value }) => onChange(value)}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  search: css({ flex: `1 1 ${theme.spacing(36)}` }),
  limit: css({ display: 'flex' }),
});
