import type { TimeZone } from '@grafana/data';
import { TooltipPlugin2, UPlotChart, useTheme2 } from '@grafana/ui';
import type { TimeRange } from '@tokentrail/usage-store';
import React, { useMemo, useState, type ComponentProps } from 'react';
import { createPortal } from 'react-dom';
import { bucketAt, drawnValues, positionsOf, seriesAt, type Chart, type ChartBuckets } from './chart.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import { KeyboardControl } from './KeyboardControl.tsx';
import { plotConfig } from './plot-config.ts';
import { usePlotClick, type Plot } from './use-plot-click.ts';

/** A part of a chart. Null: all buckets, all series. */
export interface ChartPart {
  bucket: number | null;
  seriesId: string | null;
}

export interface PlotProps {
  chart: Chart;
  buckets: ChartBuckets;
  /** Whether each bucket is only a part of its unit, or has not ended. */
  partial: readonly boolean[];
  timeZone: TimeZone;
  /** Times of a bucket in words. */
  timesOf: (bucket: number) => string;
  /** Narrows the selection to a time range: whole buckets. */
  onRange: (range: TimeRange) => void;
  /** Shows the records behind a part. */
  onOpen: (part: ChartPart) => void;
}

interface Size {
  /** CSS pixels. */
  width: number;
  height: number;
}

/** The tooltip shows all series of a bucket. `@grafana/ui` does not export the names of the modes. */
const ALL_SERIES: ComponentProps<typeof TooltipPlugin2>['hoverMode'] = 1;
/** How near to a line a click means it, CSS pixels. */
const NEAR_PX = 8;

/** The drawing of a chart, with tooltip, selection and keyboard. */
export function ChartPlot({ width, height, ...props }: PlotProps & Size) {
  const { chart, buckets, partial, timeZone, timesOf, onRange, onOpen } = props;
  const [plot, setPlot] = useState<Plot | null>(null);
  const positions = useMemo(() => positionsOf(buckets), [buckets]);
  const data = useMemo(() => [[...positions.middles], ...drawnValues(chart)], [positions, chart]);
  const config = usePlotConfig(props, positions.edges);
  usePlotClick(plot, ({ ms, value, valuePerPx }) => {
    const bucket = bucketAt(positions, ms);
    onOpen({ bucket, seriesId: seriesAt(chart, bucket, value, NEAR_PX * valuePerPx)?.id ?? null });
  });
  const selectRange = (firstMs: number, lastMs: number) => {
    const { bounds } = buckets;
    onRange({
      fromMs: bounds[bucketAt(positions, firstMs)] ?? 0,
      toMs: bounds[bucketAt(positions, lastMs) + 1] ?? 0,
    });
  };
  const tooltip = (bucket: number) => (
    <ChartTooltip {...{ chart, bucket }} times={timesOf(bucket)} isPartial={partial[bucket] === true} />
  );
  const openBucket = (bucket: number) => onOpen({ bucket, seriesId: null });
  return (
    <>
      <UPlotChart {...{ config, width, height }} data={data as [number[], ...(number | null)[][]]} plotRef={setPlot}>
        <TooltipPlugin2
          config={config}
          hoverMode={ALL_SERIES}
          queryZoom={({ from, to }) => selectRange(from, to)}
          render={({ cursor }) => tooltip(cursor.idx ?? 0)}
        />
      </UPlotChart>
      {plot &&
        createPortal(
          <KeyboardControl
            {...{ chart, positions, buckets, timeZone, timesOf, tooltip, onRange }}
            onOpen={openBucket}
          />,
          plot.over,
        )}
    </>
  );
}

/** The configuration of the plot; the same object while only values change. */
function usePlotConfig({ chart, partial, timeZone }: PlotProps, edges: readonly number[]) {
  const theme = useTheme2();
  const { kind, series, formatTick } = chart;
  const key = JSON.stringify([series.map(({ color }) => color), edges, partial]);
  return useMemo(() => {
    const [colors, at, parts] = JSON.parse(key) as [string[], number[], boolean[]];
    const shaded = at.slice(1).map((end, bucket) => [at[bucket] ?? end, end] as const);
    return plotConfig({
      theme,
      timeZone,
      kind,
      colors,
      formatTick,
      fromMs: at[0] ?? 0,
      toMs: at.at(-1) ?? 0,
      shaded: shaded.filter((_, bucket) => parts[bucket] === true),
    });
  }, [key, kind, formatTick, theme, timeZone]);
}
