import { FIELDS } from '@tokentrail/records';
import { ID_FIELDS, TEXT_FIELDS } from '../record-filter.ts';
import type { SearchTerm } from '../search.ts';
import type { Placeholders } from './placeholders.ts';

const ID_COLUMNS = ID_FIELDS.flatMap((field) => TEXT_FIELDS[field].map((key) => FIELDS[key].column));

/**
 * SQL condition for the records that a term finds; NULL means no. `search_text` has all searched texts of a record,
 * folded, each on a line. Each part of the condition has a skip index, so that a rare term reads few granules.
 */
export function termSql({ text, segments }: SearchTerm, placeholders: Placeholders): string {
  const inText = segments
    .map((segment) => `search_text LIKE ${placeholders.add('String', `%${escaped(segment)}%`)}`)
    .join(' AND ');
  const inOrder =
    segments.length === 1
      ? inText
      : `(${inText} AND arrayExists(line -> line LIKE ${placeholders.add('String', `%${segments.map(escaped).join('%')}%`)}, splitByChar('\\n', search_text)))`;
  const id = placeholders.add('String', text);
  return [inOrder, ...ID_COLUMNS.map((column) => `${column} = ${id}`)].join(' OR ');
}

/** A segment in a LIKE pattern, where `%` and `_` are wildcards. */
function escaped(segment: string): string {
  return segment.replace(/[\\%_]/g, '\\$&');
}
