import { fieldKind, looksRandom, normalised, type NameKind } from './field-names.ts';

/** The value of a field. */
export interface Value {
  start: number;
  end: number;
  isSecret: boolean;
  /** Whether the value follows the colon of a sentence: `User: hello`. */
  isProse?: boolean;
  /** Quote that must surround the replacement. */
  quote?: string;
}

/**
 * The part of a value that is checked first. It is bounded so that `token=token=token=…` is not read again and again.
 */
const BEGINNING = /[^\s"'\\,;&[\]{}()#<>]{1,512}/y;
const REST = /[^\s"'\\,;&[\]{}()#<>]*/y;
/** The rest of a password from a bracket on, up to a character that always ends a value. */
const BEHIND_BRACKET = /[^\s"'\\,;&]{0,512}/y;
const BRACKETS = /[([{<#]/;
const SPACES = /[ \t\r\n]{0,16}/y;
const SCHEME = /(?:[A-Za-z]{3,12}(?: |%20))?/y;
/** A variable or property assigned in code: `api_key=settings.api_key`. */
const EXPRESSION = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const WORDS_OF_CODE =
  /^(?:none|null|nil|undefined|true|false|self|this|str|string|text|bool|boolean|int|integer|number|float|bytes|any|unknown|object|optional|required|hidden|empty|unset|changeme|redacted|input|prompt|yes|no|ok)$/i;
/** A function call up to its closing bracket: `input("…")`, `get(user, x)`. */
const CALL = /^[A-Za-z_$][\w$.]*[([][^\n]{0,200}?[)\]](?=[\s,;.)\]}"'`:]|$)/;

export interface Surroundings {
  isParameter: boolean;
  isSpaced: boolean;
  sign: ':' | '=';
  name: string;
}

/** A value without quotes, in an assignment, a parameter, a line of a configuration or a sentence. */
export function unquotedValue(
  text: string,
  from: number,
  kind: NameKind,
  surroundings: Surroundings,
): Value | undefined {
  const { isParameter, isSpaced, sign } = surroundings;
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
        (kind === 'credential' && isPassword(surroundings.name) && isPasswordText(text, start, beginning)));
  return {
    start,
    end: isSecret ? endOfValue(text, beginningEnd, isParameter) : beginningEnd,
    isSecret: kind !== undefined && isSecret,
    isProse: sign === ':',
  };
}

/** End of the value. A bracket inside a password does not end it. */
function endOfValue(text: string, beginningEnd: number, isParameter: boolean): number {
  const end = endOf(REST, text, beginningEnd);
  const next = text.charAt(end);
  return BRACKETS.test(next) && !(isParameter && next === '#') ? endOf(BEHIND_BRACKET, text, end) : end;
}

function isPassword(name: string): boolean {
  return /(?:passwords?|passwd|passphrase|passcode|pwd|pass)$/.test(normalised(name));
}

/** Matches text that is not a dictionary word: a digit, a capital after a small letter, a symbol. */
const NO_WORD = /\d|[a-z][A-Z]|[A-Z]{2,}[a-z]|[!$%^*+=@~?|]/;
const END_OF_LINE = /^[ \t]*(?:$|[\r\n]|\\[rn])/;

/** Whether the text after `password:` is a password, not the next word of a sentence. */
function isPasswordText(text: string, start: number, beginning: string): boolean {
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
