import { FIELD_NAMES, partsOf, type FilterCondition, type SearchPart } from '@tokentrail/usage-store';

export type FieldName = FilterCondition['field'];

interface Replaced {
  /** What is written before the caret, without quotes. */
  typed: string;
  /** The part of the text that a completion replaces. */
  from: number;
  to: number;
}

/** What the caret of the search box is in: a word, which may become the name of a field, or a value of a field. */
export type CaretContext =
  | ({ kind: 'word' } & Replaced)
  | ({
      kind: 'value';
      field: FieldName;
      /** The other values of the condition, without quotes. */
      others: readonly string[];
    } & Replaced);

const NAME = /^([a-z_]+):/i;

/** The context of the caret. Null directly before a word, where a completion would become a part of it. */
export function contextAt(text: string, caret: number): CaretContext | null {
  const part = partAt(text, caret);
  if (part === undefined) {
    return /^\S/.test(text.slice(caret)) ? null : { kind: 'word', typed: '', from: caret, to: caret };
  }
  const name = fieldOf(part.text);
  const head = text.slice(part.start, caret);
  if (name !== null && head.length > name.length) {
    return valueAt(part, name, caret);
  }
  const sign = head.startsWith('-') ? 1 : 0;
  return {
    kind: 'word',
    typed: head.slice(sign),
    from: part.start + sign,
    to: part.start + (name === null ? part.text.length : name.length + 1),
  };
}

/** The part of a search that the caret is in or directly after, as a problem names it. Null if there is none. */
export function writtenPartAt(text: string, caret: number): string | null {
  const part = partAt(text, caret);
  return part === undefined ? null : (part.exclude ? '-' : '') + part.text;
}

function partAt(text: string, caret: number): SearchPart | undefined {
  return partsOf(text).find((part) => part.start < caret && caret <= part.start + part.text.length);
}

/** The field that a part begins with. */
function fieldOf(part: string): FieldName | null {
  const name = NAME.exec(part)?.[1]?.toLowerCase();
  return name !== undefined && isFieldName(name) ? name : null;
}

function isFieldName(name: string): name is FieldName {
  return FIELD_NAMES.includes(name);
}

function valueAt(part: SearchPart, field: FieldName, caret: number): CaretContext {
  const first = part.start + field.length + 1;
  const values = valuesOf(part.text.slice(field.length + 1));
  const current = values.find(({ start, text }) => caret <= first + start + text.length) ?? { start: 0, text: '' };
  const from = first + current.start;
  return {
    kind: 'value',
    field,
    others: values.filter((value) => value !== current).map(({ text }) => withoutQuotes(text)),
    typed: withoutQuotes(current.text.slice(0, caret - from)),
    from,
    // An open quote reaches to the end of the text.
    to: isOpen(current.text) ? caret : from + current.text.length,
  };
}

/** The values of a condition as they are written, with their positions. */
function valuesOf(text: string): { text: string; start: number }[] {
  const values: { text: string; start: number }[] = [];
  const pattern = /("(?:[^"\\]|\\.)*"?|[^,]*)(,|$)/gsy;
  for (let separator = ','; separator === ',';) {
    const start = pattern.lastIndex;
    const [, value = '', found = ''] = pattern.exec(text) ?? [];
    values.push({ text: value, start });
    separator = found;
  }
  return values;
}

function isOpen(value: string): boolean {
  return value.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/s.test(value);
}

function withoutQuotes(value: string): string {
  return value.startsWith('"')
    ? value
        .slice(1)
        .replace(/([^\\]|^)"$/s, '$1')
        .replace(/\\(.)/gs, '$1')
    : value;
}
