import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2, useTheme2 } from '@grafana/ui';
import type { AttemptProvider } from '@tokentrail/usage-store';
import React, { useCallback, useMemo } from 'react';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Section } from '../../components/Section.tsx';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { useFigure, type Figure } from '../../figures/use-figure.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { bucketTimes } from '../over-time/bucket-times.ts';
import { summaryOf } from '../over-time/chart-summary.ts';
import { timeAxisOf } from '../over-time/time-axis.ts';
import { rangeOfBucket } from '../time-buckets.ts';
import type { LogTarget, StatsPartProps, StatsSelection } from '../stats-props.ts';
import { attemptCharts, MAX_PROVIDERS } from './attempt-charts.ts';
import { attemptColumns } from './attempt-columns.tsx';

interface Props extends Pick<StatsPartProps, 'selection' | 'timeZone' | 'series' | 'onChange'> {
  /** Opens the usage log. */
  onOpen: (target: LogTarget) => void;
}

/** Attempts at providers, and what they were read for. */
interface DatedAttempts {
  of: StatsSelection;
  /** Unix ms. */
  readAtMs: number;
  providers: AttemptProvider[];
}

/** The attempts of the selected calls by provider, for users who may read attempts: a fallback hides that a provider failed. Read after the series. */
export default function AttemptProviders(props: Props) {
  const styles = useStyles2(getStyles);
  const attempts = useAttempts(props);
  const title = t('stats.attempts.title', 'Attempts by provider');
  return (
    <Section level={2} title={title} data-testid={testIds.stats.attempts}>
      {attempts.failure && <FigureFailure figure={attempts} name={title} />}
      {attempts.value === null
        ? attempts.failure === null && <LoadingPlaceholder text={t('stats.attempts.loading', 'Loading attempts…')} />
        : attempts.value.providers.length > 0 && (
            <div className={styles.parts} aria-busy={attempts.outdated}>
              <Charts {...props} attempts={attempts.value} isOutdated={attempts.outdated} />
              <div className={styles.scroll}>
                <PlainTable
                  label={title}
                  columns={attemptColumns()}
                  rows={attempts.value.providers}
                  idOf={({ provider }) => provider}
                  sorted="attempts"
                  testId={testIds.stats.attemptRow}
                />
              </div>
            </div>
          )}
      {attempts.value?.providers.length === 0 && t('stats.attempts.none', 'No attempts are recorded for these calls.')}
    </Section>
  );
}

function useAttempts({ selection, series }: Props): Figure<DatedAttempts> {
  const { ledger } = useLedger().stores;
  const read = useCallback(
    async (of: StatsSelection, signal: AbortSignal) => {
      const { filter, buckets } = of;
      const readAtMs = Date.now();
      const request = { filter, bounds: buckets.bounds, limit: MAX_PROVIDERS, signal };
      return { of, readAtMs, providers: await ledger.attemptProviders(request) };
    },
    [ledger],
  );
  return useFigure(read, series.value === null || series.outdated ? null : selection, selection.id, ledger);
}

function Charts({
  attempts: { of, readAtMs, providers },
  isOutdated,
  timeZone,
  onChange,
  onOpen,
}: Props & { attempts: DatedAttempts; isOutdated: boolean }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { buckets } = of;
  const axis = useMemo(() => timeAxisOf(buckets, readAtMs), [buckets, readAtMs]);
  const charts = useMemo(() => attemptCharts(providers, axis.begun, theme), [providers, axis, theme]);
  const timesOf = (bucket: number) => bucketTimes(buckets, bucket, timeZone);
  return (
    <div className={styles.charts}>
      {charts.map((chart) => (
        <TimeSeriesChart
          key={chart.id}
          {...{ chart, buckets, timeZone, timesOf, isOutdated }}
          partial={axis.partial}
          withLegend
          summary={summaryOf(chart, timesOf)}
          onRange={({ fromMs, toMs }) => onChange({ from: String(fromMs), to: String(toMs) })}
          // The log has the provider that responded, so no filter selects the calls of an attempt.
          onOpen={({ bucket }) => onOpen(bucket === null ? {} : { range: rangeOfBucket(buckets, bucket) })}
        />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  parts: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    '&[aria-busy="true"]': { opacity: 0.6 },
  }),
  scroll: css({ overflowX: 'auto' }),
  charts: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, max(${theme.spacing(48)}, 40%)), 1fr))`,
    gap: theme.spacing(3),
  }),
});
