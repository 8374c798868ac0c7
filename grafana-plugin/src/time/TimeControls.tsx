import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeRange, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, RefreshPicker, TimeRangePicker, useStyles2 } from '@grafana/ui';
import React from 'react';
import { createPortal } from 'react-dom';
import { DEFAULT_STATE, type SharedState } from '../links.ts';
import { testIds } from '../testIds.ts';
import { periods, shifted, urlRangeOf, zoomedOut } from './time-range.ts';

interface Props {
  state: SharedState;
  onChange: (change: Partial<SharedState>, replace?: boolean) => void;
  range: TimeRange;
  timeZone: TimeZone;
  loading: boolean;
  onRefresh: () => void;
  /** Where the controls go: in the page's header. Null until it is rendered. */
  slot: Element | null;
}

const INTERVALS = ['5s', '10s', '30s', '1m', '5m'];

/** Time range and refresh, as at the top right of Grafana's own apps. */
export function TimeControls({ state, onChange, range, timeZone, loading, onRefresh, slot }: Props) {
  const styles = useStyles2(getStyles);
  return (
    slot &&
    createPortal(
      <div className={styles.controls}>
        <div role="group" className={styles.range} aria-label={t('time.controls.range', 'Time range')}>
          <div data-testid={testIds.usageLog.period}>
            <RadioButtonGroup
              aria-label={t('time.controls.period', 'Period')}
              options={periods()}
              value={state.to === DEFAULT_STATE.to ? state.from : ''}
              onChange={(from) => onChange({ from, to: DEFAULT_STATE.to })}
            />
          </div>
          <TimeRangePicker
            isOnCanvas
            value={range}
            timeZone={timeZone}
            onChange={(selected) => onChange(urlRangeOf(selected))}
            onChangeTimeZone={(tz) => onChange({ tz }, true)}
            onMoveBackward={() => onChange(shifted(range, -1))}
            onMoveForward={() => onChange(shifted(range, 1))}
            onZoom={() => onChange(zoomedOut(range))}
          />
        </div>
        <RefreshPicker
          isOnCanvas
          onRefresh={onRefresh}
          isLoading={loading}
          // Also the name of the button for screen readers.
          tooltip={t('time.controls.refresh', 'Refresh')}
          // The interval of a link may be none of these.
          intervals={[...new Set([...INTERVALS, state.refresh])].filter((interval) => interval !== '')}
          value={state.refresh}
          onIntervalChanged={(refresh) => onChange({ refresh }, true)}
        />
      </div>,
      slot,
    )
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  range: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
});
