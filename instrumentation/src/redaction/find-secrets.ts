import { SECRET_SHAPES } from '@tokentrail/records';
import { fieldKind, looksRandom } from './field-names.ts';
import { REDACTED } from './mark.ts';
import { findNamedValue, type Found, type PrivateField } from './named-value.ts';

interface Start {
  prefix: string;
  /** Of the trigger in the prefix. */
  offset: number;
  /** Code of what the prefix has behind the first character of its trigger; of most, that is its end. */
  next: number | undefined;
  rest: RegExp;
}

/**
 * The shapes by their trigger. Prose holds few of those, and the engine's search for a character or two passes over all else
 * many times faster than any expression would.
 */
interface Trigger {
  text: string;
  /** Those that begin with it. */
  beginning: readonly Start[];
  /** The others, by the code of the character in front of it. */
  behind: readonly (readonly Start[] | undefined)[];
}

const STARTS: readonly (Start & { trigger: string })[] = SECRET_SHAPES.flatMap(({ prefixes, rest, trigger: named }) =>
  prefixes.map((prefix) => {
    const trigger = named ?? prefix.slice(-1);
    const offset = prefix.lastIndexOf(trigger);
    const next = offset + 1 < prefix.length ? prefix.charCodeAt(offset + 1) : undefined;
    return { prefix, trigger, offset, next, rest: new RegExp(rest, 'y') };
  }),
);
const TRIGGERS: readonly Trigger[] = [...new Set(STARTS.map(({ trigger }) => trigger))].map((found) => {
  const starts = STARTS.filter(({ trigger }) => trigger === found);
  const behind = Array.from({ length: 128 }, (_, code) => {
    const those = starts.filter(({ prefix, offset }) => offset > 0 && prefix.charCodeAt(offset - 1) === code);
    return those.length === 0 ? undefined : those;
  });
  return { text: found, beginning: starts.filter(({ offset }) => offset === 0), behind };
});

const SEPARATORS = [':', '=', '%'] as const;

/** All that must not be shown of `text`, in no order; what was found in two ways may overlap. */
export function findSecrets(text: string, privateField?: PrivateField): Found[] {
  const found: Found[] = [];
  for (const trigger of TRIGGERS) findShapes(text, trigger, found);
  for (const scheme of SCHEMES) findCredentials(text, scheme, found);
  findFlags(text, found);
  for (const separator of SEPARATORS) {
    for (let at = text.indexOf(separator); at >= 0;) {
      const value = findUserInfo(text, at) ?? findNamedValue(text, at, privateField);
      if (value !== undefined) found.push(value);
      at = text.indexOf(separator, value === undefined ? at + 1 : Math.max(at + 1, value.end));
    }
  }
  return found;
}

function findShapes(text: string, { text: trigger, beginning, behind }: Trigger, found: Found[]): void {
  for (let at = text.indexOf(trigger); at >= 0;) {
    const starts = at === 0 ? undefined : behind[text.charCodeAt(at - 1)];
    const end =
      (starts === undefined ? undefined : shapeAt(text, at, starts, found)) ??
      (beginning.length === 0 ? undefined : shapeAt(text, at, beginning, found));
    at = text.indexOf(trigger, end ?? at + 1);
  }
}

/** Where a secret ends that has its trigger at `at`. */
function shapeAt(text: string, at: number, starts: readonly Start[], found: Found[]): number | undefined {
  for (const { prefix, offset, next, rest } of starts) {
    if (next !== undefined && text.charCodeAt(at + 1) !== next) continue;
    const start = at - offset;
    if (start < 0 || !text.startsWith(prefix, start) || !isFree(text, start)) continue;
    rest.lastIndex = start + prefix.length;
    if (rest.test(text)) {
      found.push({ start, end: rest.lastIndex, instead: REDACTED });
      return rest.lastIndex;
    }
  }
  return undefined;
}

const LETTER_OR_DIGIT = /[A-Za-z0-9]/;
/** The last of an escape is no letter in front, in JSON (`\nsk-…`) or in a URL (`%22sk-…`). */
const ESCAPE = /(?:\\[abfnrtv]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2})$/;

function isFree(text: string, start: number): boolean {
  if (!LETTER_OR_DIGIT.test(text.charAt(start - 1)) || !LETTER_OR_DIGIT.test(text.charAt(start))) return true;
  return ESCAPE.test(text.slice(Math.max(0, start - 6), start));
}

const AFTER_BEARER = /(?:[ \t]{1,4}|%20|\+)([A-Za-z0-9+/_.~=-]{8,})/y;
/** base64 of a name and a password. */
const AFTER_BASIC = /(?:[ \t]{1,4}|%20|\+)([A-Za-z0-9+/]{8,}={0,2})(?![A-Za-z0-9._~-])/y;
const SCHEMES = [
  ...['Bearer', 'bearer', 'BEARER'].map((word) => ({ word, credential: AFTER_BEARER })),
  ...['Basic', 'basic', 'BASIC'].map((word) => ({ word, credential: AFTER_BASIC })),
];

/** `Bearer x`, `Basic x`: what follows is a credential, unless it is a word. */
function findCredentials(text: string, { word, credential }: (typeof SCHEMES)[number], found: Found[]): void {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    credential.lastIndex = at + word.length;
    const value = credential.exec(text)?.[1];
    if (value === undefined || !(looksRandom(value) || /[a-z][A-Z]|=$/.test(value))) continue;
    const end = credential.lastIndex;
    found.push({ start: end - value.length, end, instead: REDACTED });
    at = end - 1;
  }
}

/** `--api-key x`, as commands are given a secret; with `=` it is a named value. */
const FLAG =
  /--([A-Za-z][A-Za-z0-9-]{1,40})[ \t]{1,4}(?:\\{0,3}["'])?([^\s"'\\,;&[\]{}()#<>$`-][^\s"'\\,;&[\]{}()#<>$`]{7,})/y;

const HYPHEN = '-'.charCodeAt(0);

function findFlags(text: string, found: Found[]): void {
  for (let at = text.indexOf('--'); at >= 0; at = text.indexOf('--', at + 1)) {
    // Lines across a page, frames of tables.
    while (text.charCodeAt(at + 2) === HYPHEN) at++;
    if (!LETTER_OR_DIGIT.test(text.charAt(at + 2))) continue;
    FLAG.lastIndex = at;
    const [, name = '', value = ''] = FLAG.exec(text) ?? [];
    if (fieldKind(name) !== 'credential' || !looksRandom(value)) continue;
    const end = FLAG.lastIndex;
    found.push({ start: end - value.length, end, instead: REDACTED });
    at = end - 1;
  }
}

/** `://user:password@`, up to the last `@` of the authority: a password may hold one. */
const USER_INFO = /:\/\/([^/\s"'\\<>(),]{1,512})@/y;
/** The same in a query. */
const ENCODED_USER_INFO = /%3A%2F%2F([^/\s"'\\<>(),&]{1,512})%40/iy;

function findUserInfo(text: string, at: number): Found | undefined {
  const isEncoded = text[at] === '%';
  // The quickest look first: most that is found here is the colon of a sentence.
  if (text[at + 1] !== (isEncoded ? '3' : '/')) return undefined;
  const expression = isEncoded ? ENCODED_USER_INFO : USER_INFO;
  expression.lastIndex = at;
  const userInfo = expression.exec(text)?.[1];
  if (userInfo === undefined) return undefined;
  const start = at + (isEncoded ? '%3A%2F%2F' : '://').length;
  return { start, end: start + userInfo.length, instead: REDACTED };
}
