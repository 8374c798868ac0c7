/** Untrusted provider data: absent values, null and non-numbers differ from 0. */
export type Fields = Readonly<Record<string, unknown>>;

/** Thrown for a count that cannot be one: negative, fractional or not a number. */
export class BadCount extends Error {}

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
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

export function firstCount(fields: Fields | undefined, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const count = countOf(fields, name);
    if (count !== undefined) {
      return count;
    }
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
