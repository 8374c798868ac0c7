import { FIELDS, SEARCHED_FIELDS, type FieldDefinition } from '@tokentrail/records';

/** The column `search_text`: the searched texts of a record, folded, each on a line. */
export function searchTextColumn(): string {
  const lines = SEARCHED_FIELDS.map((keys) => {
    const texts = keys.map((key) => textOf(FIELDS[key]));
    return texts.length === 1 ? texts[0] : `concatWithSeparator(' ', ${texts.join(', ')})`;
  });
  // A text that is cut within a character, or has half of a surrogate pair in JSON, is not valid UTF-8.
  const text = `toValidUTF8(concatWithSeparator('\\n', ${lines.join(', ')}))`;
  return `search_text String MATERIALIZED replaceAll(normalizeUTF8NFKCCasefold(${text}), 'i\\xCC\\x87', 'i') CODEC(ZSTD(1))`;
}

function textOf({ kind, column }: FieldDefinition): string {
  const name = `\`${column}\``;
  switch (kind) {
    case 'word':
      return name;
    case 'text':
      return `ifNull(${name}, '')`;
    case 'integer':
      return `ifNull(toString(${name}), '')`;
    case 'texts':
      return `arrayStringConcat(${name}, '\\n')`;
    case 'map':
      return `arrayStringConcat(arrayMap((name, value) -> concat(name, '=', value), mapKeys(${name}), mapValues(${name})), '\\n')`;
    default:
      throw new Error(`The column ${column} is no text to search.`);
  }
}
