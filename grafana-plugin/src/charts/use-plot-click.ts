import type { UPlotChart } from '@grafana/ui';
import { useEffect, type ComponentProps } from 'react';

/** The plot that Grafana's chart draws. */
export type Plot = Parameters<NonNullable<ComponentProps<typeof UPlotChart>['plotRef']>>[0];

/** A place in a plot. */
export interface PlotPoint {
  /** Unix ms. */
  ms: number;
  value: number;
  /** How much a CSS pixel is of the value axis. */
  valuePerPx: number;
}

/** A longer movement of the pointer selects a range. */
const MAX_CLICK_PX = 4;

/** Calls `onClick` for clicks into the plot. */
export function usePlotClick(plot: Plot | null, onClick: (point: PlotPoint) => void): void {
  useEffect(() => {
    if (plot === null) {
      return;
    }
    const { over } = plot;
    let downX = 0;
    const onDown = ({ clientX }: MouseEvent) => {
      downX = clientX;
    };
    const onUp = ({ clientX, clientY, target, button }: MouseEvent) => {
      if (button !== 0 || target !== over || Math.abs(clientX - downX) > MAX_CLICK_PX) {
        return;
      }
      const { left, top } = over.getBoundingClientRect();
      onClick({
        ms: plot.posToVal(clientX - left, 'x'),
        value: plot.posToVal(clientY - top, 'y'),
        valuePerPx: Math.abs(plot.posToVal(0, 'y') - plot.posToVal(1, 'y')),
      });
    };
    over.addEventListener('mousedown', onDown);
    over.addEventListener('click', onUp);
    return () => {
      over.removeEventListener('mousedown', onDown);
      over.removeEventListener('click', onUp);
    };
  }, [plot, onClick]);
}
