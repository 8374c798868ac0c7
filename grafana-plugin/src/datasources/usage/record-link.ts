import type { DataLink } from '@grafana/data';
import { t } from '@grafana/i18n';
import { conditionsOfSeriesValue, type RecordFilter, type SeriesField, type TimeRange } from '@tokentrail/usage-store';
import { recordRowLink, requestLink, selectionLink } from '../../frame-links.ts';
import { mayReadTraces } from '../../user.ts';

/** Link of a row of a data frame: to its page for users who may read traces, otherwise to its row in the usage log. */
export function recordLink(ds: string | null, range: TimeRange): DataLink {
  return mayReadTraces()
    ? { title: t('query.link.request', 'Open request'), url: requestLink(ds, variableOf) }
    : { title: t('query.link.row', 'Show in usage log'), url: recordRowLink(ds, range, variableOf) };
}

/** A field of the same row, as Grafana's links read it. */
function variableOf(column: string): string {
  return `\${__data.fields.${column}:percentencode}`;
}

interface SelectedValue {
  ds: string | null;
  range: TimeRange;
  filter: RecordFilter;
  by: SeriesField | null;
  /** Null for all values. */
  value: string | null;
}

/** Link to the calls of a figure in the usage log. Null for values that are one. */
export function valueLink({ ds, range, filter, by, value }: SelectedValue): DataLink | null {
  if (by !== null && value === null) {
    return null;
  }
  const conditions = [
    ...(filter.conditions ?? []),
    { field: 'type' as const, values: ['usage'] },
    ...(by === null || value === null ? [] : conditionsOfSeriesValue(by, value)),
  ];
  const url = selectionLink(ds, range, { ...filter, conditions });
  return { title: t('query.link.calls', 'Show calls'), url };
}
