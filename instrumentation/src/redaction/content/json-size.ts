import { mediaOfField, withoutDataUrls } from './media.ts';
import { elementOf, fieldNames, fieldOf, plainValue } from './plain-value.ts';

/** How many values are read of one content: a list of millions must not hold up the app. */
export const MOST_VALUES = 200_000;
export const DEEPEST = 100;
/** Strings from this length on are cut before anything is left out. */
export const LONG = 1024;

export interface JsonSize {
  /** Of the JSON, as UTF-8, without the escapes in its strings; media with the size of what stands in their place. */
  bytes: number;
  /** Of its long strings, bytes. */
  longStrings: number[];
  /** False where there is more than was looked at. */
  isWhole: boolean;
}

/** How long `value` would be as JSON. Reads it as `jsonOf` does, and writes nothing. */
export function jsonSize(value: unknown): JsonSize {
  const size: JsonSize = { bytes: 0, longStrings: [], isWhole: true };
  add(value, size, { values: 0, depth: 0 });
  return size;
}

/** So much of a text is looked through for media; behind that they count as the text that they are. */
const MOST_MEDIA = 128 * 1024;

/** Bytes of `text`, with what stands in place of media in it. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text.length < LONG ? text : withoutDataUrls(text, MOST_MEDIA));
}

function add(value: unknown, size: JsonSize, read: { values: number; depth: number }): void {
  const plain = plainValue(value);
  if (++read.values > MOST_VALUES || read.depth > DEEPEST) {
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
  for (let index = 0; index < list.length && read.values <= MOST_VALUES; index++)
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
    if (read.values > MOST_VALUES) return;
    const value = fieldOf(object, name);
    const media = typeof value === 'string' ? mediaOfField(name, value, object) : undefined;
    size.bytes += name.length + 3;
    add(media ?? value, size, read);
  }
}
