import { FIELDS, type FieldDefinition } from '@tokentrail/records';
import { foldText } from '../fold-text.ts';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { DistinctField, DistinctRequest, DistinctValue } from '../usage-ledger.ts';
import { allOf, inRange } from './conditions.ts';
import { TAG_TEXTS, matches, quoted } from './filter-conditions.ts';
import { foldedText } from './folded.ts';
import type { Query, Row } from './query.ts';

export function distinctQuery(table: string, { field, prefix, range, filter, limit }: DistinctRequest): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  // The values are folded after they have been counted, each once.
  return {
    sql:
      `SELECT value, count() AS records FROM (SELECT ${valueSql(field)} AS value FROM ${table} FINAL WHERE ${sql}) ` +
      `WHERE value != '' GROUP BY value HAVING startsWith(${foldedText('assumeNotNull(value)')}, {prefix:String}) ` +
      'ORDER BY records DESC, value LIMIT {values:UInt64}',
    parameters: { ...parameters, prefix: foldText(prefix), values: limit },
  };
}

export function distinctValueOf(row: Row): DistinctValue {
  return { value: String(row['value']), count: Number(row['records']) };
}

/** The values of a record, each once, in rows of their own if there can be several. */
function valueSql(field: DistinctField): string {
  const columns: readonly FieldDefinition[] = TEXT_FIELDS[field].map((key) => FIELDS[key]);
  const texts = columns.map(({ column }) => quoted(column));
  if (field === 'endpoint') {
    // A missing method gives NULL, which the outer query drops.
    return "arrayJoin([endpoint, concat(method, ' ', endpoint)])";
  }
  if (field === 'tag') {
    return `arrayJoin(${TAG_TEXTS})`;
  }
  return texts.length === 1 ? (texts[0] ?? '') : `arrayJoin(arrayDistinct([${texts.join(', ')}]))`;
}
