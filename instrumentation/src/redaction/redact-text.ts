import { SECRET_SHAPES } from '@tokentrail/records';
import { memoize } from '../util/memoize.ts';
import { findSecrets } from './find-secrets.ts';
import { SearchBudget } from './search-budget.ts';
import { TOO_MUCH } from './mark.ts';
import type { Found, PrivateField } from './named-value.ts';
import { hidesCharacters, unescaped } from './unescaped.ts';

/**
 * `text` without values that have the shape or the name of a key, in URLs, headers, JSON and plain sentences, with any
 * escapes. Valid JSON stays valid: a replaced part contains no quote that ends a string, and its replacement contains
 * no quote at all. Takes time in proportion to the length of the text, and no more than `budget` allows. Hides everything
 * after four million characters.
 */
export function redactText(text: string, options: RedactOptions = NO_OPTIONS): string {
  const { privateField, findKnown } = options;
  if (options.budget?.isUsedUp === true && text !== '') return TOO_MUCH;
  if (text.length <= SHORT && privateField === undefined && !SUSPICIOUS.test(text)) {
    return text;
  }
  const budget = options.budget ?? new SearchBudget();
  const searched = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text;
  const found = findSecrets(searched, privateField, budget);
  if (hidesCharacters(searched)) findEscaped(searched, found, { privateField, budget, findKnown });
  if (text.length > MAX_LENGTH) found.push({ start: MAX_LENGTH - MARGIN, end: text.length, replacement: TOO_MUCH });
  return found.length === 0 ? text : withReplaced(text, found);
}

/**
 * Length of the part that is searched, more than the limit of a content. The rest is hidden: an expression that matches ten
 * million characters exceeds the stack of V8 and throws.
 */
const MAX_LENGTH = 4_000_000;
/** Hidden before the end of the searched part, where a secret may begin that cannot be recognised. */
const MARGIN = 512;

export interface RedactOptions {
  privateField?: PrivateField | undefined;
  /** Default: a full budget for this text. */
  budget?: SearchBudget | undefined;
  /** Finds known private values in a text whose escapes were decoded. */
  findKnown?: ((plain: string) => Found[]) | undefined;
}

const NO_OPTIONS: RedactOptions = {};

/** Adds secrets that are visible only after the escapes are decoded. */
function findEscaped(
  text: string,
  found: Found[],
  { privateField, findKnown, budget }: RedactOptions & { budget: SearchBudget },
): void {
  const plain = unescaped(text, budget);
  for (const { start, end, replacement } of findSecrets(plain.text, privateField, budget)) {
    if (replacement === TOO_MUCH) {
      // Nothing behind this was searched, so the rest of the text is hidden without a search for quotes.
      found.push({ start: plain.originalOf(start, end).start, end: text.length, replacement });
      continue;
    }
    // Quotes around the replacement of a number would end the string that contains the JSON.
    addWithinStrings(text, plain.originalOf(start, end), replacement.startsWith('"') ? '0' : replacement, found);
  }
  for (const { start, end, replacement } of findKnown?.(plain.text) ?? []) {
    found.push({ ...plain.originalOf(start, end), replacement });
  }
}

/**
 * Adds the parts of a range between unescaped quotes, which are syntax of the surrounding text. Pushes each part by itself,
 * because a hostile text has more parts than a function call may have arguments.
 */
function addWithinStrings(
  text: string,
  { start, end }: { start: number; end: number },
  replacement: string,
  found: Found[],
): void {
  const add = (part: Found): void => {
    if (!/^[\s,:[\]{}]*$/.test(text.slice(part.start, part.end))) found.push(part);
  };
  let from = start;
  for (let at = text.indexOf('"', start); at >= 0 && at < end; at = text.indexOf('"', at + 1)) {
    if (text[at - 1] === '\\') continue;
    add({ start: from, end: at, replacement });
    from = at + 1;
  }
  add({ start: from, end, replacement });
}

/** `text` with the found parts replaced. */
export function withReplaced(text: string, found: readonly Found[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, replacement } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= done) result += text.slice(done, start) + replacement;
    // A part that begins within another and ends after it is removed completely.
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** Maximum length for which one expression is faster than a search for each trigger. */
const SHORT = 64;
/** Matches every text that contains a secret. */
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

const suspiciousName = memoize((name) => redactText(name), { max: 1000 });

/**
 * `redactText` for names: models, paths, agents, error codes, ids. Caches only names that look like secrets, so that unique
 * ids do not displace names that recur.
 */
export function redactName(name: string): string {
  return SUSPICIOUS.test(name) ? suspiciousName(name) : name;
}
