import { getDefaultTimeRange, type DataSourceGetTagValuesOptions, type MetricFindValue } from '@grafana/data';
import { TEXT_FIELDS, type DistinctField, type UsageLedger } from '@tokentrail/usage-store';
import { filterLabel, valueLabel } from '../../filters/controls/filter-words.ts';
import { fixedValues } from '../../filters/controls/ValuesEditor.tsx';
import { FILTER_FIELDS, type FilterField, type ValuesField } from '../../filters/filters.ts';
import { MAX_SUGGESTIONS } from '../../filters/use-suggest-values.ts';
import { filterFieldOf } from './filter-fields.ts';
import { conditionsOfFilters } from './request-filter.ts';
import type { UsageQuery } from './types.ts';

/** The fields that an ad-hoc filter can name. */
export function tagKeys(): MetricFindValue[] {
  return FILTER_FIELDS.map((field) => ({ text: filterLabel(field), value: field }));
}

/**
 * Values for an ad-hoc filter: of the records of the range that the other filters select, the most frequent first. None for
 * fields whose values are numbers or ids.
 */
export async function tagValues(
  ledger: UsageLedger,
  { key, filters, timeRange = getDefaultTimeRange() }: DataSourceGetTagValuesOptions<UsageQuery>,
): Promise<MetricFindValue[]> {
  const field = filterFieldOf(key);
  if (field === null) {
    return [];
  }
  if (isSuggested(field) && ledger.capabilities.distinct) {
    const values = await ledger.distinct({
      field,
      prefix: '',
      range: { fromMs: timeRange.from.valueOf(), toMs: timeRange.to.valueOf() },
      filter: { conditions: conditionsOfFilters(filters.filter((filter) => filter.key !== key)) },
      limit: MAX_SUGGESTIONS,
    });
    return values.map(({ value }) => ({ text: value, value }));
  }
  const fixed = field === 'stream' ? ['yes', 'no'] : (fixedValues(field as ValuesField) ?? []);
  return fixed.map((value) => ({ text: valueLabel(field, value), value }));
}

/** Ids that differ in each record are not suggested, and types are known. */
const NOT_SUGGESTED: readonly FilterField[] = ['type', 'request', 'trace', 'response'];

export function isSuggested(field: FilterField): field is DistinctField {
  return Object.hasOwn(TEXT_FIELDS, field) && !NOT_SUGGESTED.includes(field);
}
