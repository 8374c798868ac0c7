import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { FilterCondition, TimeRange } from '@tokentrail/usage-store';
import React, { useMemo } from 'react';
import { ChartLegend } from '../../charts/ChartLegend.tsx';
import { TimeSeriesChart } from '../../charts/TimeSeriesChart.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import type { Figure } from '../../figures/use-figure.ts';
import { testIds } from '../../testIds.ts';
import type { LogTarget, StatsPartProps } from '../stats-props.ts';
import { rangeOfBucket, type TimeBuckets } from '../time-buckets.ts';
import type { DatedSeries, StatsLatency } from '../use-stats-data.ts';
import { bucketTimes } from './bucket-times.ts';
import { summaryOf } from './chart-summary.ts';
import { partsOf } from './series-parts.ts';
import { latencyChart, seriesCharts, type StatsChart } from './stats-charts.ts';
import { timeAxisOf } from './time-axis.ts';

interface Props extends Pick<StatsPartProps, 'timeZone' | 'onChange'> {
  series: Figure<DatedSeries>;
  latency: Figure<StatsLatency>;
  /** Opens the usage log. */
  onOpen: (target: LogTarget) => void;
}

/** As many as charts, so that the page below them does not move when they are read. */
const PLACEHOLDERS = [0, 1, 2, 3, 4, 5];

/** A chart with its time axis, which may be that of the previous selection. */
interface DatedChart {
  chart: StatsChart;
  buckets: TimeBuckets;
  partial: readonly boolean[];
  isOutdated: boolean;
}

/** The figures of the page over time, by the chosen dimension. */
export default function ChartsSection({ timeZone, series, latency, onChange, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const { charts, parts } = useCharts(series, latency);
  const onRange = ({ fromMs, toMs }: TimeRange) => onChange({ from: String(fromMs), to: String(toMs) });
  return (
    <section
      aria-label={t('stats.over-time.title', 'Over time')}
      className={styles.section}
      data-testid={testIds.stats.charts}
    >
      {parts && <ChartLegend series={parts} onOpen={(id) => onOpen({ conditions: conditionsOf(parts, id) })} />}
      <div className={styles.charts}>
        {charts.length === 0 && PLACEHOLDERS.map((key) => <div key={key} className={styles.pending} />)}
        {charts.map(({ chart, buckets, partial, isOutdated }) => (
          <TimeSeriesChart
            key={chart.id}
            {...{ chart, buckets, partial, timeZone, isOutdated, onRange }}
            withLegend={parts === null && chart.series.length > 1}
            timesOf={(bucket) => bucketTimes(buckets, bucket, timeZone)}
            summary={summaryOf(chart, (bucket) => bucketTimes(buckets, bucket, timeZone))}
            onOpen={({ bucket, seriesId }) =>
              onOpen({
                conditions: conditionsOf(chart.series, seriesId),
                ...(bucket !== null && { range: rangeOfBucket(buckets, bucket) }),
              })
            }
          />
        ))}
      </div>
    </section>
  );
}

/** The conditions for the rows of a series; none if there is no such series, or no filter for it. */
function conditionsOf(
  series: readonly { id: string; conditions: readonly FilterCondition[] | null }[],
  seriesId: string | null,
): readonly FilterCondition[] {
  return series.find(({ id }) => id === seriesId)?.conditions ?? [];
}

/** The charts, and the values of the dimension that they show; null without a dimension. */
function useCharts(series: Figure<DatedSeries>, latency: Figure<StatsLatency>) {
  const theme = useTheme2();
  const namesHidden = useNamesHidden();
  const ofSeries = useMemo(
    () => series.value && inputOf(series.value, theme, namesHidden),
    [series.value, theme, namesHidden],
  );
  const ofLatency = useMemo(() => {
    const read = latency.value;
    const input = read ? inputOf(read.series, theme, namesHidden) : ofSeries;
    return input && { chart: latencyChart(input, read?.current ?? null), ...input.axis };
  }, [latency.value, ofSeries, theme, namesHidden]);
  const others = useMemo(() => ofSeries && seriesCharts(ofSeries), [ofSeries]);
  const charts: DatedChart[] = (others ?? []).flatMap((chart) => [
    ...(chart.id === 'error-rate' && ofLatency ? [{ ...ofLatency, isOutdated: latency.outdated }] : []),
    ...(ofSeries ? [{ chart, ...ofSeries.axis, isOutdated: series.outdated }] : []),
  ]);
  return { charts, parts: ofSeries?.parts ?? null };
}

/** What the charts of series need, and their time axis. */
function inputOf({ of, readAtMs, current }: DatedSeries, theme: GrafanaTheme2, namesHidden: boolean) {
  const { buckets, split } = of;
  const { begun, partial } = timeAxisOf(buckets, readAtMs);
  return {
    theme,
    total: current.total.points,
    parts: split === null ? null : partsOf(current, split, theme, namesHidden),
    begun,
    axis: { buckets, partial },
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  // A title and a plot.
  pending: css({
    minHeight: theme.spacing(26),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.action.hover,
  }),
  charts: css({
    display: 'grid',
    // One to three charts in a line.
    gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, max(${theme.spacing(48)}, 30%)), 1fr))`,
    gap: theme.spacing(3),
  }),
});
