import { t } from '@grafana/i18n';
import { foldText, type SeriesField } from '@tokentrail/usage-store';
import { conditionsOfRow } from '../../filters/dimension-row.ts';
import type { Breakdown } from './breakdown-rows.ts';

/** What the figures and links of the table do not say, in sentences. */
export function notesOf({ rows, rest }: Pick<Breakdown, 'rows' | 'rest'>, field: SeriesField): string[] {
  const values = rows.map(({ value }) => value);
  const hasRestWithoutLink = rest !== null && conditionsOfRow(rest, field, values) === null;
  const differInCase = new Set(values.map(foldText)).size < values.length;
  return [
    ...(field === 'tag' ? [t('stats.breakdown.tags', 'A call counts once for each of its tags.')] : []),
    ...(hasRestWithoutLink
      ? [t('stats.breakdown.no-rest-link', 'No filter selects exactly the calls of “Other”.')]
      : []),
    ...(differInCase
      ? [t('stats.breakdown.case', 'Names that differ only in case share their rows, because filters ignore case.')]
      : []),
  ];
}
