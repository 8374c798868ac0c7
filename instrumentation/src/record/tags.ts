import type { TextMap } from '@tokentrail/records';
import { warn } from '../redaction/warn.ts';
import { ownCopy } from '../util/own-copy.ts';

const MAX_TAGS = 8;
/** Of a name and of a value, in characters. The collector has the same limit (shape `map`). */
const MAX_LENGTH = 64;
/** Control characters and halves of surrogate pairs. The ledger's allow-list drops texts that contain them. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

let warned = false;

/**
 * Returns a copy of the valid tags of an app: the first eight whose name and value are texts of one line of at most 64
 * characters. Warns once per process if any are left out. Never throws.
 */
export function tagsOf(reported: unknown): TextMap {
  const copy = ownCopy(reported);
  const isObject = typeof copy === 'object' && copy !== null && !Array.isArray(copy);
  const entries = isObject ? Object.entries(copy) : [];
  const valid = entries.filter(([name, value]) => name !== '' && isTag(name) && isTag(value)).slice(0, MAX_TAGS);
  if (valid.length < entries.length || !isObject) warnOnce();
  return Object.fromEntries(valid) as TextMap;
}

function isTag(text: unknown): boolean {
  return typeof text === 'string' && lengthOf(text) <= MAX_LENGTH && !UNFIT.test(text);
}

function lengthOf(text: string): number {
  return text.length <= MAX_LENGTH ? text.length : [...text].length;
}

function warnOnce(): void {
  if (warned) return;
  warned = true;
  warn(
    `some tags are not recorded: tags are an object of at most ${MAX_TAGS} texts, and each text and its name are one ` +
      `line of at most ${MAX_LENGTH} characters. The other tags are recorded. This warning is shown once`,
  );
}

/** The tags as the JSON text of their attribute; undefined without tags. `show` redacts a name or a value. */
export function encodeTags(tags: TextMap, show: (text: string) => string): string | undefined {
  const shown = Object.entries(tags).map(([name, value]) => [cut(show(name)), cut(show(value))]);
  return shown.length === 0 ? undefined : JSON.stringify(Object.fromEntries(shown));
}

/** Cuts a text that became longer by its redaction. */
function cut(text: string): string {
  return lengthOf(text) <= MAX_LENGTH ? text : [...text].slice(0, MAX_LENGTH).join('');
}
