import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { SeriesIcon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Chart } from './chart.ts';

interface Props {
  chart: Chart;
  bucket: number;
  /** Times of the bucket. */
  times: string;
  isPartial: boolean;
}

/** The values of a bucket. */
export function ChartTooltip({ chart, bucket, times, isPartial }: Props) {
  const styles = useStyles2(getStyles);
  // As they are stacked: the highest one first.
  const series = chart.kind === 'bars' ? [...chart.series].reverse() : chart.series;
  return (
    <div className={styles.tooltip}>
      <div className={styles.times}>{times}</div>
      {isPartial && (
        <div className={styles.note}>
          <Trans i18nKey="charts.tooltip.partial">Not a whole period</Trans>
        </div>
      )}
      <table>
        <tbody>
          {series.map(({ id, label, color, textOf }) => (
            <tr key={id}>
              <td className={styles.label}>
                <SeriesIcon color={color} /> {label}
              </td>
              <td className={styles.value}>{textOf(bucket)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({ padding: theme.spacing(1), fontSize: theme.typography.bodySmall.fontSize, whiteSpace: 'nowrap' }),
  times: css({ fontWeight: theme.typography.fontWeightMedium }),
  note: css({ color: theme.colors.text.secondary }),
  label: css({
    maxWidth: theme.spacing(30),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    paddingRight: theme.spacing(2),
    color: theme.colors.text.secondary,
  }),
  value: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
});
