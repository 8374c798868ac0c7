import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import {
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  ScaleDirection,
  ScaleOrientation,
  VisibilityMode,
} from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type { Chart } from './chart.ts';

/** What of a chart its plot depends on, besides the values. A change of it draws the plot from scratch. */
export interface PlotOptions {
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  kind: Chart['kind'];
  /** In the order of the series. */
  colors: readonly string[];
  formatTick: (value: number) => string;
  /** Ends of the time axis, Unix ms. */
  fromMs: number;
  toMs: number;
  /** Times of the buckets that are not complete: shaded. */
  shaded: readonly (readonly [fromMs: number, toMs: number])[];
}

const BAR_WIDTH = 0.85;
/** Half of a date below the end of the time axis, in units of the theme's spacing. */
const LABEL_OVERHANG = 2.5;
/** Series are focused by our own code: Grafana's would pin the tooltip on a click. */
const NO_FOCUS = { focus: { prox: -1 } };

/** Configuration of a plot of Grafana's, with time on the horizontal axis and values from 0. */
export function plotConfig(options: PlotOptions): UPlotConfigBuilder {
  const { theme, timeZone, fromMs, toMs, formatTick } = options;
  const config = new UPlotConfigBuilder(timeZone);
  config.setCursor(NO_FOCUS);
  config.setPadding([null, theme.spacing.gridSize * LABEL_OVERHANG, null, null]);
  config.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [fromMs, toMs],
  });
  config.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    min: 0,
  });
  config.addAxis({ scaleKey: 'x', isTime: true, placement: AxisPlacement.Bottom, timeZone, theme });
  config.addAxis({ scaleKey: 'y', placement: AxisPlacement.Left, theme, formatValue: formatTick });
  addSeries(config, options);
  addShades(config, options);
  return config;
}

function addSeries(config: UPlotConfigBuilder, { theme, kind, colors }: PlotOptions): void {
  // As `drawnValues` orders them.
  for (const lineColor of [...colors].reverse()) {
    config.addSeries({
      scaleKey: 'y',
      theme,
      lineColor,
      ...(kind === 'bars'
        ? {
            drawStyle: GraphDrawStyle.Bars,
            barAlignment: BarAlignment.Center,
            barWidthFactor: BAR_WIDTH,
            lineWidth: 0,
            fillColor: lineColor,
            showPoints: VisibilityMode.Never,
          }
        : { drawStyle: GraphDrawStyle.Line, lineWidth: 2, pointSize: 4, showPoints: VisibilityMode.Auto }),
    });
  }
}

function addShades(config: UPlotConfigBuilder, { theme, shaded }: PlotOptions): void {
  config.addHook('drawClear', (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = theme.colors.action.hover;
    for (const [fromMs, toMs] of shaded) {
      const left = plot.valToPos(fromMs, 'x', true);
      ctx.fillRect(left, bbox.top, plot.valToPos(toMs, 'x', true) - left, bbox.height);
    }
    ctx.restore();
  });
}
