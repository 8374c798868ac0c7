import { FIELDS, type FieldDefinition } from '@tokentrail/records';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { SeriesField } from '../series.ts';
import { TAG_TEXTS, quoted } from './filter-conditions.ts';

/** What a record's calls are divided by, in SQL. */
export interface SeriesValue {
  /** The columns that hold the value. */
  columns: string;
  /** The value; '' if it was not reported. A record with several tags has several rows. */
  sql: string;
  /** Whether most records can have different values. */
  isUnique: boolean;
}

export function seriesValue(field: SeriesField): SeriesValue {
  const definitions = TEXT_FIELDS[field].map((key): FieldDefinition => FIELDS[key]);
  const columns = definitions.map(({ column }) => quoted(column));
  return {
    columns: columns.join(', '),
    sql: field === 'tag' ? TAGS : textSql(columns),
    isUnique: field !== 'tag' && !definitions.every(({ type }) => type.startsWith('LowCardinality')),
  };
}

/** Each text once: "a" with "b=c", and "a=b" with "c", give the same one. */
const TAGS = `arrayJoin(if(empty(tags), [''], arrayDistinct(${TAG_TEXTS})))`;

/** The first of the columns that was reported. */
function textSql(columns: readonly string[]): string {
  return columns.length === 1
    ? `ifNull(${columns.join()}, '')`
    : `coalesce(${columns.map((column) => `nullIf(${column}, '')`).join(', ')}, '')`;
}
