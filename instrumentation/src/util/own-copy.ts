// Limits: real usage objects are smaller; larger ones must not block the event loop.
const MAX_DEPTH = 8;
const MAX_OBJECTS = 1000;
const MAX_LIST_LENGTH = 1000;

/**
 * A copy of a value that the app handed over and may change. Lists and objects are copied deeply, class instances by
 * their fields and getters. Unreadable fields, methods and bytes are left out; `null` becomes undefined. Never throws.
 */
export function ownCopy(value: unknown): unknown {
  return value === null ? undefined : copied(value, 0, { objects: 0 });
}

function copied(value: unknown, depth: number, seen: { objects: number }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH || ++seen.objects > MAX_OBJECTS || ArrayBuffer.isView(value)) return undefined;
  const copy = fieldsOf(value);
  for (const name in copy) {
    const field = (copy as Record<string, unknown>)[name];
    if (typeof field === 'object') (copy as Record<string, unknown>)[name] = copied(field, depth + 1, seen);
  }
  return copy;
}

function fieldsOf(value: object): object {
  try {
    if (Array.isArray(value)) return value.slice(0, MAX_LIST_LENGTH);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return { ...value };
  } catch {
    // A field throws: read them one by one.
  }
  return readableFields(value);
}

/** Reads each field, and each getter of the value's classes, on its own. */
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
    // Its properties cannot be listed, as with a revoked proxy.
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
