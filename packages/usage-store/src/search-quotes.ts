/** Values in a search are written in double quotes if they contain white space, commas or quotes. */

/** Whether a text is one quoted section, with both quotes. */
export function isQuoted(text: string): boolean {
  return /^"(?:[^"\\]|\\.)*"$/s.test(text);
}

export function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The values of `a,"b, c"`. Null if one is empty without quotes, or a quote is not closed. */
export function splitValues(text: string): string[] | null {
  const values: string[] = [];
  const pattern = /("(?:[^"\\]|\\.)*"|[^",][^,]*)(,|$)/gsy;
  for (let separator = ','; separator === ',';) {
    const [, value = '', found = ''] = pattern.exec(text) ?? [];
    if (value === '') {
      return null;
    }
    values.push(isQuoted(value) ? unquote(value) : value);
    separator = found;
  }
  return values;
}
