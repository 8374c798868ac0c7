import { memoize } from '../util/memoize.ts';
import type { SearchBudget } from './search-budget.ts';

const { raw } = String;

/**
 * A text without escapes: of JSON (at every level of JSON inside JSON), of JavaScript, of URLs (encoded once or more
 * often) and of HTML. So a secret looks the same in every notation.
 */
export interface Unescaped {
  text: string;
  /** Position in the original of the part from `start` to `end` of `text`. */
  originalOf(start: number, end: number): { start: number; end: number };
}

/**
 * Whether `text` contains an escape that hides a letter, a digit or a syntax character, or a quote behind more
 * backslashes than the search for named values reads.
 */
export function hidesCharacters(text: string): boolean {
  return (
    hasHidingBackslash(text) ||
    holds(text, '%', (at) => asciiOf(text, at + 1, 2) !== 0) ||
    holds(text, '&', (at) => endOfEntity(text, at) !== 0)
  );
}

/** An escaped slash or printable ASCII character, or more backslashes than the search for named values reads. */
const HIDING_BACKSLASH = raw`\\(?:\/|x[2-7][0-9a-fA-F]|u(?:00[2-7][0-9a-fA-F]|\{0{0,4}[2-7][0-9a-fA-F]\})|\\{15})`;
const HIDING_HERE = new RegExp(HIDING_BACKSLASH, 'y');
const HIDING_LATER = new RegExp(HIDING_BACKSLASH, 'g');

/**
 * Whether `text` contains a match of `HIDING_BACKSLASH`. Looks at the backslashes one by one, because the expression
 * takes several times as long in JSON. Uses the expression once there were very many of them.
 */
function hasHidingBackslash(text: string): boolean {
  let left = text.length >> 4;
  for (let at = text.indexOf('\\'); at >= 0;) {
    const letter = text.charCodeAt(at + 1);
    const mayHide = HIDING[letter] === 1 || letter === BACKSLASH;
    if (mayHide && matchesFrom(HIDING_HERE, text, at)) return true;
    left -= mayHide ? COST_OF_CHECK : 1;
    if (left < 0) return matchesFrom(HIDING_LATER, text, at + 1);
    at = text.indexOf('\\', at + (letter === BACKSLASH ? 1 : 2));
  }
  return false;
}

/** Checking one backslash with the expression takes as long as finding this number of them. */
const COST_OF_CHECK = 4;

function matchesFrom(expression: RegExp, text: string, start: number): boolean {
  expression.lastIndex = start;
  return expression.test(text);
}

/**
 * Whether `isOne` accepts an occurrence of `sign`. Returns true after very many rejected ones, because decoding the
 * text costs less than checking all of them.
 */
function holds(text: string, sign: string, isOne: (at: number) => boolean): boolean {
  let left = 1000 + (text.length >> 5);
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (isOne(at) || --left === 0) return true;
  }
  return false;
}

/** Positions of the escapes in both texts. Between two escapes, both texts are equal. */
class Escapes {
  readonly #plainStarts: number[] = [];
  readonly #plainEnds: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  add(plainStart: number, plainEnd: number, start: number, end: number): void {
    this.#plainStarts.push(plainStart);
    this.#plainEnds.push(plainEnd);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  originalOf(start: number, end: number): { start: number; end: number } {
    return {
      start: this.#charAt(start).start,
      end: end <= start ? this.#charAt(start).start : this.#charAt(end - 1).end,
    };
  }

  /** Position in the original of the character at `at` of the plain text. */
  #charAt(at: number): { start: number; end: number } {
    let low = 0;
    let high = this.#plainStarts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#plainStarts[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    const escape = low - 1;
    if (escape < 0) return { start: at, end: at + 1 };
    const plainEnd = this.#plainEnds[escape]!;
    if (at < plainEnd) return { start: this.#starts[escape]!, end: this.#ends[escape]! };
    const start = this.#ends[escape]! + at - plainEnd;
    return { start, end: start + 1 };
  }
}

/** Maximum depth of nested notations: a URL in a URL in JSON in JSON has four levels. */
const MAX_LEVELS = 6;

/**
 * The plain form of `text`, as far as `budget` allows. An escape may itself be escaped (`%25%32F` is `%2F` is `/`), so
 * the result is decoded again as long as it hides characters.
 */
export function unescaped(text: string, budget?: SearchBudget): Unescaped {
  let read = unescapedOnce(text, budget);
  for (let level = 1; level < MAX_LEVELS && budget?.isUsedUp !== true && hidesCharacters(read.text); level++) {
    const outer = read;
    const inner = unescapedOnce(outer.text, budget);
    if (inner.text === outer.text) break;
    read = {
      text: inner.text,
      originalOf: (start, end) => {
        const within = inner.originalOf(start, end);
        return outer.originalOf(within.start, within.end);
      },
    };
  }
  return read;
}

/** One pass. Escapes of control characters (`\n`) stay: they hide nothing, and JSON has many of them. */
function unescapedOnce(text: string, budget?: SearchBudget): Unescaped {
  const escapes = new Escapes();
  let plain = '';
  let done = 0;
  let [backslash, percent, ampersand] = [text.indexOf('\\'), text.indexOf('%'), text.indexOf('&')];
  for (;;) {
    const at = Math.min(backslash >>> 0, percent >>> 0, ampersand >>> 0);
    if (at === NOWHERE || budget?.isUsedUp === true) break;
    const { end, char } =
      at === backslash ? readBackslashes(text, at) : at === percent ? readPercent(text, at) : readEntity(text, at);
    if (budget !== undefined) budget.left -= COST_OF_SIGN;
    if (char !== NO_ESCAPE) {
      plain += text.slice(done, at);
      const start = plain.length;
      if (char !== NOTHING) plain += ASCII[char];
      escapes.add(start, plain.length, at, end);
      done = end;
      if (budget !== undefined) budget.left -= COST_OF_ESCAPE;
    }
    if (at === backslash) backslash = text.indexOf('\\', end);
    else if (at === percent) percent = text.indexOf('%', end);
    else ampersand = text.indexOf('&', end);
  }
  plain += text.slice(done);
  return { text: plain, originalOf: (start, end) => escapes.originalOf(start, end) };
}

