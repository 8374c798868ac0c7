/** Untrusted provider data: absent values, null and non-numbers differ from 0. */
export type Fields = Readonly<Record<string, unknown>>;

/** Thrown for a count that cannot be one: negative, fractional or not a number. */
export class BadCount extends Error {}

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The elements of a list; none for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The count under `name`; undefined if it was not reported. Throws BadCount. */
export function countOf(fields: Fields | undefined, name: string): number | undefined {
  const value = fields?.[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new BadCount(`${name} is ${describeValue(value)}`);
  }
  return value;
}

/**
 * A name and the objects in which providers report it: `''` is the usage itself, other names are objects within it. One
 * provider may fill several positions, another only one.
 */
export interface Position {
  readonly within: readonly string[];
  readonly names: readonly string[];
}

/** The position of names that stand in the usage itself. */
export function atTop(...names: string[]): Position {
  return { within: [''], names };
}

/**
 * The count that stands in one of `positions`; undefined if none was reported. A 0 in one position does not hide a count in another,
 * because proxies fill the positions that they do not use with 0. Throws BadCount if two positions contradict each other.
 */
export function countIn(usage: Fields, positions: readonly Position[]): number | undefined {
  let found: number | undefined;
  let foundAs = '';
  for (const { within, names } of positions) {
    for (const parent of within) {
      const fields = parent === '' ? usage : fieldsOf(usage[parent]);
      if (fields === undefined) continue;
      for (const name of names) {
        const count = countOf(fields, name);
        if (count === undefined || count === found || (count === 0 && found !== undefined)) continue;
        if (found !== undefined && found !== 0) {
          throw new BadCount(`${foundAs} is ${String(found)} and ${name} is ${String(count)}`);
        }
        found = count;
        foundAs = name;
      }
    }
  }
  return found;
}

/** The objects that stand in `positions`. */
export function objectsIn(usage: Fields, positions: readonly Position[]): Fields[] {
  const found: Fields[] = [];
  for (const { within, names } of positions) {
    for (const parent of within) {
      const fields = parent === '' ? usage : fieldsOf(usage[parent]);
      for (const name of names) {
        const object = fieldsOf(fields?.[name]);
        if (object !== undefined) found.push(object);
      }
    }
  }
  return found;
}

/** The first of `names` that was reported. Throws BadCount. */
export function firstCount(fields: Fields, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const count = countOf(fields, name);
    if (count !== undefined) return count;
  }
  return undefined;
}

export function textOf(fields: Fields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === 'string' ? value : undefined;
}

function describeValue(value: unknown): string {
  return typeof value === 'number' ? String(value) : `of type ${typeof value}`;
}
