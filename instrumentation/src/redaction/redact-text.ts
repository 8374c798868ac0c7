import { SECRET_SHAPES } from '@tokentrail/records';
import { findSecrets } from './find-secrets.ts';
import type { Found, PrivateField } from './named-value.ts';

export { REDACTED } from './mark.ts';

/**
 * `text` without what is shaped like a key or named like one, in URLs, headers, JSON and plain sentences. Valid JSON stays
 * valid: what is replaced holds no quote that ends a string, and what replaces it none at all. Takes time in proportion
 * to the text's length.
 */
export function redactText(text: string, privateField?: PrivateField): string {
  if (text.length <= SHORT && privateField === undefined && !isSuspicious(text)) {
    return text;
  }
  const found = findSecrets(text, privateField);
  return found.length === 0 ? text : replaced(text, found);
}

function replaced(text: string, found: readonly Found[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, instead } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= done) result += text.slice(done, start) + instead;
    // What begins within another and reaches further: all of it goes.
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** Up to here one look is faster than a search for each trigger. */
const SHORT = 64;
/** Each of what is found holds one of the second, and those one of the first, which most texts are done with. */
const MARKS = /[-_:=%/]|A[BIKQST]|SG|dapi|xox|hv[sb]|eyJ|ya29|[Bb](?:ea|as|EA|AS)/;
const SUSPICIOUS = new RegExp(
  ['[:=%]|--[A-Za-z]', '[Bb](?:earer|asic|EARER|ASIC)', ...SECRET_SHAPES.flatMap(({ prefixes }) => prefixes)]
    .map((literal) => literal.replace('.', String.raw`\.`))
    .join('|'),
);

function isSuspicious(text: string): boolean {
  return MARKS.test(text) && SUSPICIOUS.test(text);
}

const MOST_REMEMBERED = 1000;
const remembered = new Map<string, string>();

/** `redactText` for names that come again and again: models, paths, agents, error codes, ids. */
export function redactName(name: string): string {
  if (!isSuspicious(name)) {
    return name;
  }
  let redacted = remembered.get(name);
  if (redacted === undefined) {
    redacted = redactText(name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    if (name.length <= 256) remembered.set(name, redacted);
  }
  return redacted;
}
