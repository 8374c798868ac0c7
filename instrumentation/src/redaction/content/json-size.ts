import { mediaOfField, withoutDataUrls } from './media.ts';
import { elementOf, fieldNames, fieldOf, plainValue } from './plain-value.ts';

/** Maximum number of values read of one content: a list of millions must not block the event loop. */
export const MAX_VALUES = 200_000;
export const MAX_DEPTH = 100;
/** Strings of this length or more are cut before anything is left out. */
export const LONG = 1024;

export interface JsonSize {
  /** Bytes of the JSON in UTF-8, without the escapes in its strings; media count with the size of their replacement. */
  bytes: number;
  /** Sizes of its long strings, in bytes. */
  longStrings: number[];
  /** False if the value contains more than was read. */
  isWhole: boolean;
}

/** Size of `value` as JSON. Reads it like `jsonText` without writing. */
export function jsonSize(value: unknown): JsonSize {
  const size: JsonSize = { bytes: 0, longStrings: [], isWhole: true };
  add(value, size, { values: 0, depth: 0 });
  return size;
}

/** Maximum length of a text that is searched for media. Media after it count with their full size. */
const MAX_MEDIA_SEARCH = 128 * 1024;

/** Bytes of `text` after its media are replaced. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text.length < LONG ? text : withoutDataUrls(text, MAX_MEDIA_SEARCH));
}

function add(value: unknown, size: JsonSize, read: { values: number; depth: number }): void {
  const plain = plainValue(value);
  if (++read.values > MAX_VALUES || read.depth > MAX_DEPTH) {
    size.isWhole = false;
  } else if (typeof plain === 'string') {
    const bytes = sizeOf(plain);
    if (bytes >= LONG) size.longStrings.push(bytes);
    size.bytes += bytes + 2;
  } else if (typeof plain !== 'object' || plain === null) {
    size.bytes += String(plain).length;
  } else {
    read.depth++;
    if (Array.isArray(plain)) addElements(plain, size, read);
    else addFields(plain as Readonly<Record<string, unknown>>, size, read);
    read.depth--;
  }
}

function addElements(list: readonly unknown[], size: JsonSize, read: { values: number; depth: number }): void {
  size.bytes += 1 + Math.max(1, list.length);
  for (let index = 0; index < list.length && read.values <= MAX_VALUES; index++)
    add(elementOf(list, index), size, read);
}

function addFields(
  object: Readonly<Record<string, unknown>>,
  size: JsonSize,
  read: { values: number; depth: number },
): void {
  const names = fieldNames(object);
  size.bytes += 1 + Math.max(1, names.length);
  for (const name of names) {
    if (read.values > MAX_VALUES) return;
    const value = fieldOf(object, name);
    const media = typeof value === 'string' ? mediaOfField(name, value, object) : undefined;
    size.bytes += name.length + 3;
    add(media ?? value, size, read);
  }
}
