import { conditionsOfSeriesValue, type FilterCondition, type SeriesField } from '@tokentrail/usage-store';
import { isTooLong } from './filters.ts';

/** A row of a table by a dimension: one of its values, all values without a row of their own together, or all calls. */
export interface DimensionRow {
  kind: 'value' | 'rest' | 'total';
  /** Empty if it was not reported, and for the other kinds. */
  value: string;
  /** Number of values in the row. */
  values: number;
}

/**
 * Conditions for exactly the records of a row; null if no filter selects these.
 *
 * @param shown the values that have a row of their own
 */
export function conditionsOfRow(
  { kind, value }: DimensionRow,
  field: SeriesField,
  shown: readonly string[],
): FilterCondition[] | null {
  switch (kind) {
    case 'value':
      return conditionsOfSeriesValue(field, value);
    case 'rest':
      return conditionsOfRest(field, shown);
    case 'total':
      return [];
  }
}

/** A record can have a shown tag and another one, and a value may need several conditions. */
function conditionsOfRest(field: SeriesField, shown: readonly string[]): FilterCondition[] | null {
  const included = shown.map((value) => conditionsOfSeriesValue(field, value));
  if (field === 'tag' || included.some(({ length }) => length !== 1)) {
    return null;
  }
  const conditions = included.flat().map((condition) => ({ ...condition, exclude: true }));
  return isTooLong({ conditions, terms: [] }) ? null : conditions;
}
