import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LegendDisplayMode, useStyles2, VizLegend, type VizLegendItem } from '@grafana/ui';
import React from 'react';
import { testIds } from '../testIds.ts';
import type { ChartSeries } from './chart.ts';

interface Props {
  series: readonly Pick<ChartSeries, 'id' | 'label' | 'color'>[];
  /** Shows the records behind a series. */
  onOpen: (seriesId: string) => void;
}

/** Names and colours of the series. A click on a name shows its records. */
export function ChartLegend({ series, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const items: VizLegendItem<string>[] = series.map(({ id, label, color }) => ({
    label,
    color,
    yAxis: 1,
    data: id,
    getItemKey: () => id,
  }));
  return (
    <div
      role="group"
      aria-label={t('charts.legend.label', 'Legend')}
      className={styles.legend}
      data-testid={testIds.stats.legend}
    >
      <VizLegend
        placement="bottom"
        displayMode={LegendDisplayMode.List}
        items={items}
        onLabelClick={({ data }) => data !== undefined && onOpen(data)}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({ minHeight: theme.spacing(3), '& button': { color: 'inherit' } }),
});
