import { formatColumns, isDensity, parseColumns, type ColumnChoice, type Density } from './column-set.ts';
import { singleParameter, type Parameters } from './url-codec.ts';

/** What the usage log shows instead of single rows. `request`: inbound requests, each with its calls. */
export const GROUP_VIEWS = ['request', 'session', 'conversation', 'error'] as const;
export type GroupView = (typeof GROUP_VIEWS)[number];

/** URL parameters that decide how the selected records are shown. */
export interface LayoutState {
  /** Null for single rows. */
  by: GroupView | null;
  /** In their order; null for those of the user's settings. */
  columns: readonly ColumnChoice[] | null;
  /** Null for that of the user's settings. */
  density: Density | null;
}

export const OWN_LAYOUT: LayoutState = { by: null, columns: null, density: null };

export const LAYOUT_PARAMETERS: Parameters<LayoutState> = {
  by: singleParameter<GroupView | null>(
    null,
    (text) => GROUP_VIEWS.find((view) => view === text),
    (view) => view ?? '',
  ),
  columns: {
    ...singleParameter<readonly ColumnChoice[] | null>(
      null,
      (text) => parseColumns(text).columns ?? undefined,
      (columns) => (columns === null ? '' : formatColumns(columns)),
    ),
    ignored: (text) => parseColumns(text).unknown,
  },
  density: singleParameter<Density | null>(
    null,
    (text) => (isDensity(text) ? text : undefined),
    (density) => density ?? '',
  ),
};
