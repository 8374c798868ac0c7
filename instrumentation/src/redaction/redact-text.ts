import { SECRET_SHAPES } from '@tokentrail/records';
import { findSecrets } from './find-secrets.ts';
import { Looks } from './looks.ts';
import { TOO_MUCH } from './mark.ts';
import type { Found, PrivateField } from './named-value.ts';
import { hidesCharacters, unescaped } from './unescaped.ts';

export { REDACTED } from './mark.ts';

/**
 * `text` without what is shaped like a key or named like one, in URLs, headers, JSON and plain sentences, and however that is
 * escaped. Valid JSON stays valid: what is replaced holds no quote that ends a string, and what replaces it none at all. Takes
 * time in proportion to the text's length, and no more than `looks` allow.
 */
export function redactText(text: string, { privateField, looks, findKnown }: RedactOptions = NO_OPTIONS): string {
  if (looks?.areUsedUp === true && text !== '') return TOO_MUCH;
  if (text.length <= SHORT && privateField === undefined && !isSuspicious(text)) {
    return text;
  }
  const found = findSecrets(text, privateField, looks);
  if (hidesCharacters(text)) findEscaped(text, found, { privateField, looks, findKnown });
  return found.length === 0 ? text : withReplaced(text, found);
}

export interface RedactOptions {
  privateField?: PrivateField | undefined;
  /** Default: as many as one text may have. */
  looks?: Looks | undefined;
  /** What is known and must not be shown, in a text that was written with escapes. */
  findKnown?: ((plain: string) => Found[]) | undefined;
}

const NO_OPTIONS: RedactOptions = {};

/** Adds what is seen only where the escapes are read. */
function findEscaped(
  text: string,
  found: Found[],
  { privateField, findKnown, looks = new Looks() }: RedactOptions,
): void {
  const plain = unescaped(text, looks);
  for (const { start, end, instead } of findSecrets(plain.text, privateField, looks)) {
    // Quotes around a number would end the string that its JSON stands in.
    found.push(...withinStrings(text, plain.originalOf(start, end), instead.startsWith('"') ? '0' : instead));
  }
  for (const { start, end, instead } of findKnown?.(plain.text) ?? []) {
    found.push({ ...plain.originalOf(start, end), instead });
  }
}

/** The parts of a part between quotes that are not escaped: those are the syntax of the text around. */
function withinStrings(text: string, { start, end }: { start: number; end: number }, instead: string): Found[] {
  const parts: Found[] = [];
  let from = start;
  for (let at = text.indexOf('"', start); at >= 0 && at < end; at = text.indexOf('"', at + 1)) {
    if (text[at - 1] === '\\') continue;
    parts.push({ start: from, end: at, instead });
    from = at + 1;
  }
  parts.push({ start: from, end, instead });
  return parts.filter((part) => !/^[\s,:[\]{}]*$/.test(text.slice(part.start, part.end)));
}

/** `text` with what was found replaced. */
export function withReplaced(text: string, found: readonly Found[]): string {
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
const MARKS = /[-_:=%/&\\]|A[BCIKQST]|S[GK]|Q|~|d(?:p|api)|xox|hv[sb]|eyJ|ya29|[Bb](?:ea|as|EA|AS|ot)/;
const SUSPICIOUS = new RegExp(
  [
    '[:=%]|--[A-Za-z]',
    String.raw`&[#a-z]|\\[ux/]`,
    '[Bb](?:earer|asic|EARER|ASIC|ot )',
    ...SECRET_SHAPES.flatMap(({ prefixes }) => prefixes),
  ]
    .map((literal) => literal.replaceAll('.', String.raw`\.`))
    .join('|'),
);

function isSuspicious(text: string): boolean {
  return MARKS.test(text) && SUSPICIOUS.test(text);
}

const MAX_CACHED = 1000;
const cached = new Map<string, string>();

/** `redactText` for names that come again and again: models, paths, agents, error codes, ids. */
export function redactName(name: string): string {
  if (!isSuspicious(name)) {
    return name;
  }
  let redacted = cached.get(name);
  if (redacted === undefined) {
    redacted = redactText(name);
    if (cached.size >= MAX_CACHED) cached.clear();
    if (name.length <= 256) cached.set(name, redacted);
  }
  return redacted;
}
