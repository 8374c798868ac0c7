import { SECRET_SHAPES } from '@tokentrail/records';
import { fieldKind, looksRandom } from './field-names.ts';
import { Looks } from './looks.ts';
import { REDACTED, TOO_MUCH } from './mark.ts';
import { findNamedValue, type Found, type PrivateField } from './named-value.ts';
import { findUserInfo } from './user-info.ts';

interface Start {
  prefix: string;
  /** Of the trigger in the prefix. */
  offset: number;
  /** Code of what the prefix has behind the first character of its trigger; of most, that is its end. */
  next: number | undefined;
  rest: RegExp;
  inWord: boolean;
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

const STARTS: readonly (Start & { trigger: string })[] = SECRET_SHAPES.flatMap(
  ({ prefixes, rest, trigger: named, inWord = false }) =>
    prefixes.map((prefix) => {
      const trigger = named ?? prefix.slice(-1);
      const offset = prefix.lastIndexOf(trigger);
      const next = offset + 1 < prefix.length ? prefix.charCodeAt(offset + 1) : undefined;
      return { prefix, trigger, offset, next, rest: new RegExp(rest, 'y'), inWord };
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

/** A part of a text, in which candidates are searched for: a secret that begins in it may end behind it. */
interface Part {
  text: string;
  /** `text` up to a little behind `to`, for the engine's search to end there. */
  searched: string;
  from: number;
  to: number;
  looks: Looks;
}

/** So many characters are looked through between two questions whether that was enough. */
const PART = 32 * 1024;
/** The longest literal that is searched for. */
const LONGEST_SEARCHED = 8;

/**
 * All that must not be shown of `text`, in no order; what was found in two ways may overlap. Where `looks` are used up the
 * rest of the text is among it.
 */
export function findSecrets(text: string, privateField?: PrivateField, looks = new Looks()): Found[] {
  const found: Found[] = [];
  for (let from = 0; from < text.length; from += PART) {
    if (looks.areUsedUp) {
      found.push({ start: from, end: text.length, instead: TOO_MUCH });
      break;
    }
    const to = Math.min(text.length, from + PART);
    const searched = to + LONGEST_SEARCHED < text.length ? text.slice(0, to + LONGEST_SEARCHED) : text;
    findInPart({ text, searched, from, to, looks }, found, privateField);
  }
  return found;
}

function findInPart(part: Part, found: Found[], privateField: PrivateField | undefined): void {
  for (const trigger of TRIGGERS) findShapes(part, trigger, found);
  for (const scheme of SCHEMES) findCredentials(part, scheme, found);
  findFlags(part, found);
  const { text, searched, from, to, looks } = part;
  for (const separator of SEPARATORS) {
    for (let at = searched.indexOf(separator, from); at >= 0 && at < to;) {
      looks.left--;
      const value = findUserInfo(text, at, looks) ?? findNamedValue(text, at, looks, privateField);
      if (value !== undefined) found.push(value);
      at = searched.indexOf(separator, value === undefined ? behindRun(part, at) : Math.max(at + 1, value.end));
    }
  }
}

/** Where to look on behind `at`: of a line of one character (`-----`, `=====`) its last is enough. */
function behindRun({ text, to }: Part, at: number): number {
  const code = text.charCodeAt(at);
  if (text.charCodeAt(at + 1) !== code || text.charCodeAt(at + 2) !== code) return at + 1;
  let last = at + 2;
  while (last < to && text.charCodeAt(last + 1) === code) last++;
  return last;
}

function findShapes(part: Part, { text: trigger, beginning, behind }: Trigger, found: Found[]): void {
  const { text, searched, to, looks } = part;
  for (let at = searched.indexOf(trigger, part.from); at >= 0 && at < to;) {
    looks.left--;
    const starts = at === 0 ? undefined : behind[text.charCodeAt(at - 1)];
    const end =
      (starts === undefined ? undefined : shapeAt(part, at, starts, found)) ??
      (beginning.length === 0 ? undefined : shapeAt(part, at, beginning, found));
    at = searched.indexOf(trigger, end ?? behindRun(part, at));
  }
}

/** Where a secret ends that has its trigger at `at`. */
function shapeAt({ text, looks }: Part, at: number, starts: readonly Start[], found: Found[]): number | undefined {
  for (const { prefix, offset, next, rest, inWord } of starts) {
    if (next !== undefined && text.charCodeAt(at + 1) !== next) continue;
    const start = at - offset;
    if (start < 0 || !text.startsWith(prefix, start) || !(inWord || isFree(text, start))) continue;
    looks.left -= OF_SHAPE;
    rest.lastIndex = start + prefix.length;
    if (rest.test(text)) {
      found.push({ start, end: rest.lastIndex, instead: REDACTED });
      return rest.lastIndex;
    }
  }
  return undefined;
}

/** What reading behind a prefix costs, in looks. */
const OF_SHAPE = 16;

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
/** A token of a Discord bot. */
const AFTER_BOT = /([A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,})/y;
const SCHEMES = [
  ...['Bearer', 'bearer', 'BEARER'].map((word) => ({ word, credential: AFTER_BEARER })),
  ...['Basic', 'basic', 'BASIC'].map((word) => ({ word, credential: AFTER_BASIC })),
  { word: 'Bot ', credential: AFTER_BOT },
];

/** `Bearer x`, `Basic x`: what follows is a credential, unless it is a word. */
function findCredentials(part: Part, { word, credential }: (typeof SCHEMES)[number], found: Found[]): void {
  const { text, searched, to, looks } = part;
  for (let at = searched.indexOf(word, part.from); at >= 0 && at < to; at = searched.indexOf(word, at + 1)) {
    looks.left -= OF_SHAPE;
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

function findFlags(part: Part, found: Found[]): void {
  const { text, searched, to, looks } = part;
  for (let at = searched.indexOf('--', part.from); at >= 0 && at < to; at = searched.indexOf('--', at + 1)) {
    // Lines across a page, frames of tables.
    while (at < to && text.charCodeAt(at + 2) === HYPHEN) at++;
    looks.left -= OF_SHAPE;
    if (!LETTER_OR_DIGIT.test(text.charAt(at + 2))) continue;
    FLAG.lastIndex = at;
    const [, name = '', value = ''] = FLAG.exec(text) ?? [];
    if (fieldKind(name) !== 'credential' || !looksRandom(value)) continue;
    const end = FLAG.lastIndex;
    found.push({ start: end - value.length, end, instead: REDACTED });
    at = end - 1;
  }
}
