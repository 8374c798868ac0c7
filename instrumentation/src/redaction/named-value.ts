import { fieldKind, looksRandom, NAME_ENDINGS, parameterKind, type NameKind } from './field-names.ts';
import type { SearchBudget } from './search-budget.ts';
import { REDACTED } from './mark.ts';
import { unquotedValue, type Value } from './unquoted-value.ts';

/** A part of a text and its replacement. */
export interface Found {
  start: number;
  end: number;
  replacement: string;
}

/** Returns the replacement for the value of a private field; undefined if the name is not private. */
export type PrivateField = (name: string, value: string) => string | undefined;

/**
 * The value of the field whose name ends before the separator at `at` (`:`, `=`, or one of them %-encoded), if the name
 * marks it as secret or private: `"password": "…"`, also in JSON inside JSON, `OPENAI_API_KEY=…`, `?key=…`.
 */
export function findNamedValue(
  text: string,
  at: number,
  budget: SearchBudget,
  privateField?: PrivateField,
): Found | undefined {
  const nameEnd = endOfName(text, at);
  if (nameEnd === 0 || (privateField === undefined && !mayEndName(text, nameEnd))) return undefined;
  const separator = separatorAt(text, at);
  if (separator === undefined) return undefined;
  budget.left -= COST_OF_NAME;
  const nameStart = startOfName(text, nameEnd);
  const name = text.slice(nameStart, nameEnd);
  const isParameter =
    separator.sign === '=' && BEFORE_PARAMETER.test(text.slice(Math.max(0, nameStart - 3), nameStart));
  const kind = isParameter ? parameterKind(name) : fieldKind(name);
  // Check the name first: reading a value after each colon of a hostile text takes seconds.
  if (kind === undefined && (name === '' || privateField?.(name, '') === undefined)) return undefined;
  budget.left -= COST_OF_VALUE;
  const between = text.slice(nameEnd, at);
  const isPrompt = between.trim() === '' && endsString(text, nameStart, separator.end);
  const value =
    listValue(text, separator.end, kind, between) ??
    (isPrompt ? undefined : quotedValue(text, separator.end, kind)) ??
    (/["']/.test(between)
      ? numberValue(text, separator.end, kind, between)
      : unquotedValue(text, separator.end, kind, {
          isParameter,
          isSpaced: between !== '',
          sign: separator.sign,
          name,
        }));
  if (value === undefined || value.end <= value.start) return undefined;
  // A value that is not a secret is read again from each name in it, so charge for its length.
  if (!value.isSecret) budget.left -= (value.end - value.start) >> 2;
  const { start, end, quote = '' } = value;
  const replacement =
    (value.isProse === true ? undefined : privateField?.(name, text.slice(start, end))) ??
    (value.isSecret ? REDACTED : undefined);
  return replacement === undefined ? undefined : { start, end, replacement: `${quote}${replacement}${quote}` };
}

/** Costs of reading a name and a value, in steps. */
const COST_OF_NAME = 6;
const COST_OF_VALUE = 20;

function separatorAt(text: string, at: number): { sign: ':' | '='; end: number } | undefined {
  const char = text[at];
  if (char === ':' || char === '=') return { sign: char, end: at + 1 };
  if (text[at + 1] !== '3') return undefined;
  const digit = text[at + 2]?.toUpperCase();
  if (digit === 'A') return { sign: ':', end: at + 3 };
  return digit === 'D' ? { sign: '=', end: at + 3 } : undefined;
}

const MAX_NAME_LENGTH = 64;
const BEFORE_PARAMETER = /[?&;]$|%26$|%3F$/i;

function table(characters: string): Uint8Array {
  const codes = new Uint8Array(128);
  for (const char of characters) codes[char.charCodeAt(0)] = 1;
  return codes;
}
/** Table of the last two characters of names, by both codes. A separator may precede the last letter instead. */
const ENDS = new Uint8Array(128 * 128);
const LETTERS_AND_DIGITS = table('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
for (const ending of NAME_ENDINGS) {
  const [before = '', last = ''] = ending;
  for (const lastCode of [last, last.toUpperCase()].map((letter) => letter.charCodeAt(0))) {
    for (let code = 0; code < 128; code++) {
      const isBefore = String.fromCharCode(code).toLowerCase() === before;
      if (isBefore || LETTERS_AND_DIGITS[code] === 0) ENDS[code * 128 + lastCode] = 1;
    }
  }
}
const IN_NAMES = table('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-');
const TWO = '2'.charCodeAt(0);
const BEHIND_NAMES = table(`"'\\ \t`);

/**
 * Whether a secret's name may end at `end`. Rejects most text before a colon without extracting and looking up a name.
 */
function mayEndName(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  const before = end < 2 ? 0 : text.charCodeAt(end - 2);
  return last < 128 && ENDS[(before < 128 ? before : 0) * 128 + last] === 1;
}

/**
 * Whether a name of a secret may end before the separator at `at`. A quick check: the two characters before the colon,
 * or before one quote, reject most colons.
 */
export function mayHaveName(text: string, at: number): boolean {
  if (at < 2) return at === 1;
  let end = at;
  let last = text.charCodeAt(end - 1);
  if (last === DOUBLE_QUOTE) last = text.charCodeAt(--end - 1);
  if (last >= 128) return false;
  if (BEHIND_NAMES[last] === 1 || last === TWO) return true;
  const before = text.charCodeAt(end - 2);
  return ENDS[(before < 128 ? before : 0) * 128 + last] === 1;
}

const DOUBLE_QUOTE = '"'.charCodeAt(0);

/** End of the name before the separator: before its closing quotes, escaped or not, and spaces. */
function endOfName(text: string, at: number): number {
  const min = Math.max(0, at - 24);
  let end = at;
  while (end > min) {
    if (BEHIND_NAMES[text.charCodeAt(end - 1)] === 1) end--;
    else if (text.charCodeAt(end - 1) === TWO && text.startsWith('%22', end - 3)) end -= 3;
    else break;
  }
  return end;
}

function startOfName(text: string, end: number): number {
  const min = Math.max(0, end - MAX_NAME_LENGTH);
  let start = end;
  while (start > min && IN_NAMES[text.charCodeAt(start - 1)] === 1) start--;
  // Skip the two digits of an escape in a URL inside a URL: `%3Fkey`.
  return text[start - 1] === '%' && end - start > 2 ? start + 2 : start;
}

const SPACES = /[ \t\r\n]{0,16}/y;
const OPENING = /(\\{0,16})(["'])|%22/y;
/** Follows a token in the logprobs of a model's response: the token is generated text, not a credential. */
const AFTER_LOGPROBS_TOKEN = /^[\\"'\s,]*(?:logprob|bytes)\b/;

function quotedValue(text: string, from: number, kind: NameKind): Value | undefined {
  OPENING.lastIndex = endOf(SPACES, text, from);
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const [whole, backslashes, quote] = opening;
  const start = OPENING.lastIndex;
  const end =
    quote === undefined ? endIn(text, whole, start) : endOfString(text, quote, backslashes?.length ?? 0, start);
  const isSecret =
    kind === 'credential' ||
    (kind === 'possible' &&
      looksRandom(text.slice(start, Math.min(end, start + 512))) &&
      !AFTER_LOGPROBS_TOKEN.test(text.slice(end, end + 32)));
  return { start, end, isSecret };
}

/** `"password": ["…", "…"]`: all texts of the list count as one value. */
const LIST = /[ \t\r\n]{0,16}\[[ \t\r\n]{0,16}(\\{0,16}["'])/y;
const BETWEEN_TEXTS = /\\{0,16}["'][ \t\r\n]{0,16},[ \t\r\n]{0,16}\\{0,16}["']/y;

function listValue(text: string, from: number, kind: NameKind, between: string): Value | undefined {
  if (!/["']/.test(between)) return undefined;
  LIST.lastIndex = from;
  const opening = LIST.exec(text)?.[1];
  if (opening === undefined) return undefined;
  const start = LIST.lastIndex;
  const backslashes = opening.length - 1;
  let end = endOfString(text, opening.slice(-1), backslashes, start);
  const first = text.slice(start, Math.min(end, start + 512));
  for (let next = endOf(BETWEEN_TEXTS, text, end); next > end; next = endOf(BETWEEN_TEXTS, text, end)) {
    end = endOfString(text, opening.slice(-1), backslashes, next);
  }
  return { start, end, isSecret: kind === 'credential' || (kind === 'possible' && looksRandom(first)) };
}

/** The beginning of a prompt for a user, whose quote closes after the colon: `input("Your password: ")`. */
const BEGUN = /(\\{0,16}["'])(?:[A-Za-z][A-Za-z0-9 ()._-]{0,48})?$/;

function endsString(text: string, nameStart: number, from: number): boolean {
  OPENING.lastIndex = endOf(SPACES, text, from);
  const closing = OPENING.exec(text)?.[0];
  return closing !== undefined && BEGUN.exec(text.slice(Math.max(0, nameStart - 66), nameStart))?.[1] === closing;
}

const IN_DOUBLE_QUOTES = /[^"\\]*(?:\\[^][^"\\]*)*/y;
const IN_SINGLE_QUOTES = /[^'\\]*(?:\\[^][^'\\]*)*/y;

/**
 * End of the string: the quote after as many backslashes as the opening quote has, or fewer, which ends an outer
 * string.
 */
function endOfString(text: string, quote: string, backslashes: number, start: number): number {
  if (backslashes === 0) return endOf(quote === '"' ? IN_DOUBLE_QUOTES : IN_SINGLE_QUOTES, text, start);
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let before = at;
    while (before > start && text[before - 1] === '\\') before--;
    if (at - before <= backslashes) return before;
  }
  return text.length;
}

function endIn(text: string, closing: string, start: number): number {
  const end = text.indexOf(closing, start);
  return end < 0 ? text.length : end;
}

const NUMBER = /-?\d[\d.eE+-]{0,400}/y;

/** `"password": 1234`: the replacement of a number must be a quoted text. */
function numberValue(text: string, from: number, kind: NameKind, quotes: string): Value | undefined {
  const start = endOf(SPACES, text, from);
  const end = endOf(NUMBER, text, start);
  return end === start ? undefined : { start, end, isSecret: kind === 'credential', quote: quotes.trim() };
}

function endOf(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.test(text) ? expression.lastIndex : from;
}