/** Costs of checking a sign and of decoding an escape, in steps. */
const COST_OF_SIGN = 2;
const COST_OF_ESCAPE = 5;
/** -1 as an unsigned number. */
const NOWHERE = 2 ** 32 - 1;
/** End of an escape, and the code of its character. */
interface Escape {
  end: number;
  char: number;
}

const NO_ESCAPE = 0;
/** Code for backslashes that produce no character of a secret. */
const NOTHING = -1;

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const BACKSLASH = 0x5c;
/** Characters that form an escape after a backslash and may hide a character: `/`, `u`, `x`. */
const HIDING = codes('/ux');
const QUOTES = codes(`"'/`);
const CONTROLS = codes('nrtbf');

function codes(characters: string): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const char of characters) table[char.charCodeAt(0)] = 1;
  return table;
}

/** A longer run of backslashes is not an escape: reading it pair by pair would take quadratic time. */
const MAX_BACKSLASHES = 64;

/**
 * Decodes a quote or a slash after any number of backslashes at once. Before a character code (`u`, `x`), decodes one
 * pair of backslashes to one backslash: the digits may be escaped themselves, and this pass decodes them for the next
 * one.
 */
function readBackslashes(text: string, at: number): Escape {
  let end = at + 1;
  while (text.charCodeAt(end) === BACKSLASH) end++;
  const letter = text.charCodeAt(end);
  if (QUOTES[letter] === 1) return { end: end + 1, char: letter };
  if (CONTROLS[letter] === 1) return { end, char: NO_ESCAPE };
  const count = end - at;
  if (HIDING[letter] !== 1 || count > MAX_BACKSLASHES) return { end, char: NOTHING };
  if (count > 1) return { end: at + 2, char: BACKSLASH };
  return readCode(text, end) ?? { end, char: NO_ESCAPE };
}

/** Decodes `u0041`, `u{41}` or `x41`, whose letter is at `at`. */
function readCode(text: string, at: number): Escape | undefined {
  const isShort = text[at] === 'x';
  let length = isShort ? 2 : 4;
  let start = at + 1;
  let end = start + length;
  if (!isShort && text[start] === '{') {
    start++;
    end = text.slice(start, start + 7).indexOf('}') + start + 1;
    length = end - start - 1;
  }
  const char = length < 2 ? 0 : asciiOf(text, start, length);
  return char === 0 ? undefined : { end, char };
}

/** Decodes `%2B`, and `%252B` of a URL inside a URL. */
function readPercent(text: string, at: number): Escape {
  let start = at + 1;
  while (text.startsWith('25', start) && asciiOf(text, start + 2, 2) !== 0) start += 2;
  const char = asciiOf(text, start, 2);
  return { end: char === 0 ? at + 1 : start + 2, char };
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ', sol: '/', bsol: '\\', colon: ':', equals: '=' },
  ...{ commat: '@', plus: '+', lpar: '(', rpar: ')', period: '.', lowbar: '_', dollar: '$', excl: '!', num: '#' },
};
const MAX_ENTITY_LENGTH = 10;
const SEMICOLON = 0x3b;
const IN_ENTITIES = codes('#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');

function readEntity(text: string, at: number): Escape {
  let start = at;
  // `&amp;lt;`: HTML inside HTML.
  while (text.startsWith('amp;', start + 1) && endOfEntity(text, start + 4) !== 0) start += 4;
  const end = endOfEntity(text, start);
  return end === 0 ? { end: at + 1, char: NO_ESCAPE } : { end, char: characterOf(text.slice(start + 1, end - 1)) };
}

/** End of the entity whose `&`, or the `;` of its `&amp;`, is at `at`; 0 if there is none. */
function endOfEntity(text: string, at: number): number {
  let end = at + 1;
  for (const limit = at + MAX_ENTITY_LENGTH; end < limit && IN_ENTITIES[text.charCodeAt(end)] === 1;) end++;
  if (text.charCodeAt(end) !== SEMICOLON) return 0;
  return characterOf(text.slice(at + 1, end)) === 0 ? 0 : end + 1;
}

const NUMBERED = /^#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,6}))$/;

/** Code of the character of an entity; 0 if it is not printable ASCII. */
const characterOf = memoize((name) => {
  if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name]!.charCodeAt(0);
  const [, hex, decimal] = NUMBERED.exec(name) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code >= FIRST && code < LAST ? code : 0;
});

const FIRST = 0x20;
const LAST = 0x7f;
const NO_DIGIT = 16;
const DIGITS = new Uint8Array(65_536).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit++) {
  const char = digit.toString(16);
  DIGITS[char.charCodeAt(0)] = digit;
  DIGITS[char.toUpperCase().charCodeAt(0)] = digit;
}

/** Code of the `length` hexadecimal digits at `at`; 0 if it is not a printable ASCII character. */
function asciiOf(text: string, at: number, length: number): number {
  if (at + length > text.length) return 0;
  let code = 0;
  for (let index = at; index < at + length; index++) {
    const digit = DIGITS[text.charCodeAt(index)]!;
    if (digit === NO_DIGIT) return 0;
    code = code * 16 + digit;
  }
  return code >= FIRST && code < LAST ? code : 0;
}
