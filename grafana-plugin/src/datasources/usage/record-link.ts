import type { DataLink } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { TimeRange } from '@tokentrail/usage-store';
import { recordRowLink, requestLink } from '../../frame-links.ts';
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
