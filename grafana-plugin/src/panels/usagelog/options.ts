import type { PanelModel } from '@grafana/data';
import { DEFAULT_DENSITY, formatColumns, isDensity, parseColumns, type Density } from '../../column-set.ts';

export const CLICK_ACTIONS = ['open', 'unfold', 'none'] as const;
/** What a click on a row does: opens the request's page, unfolds the row, or nothing. */
export type ClickAction = (typeof CLICK_ACTIONS)[number];

/** Options of the usage log panel, as they are stored in a dashboard. */
export interface UsageLogOptions {
  /** Columns in the format of the usage log's URL, such as `time,model:220,cost`. Empty for the default columns. */
  columns: string;
  density: Density;
  /** Maximum number of rows; null for all rows of the query. */
  maxRows: number | null;
  clickAction: ClickAction;
  /** Whether names of users, groups and keys are hidden. */
  hideNames: boolean;
}

export const DEFAULT_OPTIONS: UsageLogOptions = {
  columns: '',
  density: DEFAULT_DENSITY,
  maxRows: null,
  clickAction: 'open',
  hideNames: false,
};

/** Reads the options of a dashboard. What is missing or unreadable, also from an older version, is the default. */
export function usageLogOptions({ options }: Pick<PanelModel<unknown>, 'options'>): UsageLogOptions {
  const { columns, density, maxRows, clickAction, hideNames } = (options ?? {}) as Record<string, unknown>;
  const choices = typeof columns === 'string' ? parseColumns(columns).columns : null;
  return {
    columns: choices === null ? DEFAULT_OPTIONS.columns : formatColumns(choices),
    density: typeof density === 'string' && isDensity(density) ? density : DEFAULT_OPTIONS.density,
    maxRows: typeof maxRows === 'number' && maxRows >= 1 ? Math.floor(maxRows) : DEFAULT_OPTIONS.maxRows,
    clickAction: CLICK_ACTIONS.find((action) => action === clickAction) ?? DEFAULT_OPTIONS.clickAction,
    hideNames: hideNames === true,
  };
}
