import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { outcomeOf, type Attempt, type UsageRecord } from '@tokentrail/records';
import React, { useMemo } from 'react';
import { attemptId } from './attempt-id.ts';
import { defaultAttempt, wasSent } from './attempt-path.ts';
import { AppSpans } from './AppSpans.tsx';
import { AttemptDetail } from './AttemptDetail.tsx';
import { AttemptList } from './AttemptList.tsx';
import { timeAxis } from './time-axis.ts';
import { TimeScale } from './TimeScale.tsx';
import { useElapsed } from './use-elapsed.ts';

interface Props {
  record: UsageRecord;
  /** At least one. */
  attempts: readonly Attempt[];
  chosen: string | null;
  onChoose: (id: string) => void;
  ds: string | null;
}

/** The attempts on one time axis, with the detail of the chosen one beside them, or below. */
export function Timeline({ record, attempts, chosen, onChoose, ds }: Props) {
  const styles = useStyles2(getStyles);
  const elapsedMs = useElapsed(record);
  const shown = useMemo(
    () => attempts.find((attempt) => attemptId(attempt) === chosen) ?? defaultAttempt(attempts),
    [attempts, chosen],
  );
  const axis = useMemo(() => timeAxis(attempts.filter(wasSent), elapsedMs), [attempts, elapsedMs]);
  return (
    <div className={styles.container}>
      <div className={styles.timeline}>
        <div className={styles.chart}>
          {axis.totalMs > 0 && <TimeScale axis={axis} />}
          <AttemptList
            attempts={attempts}
            axis={axis}
            running={outcomeOf(record) === 'running'}
            shown={shown}
            onChoose={onChoose}
          />
          <AppSpans record={record} axis={axis} ds={ds} />
        </div>
        {shown && <AttemptDetail record={record} attempt={shown} attempts={attempts} axis={axis} ds={ds} />}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  container: css({ containerType: 'inline-size' }),
  timeline: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    [`@container (min-width: ${theme.spacing(130)})`]: {
      gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
      alignItems: 'start',
    },
  }),
  chart: css({ containerType: 'inline-size', minWidth: 0 }),
});
