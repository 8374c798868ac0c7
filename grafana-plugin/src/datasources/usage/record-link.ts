import type { DataLink, DataLinkClickEvent } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { FilterCondition, RecordFilter, TimeRange } from '@tokentrail/usage-store';
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

interface SelectedCalls {
  ds: string | null;
  range: TimeRange;
  filter: RecordFilter;
  /** What the calls of a figure meet in addition to the filter. */
  further: readonly FilterCondition[];
}

/** Address of the calls of a figure in the usage log. */
export function callsUrl({ ds, range, filter, further }: SelectedCalls): string {
  const conditions = [...(filter.conditions ?? []), { field: 'type' as const, values: ['usage'] }, ...further];
  return selectionLink(ds, range, { ...filter, conditions });
}

export function callsLink(url: string): DataLink {
  return { title: callsTitle(), url };
}

/**
 * Link of a column to the calls of each row. Which row it is, Grafana says only when it builds the address.
 *
 * @param column has the names of the rows
 * @param urls by these names; a row without one has no link
 */
export function callsLinkOfRows(column: string, urls: ReadonlyMap<string, string | null>): DataLink {
  return {
    title: callsTitle(),
    url: '',
    onBuildUrl: ({ replaceVariables }: DataLinkClickEvent<unknown>) =>
      urls.get(replaceVariables?.(`\${__data.fields.${column}}`) ?? '') ?? '',
  };
}

function callsTitle(): string {
  return t('query.link.calls', 'Show calls');
}
