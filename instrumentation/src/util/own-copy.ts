/**
 * Of one value. No provider's usage is deeper, or holds more: what does is something else, and must not hold up the
 * app.
 */
const DEEPEST = 8;
const MOST_OBJECTS = 1000;
const LONGEST_LIST = 1000;

/**
 * A copy of what an app handed over and may change: lists and objects, classes as what their fields and getters say.
 * What cannot be read, and bytes, are left out. `null` says nothing. Never throws.
 */
export function ownCopy(value: unknown): unknown {
  return value === null ? undefined : copied(value, 0, { objects: 0 });
}

function copied(value: unknown, depth: number, seen: { objects: number }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST || ++seen.objects > MOST_OBJECTS || ArrayBuffer.isView(value)) return undefined;
  const copy = fieldsOf(value);
  for (const name in copy) {
    const field = (copy as Record<string, unknown>)[name];
    if (typeof field === 'object') (copy as Record<string, unknown>)[name] = copied(field, depth + 1, seen);
  }
  return copy;
}

function fieldsOf(value: object): object {
  try {
    if (Array.isArray(value)) return value.slice(0, LONGEST_LIST);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return { ...value };
  } catch {
    // One of its fields throws.
  }
  return readableFields(value);
}

/** Field by field, and getter by getter of its classes. */
function readableFields(value: object): object {
  const fields: Record<string, unknown> = {};
  try {
    for (let link: object | null = value; link !== null && link !== Object.prototype; link = parentOf(link)) {
      for (const name of Object.getOwnPropertyNames(link)) {
        if (Object.hasOwn(fields, name)) continue;
        const field = fieldOf(value, name);
        if (typeof field !== 'function') fields[name] = field;
      }
    }
  } catch {
    // It does not tell what it has.
  }
  return fields;
}

function parentOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

function fieldOf(object: object, name: string): unknown {
  try {
    return (object as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}
