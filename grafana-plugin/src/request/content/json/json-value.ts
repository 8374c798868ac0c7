import { endOfString, type JsonIndex, type JsonKind } from './json-index.ts';

/** What a value is, by its first character. */
export function kindOf({ text, start }: JsonIndex, value: number): JsonKind {
  switch (text[start[value] ?? 0]) {
    case '{':
      return 'object';
    case '[':
      return 'list';
    case '"':
      return 'string';
    case 't':
    case 'f':
    case 'n':
      return 'literal';
    default:
      return 'number';
  }
}

/** A value as it was recorded. */
export function rawOf({ text, start, end }: JsonIndex, value: number): string {
  return text.slice(start[value], end[value]);
}

/** The values in an object or a list. */
export function* childrenOf({ next }: JsonIndex, value: number): Generator<number> {
  const end = next[value] ?? 0;
  for (let child = value + 1; child < end; child = next[child] ?? end) {
    yield child;
  }
}

/** The name of a value in an object, without its quotes and with its escapes; null for other values. */
export function rawNameOf({ text, name }: JsonIndex, value: number): string | null {
  const at = name[value] ?? -1;
  return at < 0 ? null : text.slice(at + 1, endOfString(text, at) - 1);
}

/** The name of a value in an object; null for other values. */
export function nameOf(index: JsonIndex, value: number): string | null {
  const raw = rawNameOf(index, value);
  return raw === null ? null : unescaped(raw);
}

/** The value of a name in an object: the last one if the name occurs twice, as JSON is usually read. -1 if there is none. */
export function memberOf(index: JsonIndex, object: number, name: string): number {
  let found = -1;
  if (object >= 0 && kindOf(index, object) === 'object') {
    for (const child of childrenOf(index, object)) {
      if (nameOf(index, child) === name) {
        found = child;
      }
    }
  }
  return found;
}

/** The value at the end of a path of names. -1 if there is none. */
export function valueAt(index: JsonIndex, from: number, ...path: readonly string[]): number {
  return path.reduce((value, name) => memberOf(index, value, name), from);
}

/** The values of a list; none if `value` is no list. */
export function elementsOf(index: JsonIndex, value: number): number[] {
  return value >= 0 && kindOf(index, value) === 'list' ? [...childrenOf(index, value)] : [];
}

/** The text of a string; null if `value` is no string. */
export function stringOf(index: JsonIndex, value: number): string | null {
  return value >= 0 && kindOf(index, value) === 'string' ? unescaped(rawOf(index, value).slice(1, -1)) : null;
}

/** The path of a value as in a program: `messages[0].content`, `$` for the whole text. */
export function pathOf(index: JsonIndex, value: number): string {
  const steps: string[] = [];
  for (let at = value; at > 0; at = index.parent[at] ?? 0) {
    const name = nameOf(index, at);
    steps.push(name === null ? `[${positionOf(index, at)}]` : stepOf(name));
  }
  return steps.length === 0 ? '$' : steps.reverse().join('').replace(/^\./, '');
}

function positionOf({ next, parent }: JsonIndex, value: number): number {
  let position = 0;
  for (let sibling = (parent[value] ?? 0) + 1; sibling < value; sibling = next[sibling] ?? value) {
    position += 1;
  }
  return position;
}

/** Number of values in an object or a list, at most `limit`. */
export function sizeOf({ next }: JsonIndex, value: number, limit: number): number {
  const end = next[value] ?? 0;
  let size = 0;
  for (let child = value + 1; child < end && size < limit; child = next[child] ?? end) {
    size += 1;
  }
  return size;
}

function stepOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

const ESCAPE = /\\(?:u([\da-fA-F]{4})|(.))/gs;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The characters that the inner part of a JSON string stands for. */
export function unescaped(raw: string): string {
  return raw.includes('\\')
    ? raw.replaceAll(ESCAPE, (_, code: string | undefined, short: string) =>
        code === undefined ? (SHORT_ESCAPES[short] ?? short) : String.fromCharCode(parseInt(code, 16)),
      )
    : raw;
}
