import { fieldsOf, type Fields } from './read.ts';

/**
 * What a stream has reported so far: the usage object `next` merged into `before`. A later value replaces an earlier one, with
 * two exceptions: what is empty, absent or null replaces nothing, and a 0 replaces a value only if its chunk corrects the
 * input side. Many servers end a stream with an empty usage or with zeros.
 */
export function mergeUsage<B extends Fields | undefined>(before: B, next: unknown): B | Fields {
  const fields = fieldsOf(next);
  if (fields === undefined) {
    return before;
  }
  if (before === undefined) {
    return fields;
  }
  const corrects = correctsInput(before, fields);
  return merged(corrects ? withoutOldWrites(before, fields) : before, fields, corrects);
}

function merged(before: Fields, next: Fields, zeroReplaces: boolean): Fields {
  const result: Record<string, unknown> = { ...before };
  for (const name in next) {
    const value = next[name];
    const inner = fieldsOf(value);
    if (inner !== undefined) {
      const innerBefore = fieldsOf(before[name]);
      const innerMerged = merged(innerBefore ?? {}, inner, zeroReplaces || innerBefore === undefined);
      if (innerBefore !== undefined || Object.keys(innerMerged).length > 0) result[name] = innerMerged;
    } else if (!isEmpty(value) && (value !== 0 || zeroReplaces || isEmpty(before[name]))) {
      result[name] = value;
    }
  }
  return result;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

const INPUT = /prompt|input|cache/i;

/**
 * Whether `next` reports every count of the input side that `before` has, and not all of them as 0: a write to the cache that
 * turned out to be a read, for example.
 */
function correctsInput(before: Fields, next: Fields): boolean {
  let isPositive = false;
  let differs = false;
  for (const name in before) {
    const known = before[name];
    if (!isInputCount(name, known)) continue;
    const value = next[name];
    if (typeof value !== 'number') return false;
    isPositive ||= value > 0;
    differs ||= known !== 0 && value !== known;
  }
  return isPositive && differs;
}

function isInputCount(name: string, value: unknown): boolean {
  return typeof value === 'number' && INPUT.test(name);
}

/** Removes the cache writes by their time to live if `next` corrects their total without repeating them. */
function withoutOldWrites(before: Fields, next: Fields): Fields {
  const { cache_creation: writes, ...rest } = before;
  const isOld = next['cache_creation_input_tokens'] !== before['cache_creation_input_tokens'];
  return writes === undefined || 'cache_creation' in next || !isOld ? before : rest;
}
