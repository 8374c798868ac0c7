import { t } from '@grafana/i18n';
import { nanoToUsd } from '@tokentrail/records';
import type { HoursOfWeek } from '@tokentrail/usage-store';
import { amount } from '../../figures/figure-values.ts';
import { formatCount } from '../../format.ts';

export type HourCell = HoursOfWeek['cells'][number];

/** What the colour of an hour shows. */
export const HOUR_FIGURES = ['calls', 'cost', 'failed'] as const;
export type HourFigure = (typeof HOUR_FIGURES)[number];

export function hourFigureLabel(figure: HourFigure): string {
  switch (figure) {
    case 'calls':
      return t('stats.peak-hours.calls', 'Calls');
    case 'cost':
      return t('stats.peak-hours.cost', 'Cost');
    case 'failed':
      return t('stats.peak-hours.errors', 'Errors');
  }
}

/** The figure as a number that colours are compared by. */
export function hourValue(cell: HourCell, figure: HourFigure): number {
  return figure === 'cost' ? Number(nanoToUsd(cell.charged.nanoUsd)) : cell[figure];
}

/** The figure as text: "12 calls", "$1.23", "1 failed". */
export function hourText(cell: HourCell, figure: HourFigure): string {
  switch (figure) {
    case 'calls':
      return t('stats.peak-hours.calls-count', '', {
        count: cell.calls,
        shown: formatCount(cell.calls),
        defaultValue_one: '{{shown}} call',
        defaultValue_other: '{{shown}} calls',
      });
    case 'cost':
      return amount(cell.charged).value;
    case 'failed':
      return t('stats.peak-hours.failed-count', '{{shown}} failed', { shown: formatCount(cell.failed) });
  }
}

/** The cell with the highest figure; null if the figure is 0 everywhere. */
export function highestHour(cells: readonly HourCell[], figure: HourFigure): HourCell | null {
  const highest = cells.reduce<HourCell | null>(
    (best, cell) => (best === null || hourValue(cell, figure) > hourValue(best, figure) ? cell : best),
    null,
  );
  return highest === null || hourValue(highest, figure) === 0 ? null : highest;
}
