import { parseSearch, type RecordFilter, type TimeRange } from '@tokentrail/usage-store';
import { inOrder, stateOf } from './filters/filters.ts';
import { DEFAULT_STATE, usageLogPath, writeUsageLog } from './links.ts';
import { prefixRoute, ROUTES } from './routes.ts';

/*
 * Links of the rows of a data frame: texts in which Grafana replaces what stands for a field of the row. They are without
 * Grafana's sub path, which Grafana adds.
 */

/** Text that stands for a field of the row, percent-encoded, by the name of the field. */
type ValueOf = (name: string) => string;

/** Link to the page of a record. */
export function requestLink(ds: string | null, valueOf: ValueOf): string {
  const path = ROUTES.request.replace(':traceId', valueOf('trace_id')).replace(':spanId', valueOf('span_id'));
  const search = `at=${valueOf('start_unix_nano')}&sender=${valueOf('sender')}`;
  return `${prefixRoute(path)}?${search}${ds === null ? '' : `&ds=${encodeURIComponent(ds)}`}`;
}

/** Link to a record in the usage log, with the range of the query. */
export function recordRowLink(ds: string | null, { fromMs, toMs }: TimeRange, valueOf: ValueOf): string {
  const state = { ...DEFAULT_STATE, from: String(Math.floor(fromMs)), to: String(Math.ceil(toMs)), ds };
  return `${usageLogPath()}?${writeUsageLog(state).toString()}&trace=${valueOf('trace_id')}`;
}

/** Link to selected records in the usage log. */
export function selectionLink(ds: string | null, { fromMs, toMs }: TimeRange, filter: RecordFilter): string {
  const { terms, conditions } = parseSearch(filter.search);
  const selected = stateOf({ terms, conditions: inOrder([...conditions, ...(filter.conditions ?? [])]) });
  const range = { from: String(Math.floor(fromMs)), to: String(Math.ceil(toMs)) };
  return `${usageLogPath()}?${writeUsageLog({ ...DEFAULT_STATE, ...range, ds, ...selected }).toString()}`;
}
