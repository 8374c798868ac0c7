/** A value that JSON can express: a leaf, or a list or an object whose elements are still to be read. */
export type Plain = string | number | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Recorded in place of an image, a file or bytes: the type, if known, and the size in bytes. */
export function mediaMark(type: string | undefined, bytes: number): string {
  return type ? `[${type}, ${bytes} bytes]` : `[${bytes} bytes]`;
}

export const UNREADABLE = '[unreadable]';

/**
 * `value` as JSON would express it; undefined for values that JSON cannot express. Describes binary values, streams and
 * forms by kind and size without reading them. Never throws, even if reading `value` throws.
 */
export function plainValue(value: unknown): Plain | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? null : plainObject(value);
    default:
      return undefined;
  }
}

function plainObject(value: object): Plain | undefined {
  try {
    if (Array.isArray(value)) return value;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      const described = description(value);
      if (described !== undefined) return described;
    }
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON !== 'function') return value as Readonly<Record<string, unknown>>;
    const json: unknown = Reflect.apply(toJSON, value, []);
    return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : plainValue(json);
  } catch {
    return UNREADABLE;
  }
}

function description(value: object): string | undefined {
  if (value instanceof URLSearchParams) return `?${String(value)}`;
  if (ArrayBuffer.isView(value)) return mediaMark(undefined, value.byteLength);
  const {
    [Symbol.toStringTag]: tag,
    byteLength,
    size,
    type,
    pipe,
    getReader,
  } = value as Readonly<Record<PropertyKey, unknown>>;
  if ((tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') && typeof byteLength === 'number') {
    return mediaMark(undefined, byteLength);
  }
  if ((tag === 'Blob' || tag === 'File') && typeof size === 'number') {
    return mediaMark(typeof type === 'string' ? type : undefined, size);
  }
  if (tag === 'FormData') return '[form]';
  const isStream = typeof pipe === 'function' || typeof getReader === 'function' || Symbol.asyncIterator in value;
  return isStream ? '[stream]' : undefined;
}

/** A field of an object: undefined if the object has none, `UNREADABLE` if reading it throws. */
export function fieldOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return object[name];
  } catch {
    return UNREADABLE;
  }
}

/** Names of the fields; empty if listing them throws. */
export function fieldNames(object: Readonly<Record<string, unknown>>): string[] {
  try {
    return Object.keys(object);
  } catch {
    return [];
  }
}

export function elementOf(list: readonly unknown[], index: number): unknown {
  try {
    return list[index];
  } catch {
    return UNREADABLE;
  }
}
