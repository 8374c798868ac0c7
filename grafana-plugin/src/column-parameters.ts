import { formatColumns, isDensity, parseColumns, type ColumnChoice, type Density } from './column-set.ts';
import { singleParameter, type Parameters } from './url-codec.ts';

/** URL parameters of the shown columns. */
export interface ColumnState {
  /** In their order; null for those of the user's settings. */
  columns: readonly ColumnChoice[] | null;
  /** Null for that of the user's settings. */
  density: Density | null;
}

export const OWN_COLUMNS: ColumnState = { columns: null, density: null };

export const COLUMN_PARAMETERS: Parameters<ColumnState> = {
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
