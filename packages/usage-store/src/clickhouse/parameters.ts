/** A value for a typed placeholder such as `{search:String}` or `{types:Array(String)}`. */
export type ParameterValue = string | number | readonly string[] | readonly number[];
export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * Formats `value` for a `param_*` of ClickHouse: in its "escaped" text form (as in TabSeparated), in which an unescaped
 * tab or line break would end the value. Elements of an array are quoted strings.
 */
export function formatParameter(value: ParameterValue): string {
  if (typeof value === 'string') {
    return escapeText(value);
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const elements = value.map((element) => (typeof element === 'number' ? String(element) : `'${escapeText(element)}'`));
  return `[${elements.join(',')}]`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\0': '\\0',
};

function escapeText(text: string): string {
  return text.replace(/[\\'\t\n\r\b\f\0]/g, (character) => ESCAPES[character] ?? character);
}
