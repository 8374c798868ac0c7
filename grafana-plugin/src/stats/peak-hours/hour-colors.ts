import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { HourFigure } from './hour-figures.ts';

/** Opacity of the lowest value above 0, which must differ from none. */
const MIN_OPACITY = 0.15;

/** Colour of a share of the highest value, 0 to 1. Errors have the colour of failed calls. */
export function hourColor(share: number, figure: HourFigure, theme: GrafanaTheme2): string {
  if (share === 0) {
    return theme.colors.background.secondary;
  }
  const color = figure === 'failed' ? theme.colors.error.main : theme.colors.primary.main;
  return colorManipulator.alpha(color, MIN_OPACITY + (1 - MIN_OPACITY) * share);
}
