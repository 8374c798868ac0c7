import { isFilterField, type FilterField } from '../../filters/filters.ts';

/** Filters by the names of columns, if they differ. */
const FILTERS: Readonly<Record<string, FilterField>> = {
  outcome: 'state',
  status_code: 'status',
  target_model: 'model',
  key_preview: 'key',
  service_name: 'service',
  record_type: 'type',
  error_code: 'error',
  error_type: 'error',
  trace_id: 'trace',
};
/** The filter for the values of a column, or the filter with this name. Null if there is none. */
export function filterFieldOf(name: string): FilterField | null {
  return FILTERS[name] ?? (isFilterField(name) ? name : null);
}
