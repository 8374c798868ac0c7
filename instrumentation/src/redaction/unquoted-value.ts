import { fieldKind, looksRandom, normalised, type NameKind } from './field-names.ts';

/** The value of a field. */
export interface Value {
  start: number;
  end: number;
  isSecret: boolean;
  /** Behind the colon of a sentence: `User: hello`. */
  isProse?: boolean;
  /** What must stand around another value in its place. */
  quote?: string;
}

/** So much of a value is looked at before it is known to be one: `token=token=token=…` must not be read again and again. */
const BEGINNING = /[^\s"'\\,;&[\]{}()#<>]{1,512}/y;
const REST = /[^\s"'\\,;&[\]{}()#<>]*/y;
/** What opens a bracket in a password, and goes on to where a value ends for certain. */
const BEHIND_BRACKET = /[^\s"'\\,;&]{0,512}/y;
const BRACKETS = /[([{<#]/;
const SPACES = /[ \t\r\n]{0,16}/y;
const SCHEME = /(?:[A-Za-z]{3,12}(?: |%20))?/y;
/** What code gives a variable: `api_key=settings.api_key`. */
const EXPRESSION = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const WORDS_OF_CODE =
  /^(?:none|null|nil|undefined|true|false|self|this|str|string|text|bool|boolean|int|integer|number|float|bytes|any|unknown|object|optional|required|hidden|empty|unset|changeme|redacted|input|prompt|yes|no|ok)$/i;
/** Of a call, as far as where its brackets close: `input("…")`, `get(user, x)`. */
const CALL = /^[A-Za-z_$][\w$.]*[([][^\n]{0,200}?[)\]](?=[\s,;.)\]}"'`:]|$)/;

export interface Standing {
  isParameter: boolean;
  isSpaced: boolean;
  sign: ':' | '=';
  name: string;
}

/** A value without quotes: of a variable, a parameter, a line of a configuration or a sentence. */
export function unquotedValue(text: string, from: number, kind: NameKind, standing: Standing): Value | undefined {
  const { isParameter, isSpaced, sign } = standing;
  const afterSpaces = endOf(SPACES, text, from);
  const start = sign === ':' ? endOf(SCHEME, text, afterSpaces) : afterSpaces;
  const beginningEnd = endOf(BEGINNING, text, start);
  if (beginningEnd === start) return undefined;
  const beginning = text.slice(start, beginningEnd);
  const isTight = !isSpaced && afterSpaces === from && sign === '=';
  const isSecret = isParameter
    ? kind === 'credential' || looksRandom(beginning)
    : kind !== undefined &&
      !isCode(text, start, beginning) &&
      ((looksRandom(beginning) && (sign === '=' || /\d/.test(beginning))) ||
        (kind === 'credential' && isTight && endOfValue(text, beginningEnd, false) - start >= 4) ||
        (kind === 'credential' && isPassword(standing.name) && isGiven(text, start, beginning)));
  return {
    start,
    end: isSecret ? endOfValue(text, beginningEnd, isParameter) : beginningEnd,
    isSecret: kind !== undefined && isSecret,
    isProse: sign === ':',
  };
}

/** A bracket does not end a password that it stands in. */
function endOfValue(text: string, beginningEnd: number, isParameter: boolean): number {
  const end = endOf(REST, text, beginningEnd);
  const next = text.charAt(end);
  return BRACKETS.test(next) && !(isParameter && next === '#') ? endOf(BEHIND_BRACKET, text, end) : end;
}

function isPassword(name: string): boolean {
  return /(?:passwords?|passwd|passphrase|passcode|pwd|pass)$/.test(normalised(name));
}

/** No word of a dictionary: a digit, a capital behind a small letter, a sign. */
const NO_WORD = /\d|[a-z][A-Z]|[A-Z]{2,}[a-z]|[!$%^*+=@~?|]/;
const END_OF_LINE = /^[ \t]*(?:$|[\r\n]|\\[rn])/;

/** Whether what stands behind `password:` is one, and not the next word of a sentence. */
function isGiven(text: string, start: number, beginning: string): boolean {
  const value = beginning.replace(/[.?:]+$/, '');
  if (value.length < 4) return false;
  const after = start + beginning.length;
  return NO_WORD.test(value) || END_OF_LINE.test(text.slice(after, after + 16));
}

function isCode(text: string, start: number, value: string): boolean {
  const next = text.charAt(start + value.length);
  if (next === '(' || next === '[') return CALL.test(text.slice(start, start + value.length + 256));
  if (/^\$[A-Za-z_({]|^[%{]\{|^[~.]*\/|^[A-Za-z]:$/.test(value + next)) return true;
  if (!EXPRESSION.test(value)) return WORDS_OF_CODE.test(value);
  return value.includes('.') || WORDS_OF_CODE.test(value) || fieldKind(value) !== undefined;
}

function endOf(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.test(text) ? expression.lastIndex : from;
}
