import { FIELDS, type FieldDefinition } from '@tokentrail/records';
import { foldText } from '../fold-text.ts';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { DistinctField, DistinctRequest, DistinctValue } from '../usage-ledger.ts';
import { allOf, inRange } from './conditions.ts';
import { TAG_TEXTS, matches, quoted } from './filter-conditions.ts';
import { foldedText } from './folded.ts';
import type { Query, Row } from './query.ts';

/**
 * Counts the records of each combination of the columns first, because there are far fewer combinations than records;
 * splits these into values; folds each value once.
 */
export function distinctQuery(table: string, { field, prefix, range, filter, limit }: DistinctRequest): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const { columns, values } = sourceOf(field);
  const combinations = `SELECT ${columns}, count() AS records FROM ${table} FINAL WHERE ${sql} GROUP BY ${columns}`;
  return {
    sql:
      `SELECT value, sum(records) AS total FROM (SELECT ${values} AS value, records FROM (${combinations})) ` +
      `WHERE value != '' GROUP BY value HAVING startsWith(${foldedText('assumeNotNull(value)')}, {prefix:String}) ` +
      'ORDER BY total DESC, value LIMIT {values:UInt64}',
    parameters: { ...parameters, prefix: foldText(prefix), values: limit },
  };
}

export function distinctValueOf(row: Row): DistinctValue {
  return { value: String(row['value']), count: Number(row['total']) };
}

/** The columns that hold the values, and SQL for the values of one combination, each once. */
function sourceOf(field: DistinctField): { columns: string; values: string } {
  const definitions: readonly FieldDefinition[] = TEXT_FIELDS[field].map((key) => FIELDS[key]);
  const columns = definitions.map(({ column }) => quoted(column)).join(', ');
  if (field === 'endpoint') {
    // A missing method gives NULL, which the outer query drops.
    return { columns: 'method, endpoint', values: "arrayJoin([endpoint, concat(method, ' ', endpoint)])" };
  }
  if (field === 'tag') {
    return { columns, values: `arrayJoin(${TAG_TEXTS})` };
  }
  return { columns, values: definitions.length === 1 ? columns : `arrayJoin(arrayDistinct([${columns}]))` };
}
