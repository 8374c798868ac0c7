import { FIELDS, type FieldDefinition } from '@tokentrail/records';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { SeriesField } from '../series.ts';
import { TAG_TEXTS, quoted } from './filter-conditions.ts';

/** SQL for the value of a record by which its calls are divided; '' if it was not reported. A record with several tags has several rows. */
export function seriesValue(field: SeriesField): string {
  if (field === 'tag') {
    // Two tags can give the same text: "a" with "b=c", and "a=b" with "c".
    return `arrayJoin(if(empty(tags), [''], arrayDistinct(${TAG_TEXTS})))`;
  }
  const columns = TEXT_FIELDS[field].map((key): FieldDefinition => FIELDS[key]).map(({ column }) => quoted(column));
  const values = columns.map((column) => `nullIf(${column}, '')`);
  return columns.length === 1 ? `ifNull(${columns[0]}, '')` : `coalesce(${values.join(', ')}, '')`;
}
