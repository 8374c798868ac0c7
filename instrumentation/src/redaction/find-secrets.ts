import { SECRET_SHAPES } from '@tokentrail/records';
import { fieldKind, looksRandom } from './field-names.ts';
import { SearchBudget } from './search-budget.ts';
import { REDACTED, TOO_MUCH } from './mark.ts';
import { findNamedValue, mayHaveName, type Found, type PrivateField } from './named-value.ts';
import { findUserInfo } from './user-info.ts';

/** One prefix of a shape. */
interface Start {
  prefix: string;
  /** Index of the trigger in the prefix. */
  offset: number;
  /** Code of the second character in front of the trigger; undefined if the prefix has none. */
  secondBefore: number | undefined;
  /** Code of the character behind the trigger; undefined if the prefix ends there. */
  next: number | undefined;
  rest: RegExp;
  inWord: boolean;
}

type StartsByCode = readonly (readonly Start[] | undefined)[];

/**
 * The shapes that share a trigger. Prose holds few triggers, and the engine's search for a character or two is many
 * times faster than an expression.
 */
interface Trigger {
  text: string;
  /** Prefixes that begin with the trigger, by the low bits of the code behind it; undefined if there are none. */
  beginning: StartsByCode | undefined;
  /** The other prefixes, by the low bits of the code in front of the trigger. */
  behind: StartsByCode;
}

/** Selects the bits of a character's code that index `StartsByCode`. */
const LOW_BITS = 0x7f;

const STARTS: readonly (Start & { trigger: string })[] = SECRET_SHAPES.flatMap(
  ({ prefixes, rest, trigger: ownTrigger, inWord = false }) =>
    prefixes.map((prefix) => {
      const trigger =
        [ownTrigger].flat().find((text) => text !== undefined && prefix.includes(text)) ?? prefix.slice(-1);
      const offset = prefix.lastIndexOf(trigger);
      const secondBefore = codeAt(prefix, offset - 2);
      const next = codeAt(prefix, offset + trigger.length);
      return { prefix, trigger, offset, secondBefore, next, rest: new RegExp(rest, 'y'), inWord };
    }),
);
const TRIGGERS: readonly Trigger[] = [...new Set(STARTS.map(({ trigger }) => trigger))].map((text) => {
  const starts = STARTS.filter(({ trigger }) => trigger === text);
  const beginning = starts.filter(({ offset }) => offset === 0);
  const behind = starts.filter(({ offset }) => offset > 0);
  return {
    text,
    beginning: beginning.length === 0 ? undefined : startsByCode(beginning, ({ next }) => next),
    behind: startsByCode(behind, ({ prefix, offset }) => codeAt(prefix, offset - 1)),
  };
});

function codeAt(text: string, index: number): number | undefined {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : undefined;
}

function startsByCode(starts: readonly Start[], codeOf: (start: Start) => number | undefined): StartsByCode {
  return Array.from({ length: LOW_BITS + 1 }, (_, code) => {
    const matching = starts.filter((start) => (codeOf(start) ?? code) === code);
    return matching.length === 0 ? undefined : matching;
  });
}

const SEPARATORS = [':', '=', '%'] as const;

/** A part of a text that is searched for beginnings of secrets. A secret may end after the part. */
interface Part {
  text: string;
  /** `text` up to a little after `to`, so that the engine's search ends there. */
  searched: string;
  from: number;
  to: number;
  budget: SearchBudget;
  /** End of the last secret of a search that ends after its part, by search: the next part continues there. */
  ends: Map<object | string, number>;
}

/** Index from which a search starts in a part. Without it, each part would read a secret of megabytes again. */
function startOf({ from, ends }: Part, search: object | string): number {
  return Math.max(from, ends.get(search) ?? 0);
}

/** Characters searched between two checks whether `budget` is used up. */
const PART = 32 * 1024;
/** The longest literal that is searched for. */
const MAX_LITERAL_LENGTH = 8;

/**
 * All parts of `text` that must not be shown, in no order. Parts that were found in two ways may overlap. If `budget`
 * is used up, the result includes the rest of the text.
 */
export function findSecrets(text: string, privateField?: PrivateField, budget = new SearchBudget()): Found[] {
  const found: Found[] = [];
  const ends = new Map<object | string, number>();
  for (let from = 0; from < text.length; from += PART) {
    if (budget.isUsedUp) {
      found.push({ start: from, end: text.length, replacement: TOO_MUCH });
      break;
    }
    const to = Math.min(text.length, from + PART);
    const searched = to + MAX_LITERAL_LENGTH < text.length ? text.slice(0, to + MAX_LITERAL_LENGTH) : text;
    findInPart({ text, searched, from, to, budget, ends }, found, privateField);
  }
  return found;
}

function findInPart(part: Part, found: Found[], privateField: PrivateField | undefined): void {
  for (const trigger of TRIGGERS) findShapes(part, trigger, found);
  for (const scheme of SCHEMES) findCredentials(part, scheme, found);
  findFlags(part, found);
  for (const separator of SEPARATORS) findNamed(part, separator, found, privateField);
}

function findNamed(part: Part, separator: string, found: Found[], privateField: PrivateField | undefined): void {
  const { text, searched, to, budget } = part;
  const isPercent = separator === '%';
  for (let at = searched.indexOf(separator, startOf(part, separator)); at >= 0 && at < to;) {
    budget.left--;
    const next = text.charCodeAt(at + 1);
    const mayBeUserInfo = next === (isPercent ? THREE : SLASH);
    const mayBeNamed = isPercent ? mayBeUserInfo : privateField !== undefined || mayHaveName(text, at);
    const value =
      (mayBeUserInfo ? findUserInfo(text, at, budget) : undefined) ??
      (mayBeNamed ? findNamedValue(text, at, budget, privateField) : undefined);
    if (value !== undefined) {
      found.push(value);
      part.ends.set(separator, value.end);
    }
    at = searched.indexOf(separator, value === undefined ? behindRun(part, at, next) : Math.max(at + 1, value.end));
  }
}

const SLASH = '/'.charCodeAt(0);
const THREE = '3'.charCodeAt(0);

/** Index from which to search on behind `at`: of a run of one character (`-----`, `=====`) only the last matters. */
function behindRun({ text, to }: Part, at: number, next: number): number {
  const code = text.charCodeAt(at);
  if (next !== code || text.charCodeAt(at + 2) !== code) return at + 1;
  let last = at + 2;
  while (last < to && text.charCodeAt(last + 1) === code) last++;
  return last;
}

function findShapes(part: Part, search: Trigger, found: Found[]): void {
  const { text: trigger, beginning, behind } = search;
  const { text, searched, to, budget } = part;
  for (let at = searched.indexOf(trigger, startOf(part, search)); at >= 0 && at < to;) {
    budget.left--;
    const before = behind[text.charCodeAt(at - 1) & LOW_BITS];
    let end = before === undefined ? undefined : shapeAt(part, at, before, trigger.length, found);
    if (end === undefined && beginning !== undefined) {
      const starts = beginning[text.charCodeAt(at + trigger.length) & LOW_BITS];
      if (starts !== undefined) end = shapeAt(part, at, starts, trigger.length, found);
    }
    if (end !== undefined) part.ends.set(search, end);
    at = searched.indexOf(trigger, end ?? behindRun(part, at, text.charCodeAt(at + 1)));
  }
}

/** End of the secret whose trigger is at `at`. */
function shapeAt(
  { text, budget }: Part,
  at: number,
  starts: readonly Start[],
  triggerLength: number,
  found: Found[],
): number | undefined {
  const secondBefore = text.charCodeAt(at - 2);
  const next = text.charCodeAt(at + triggerLength);
  for (const start of starts) {
    if (start.secondBefore !== undefined && start.secondBefore !== secondBefore) continue;
    if (start.next !== undefined && start.next !== next) continue;
    const { prefix, rest } = start;
    const from = at - start.offset;
    if (from < 0 || !text.startsWith(prefix, from) || !(start.inWord || isFree(text, from))) continue;
    budget.left -= COST_OF_SHAPE;
    rest.lastIndex = from + prefix.length;
    if (rest.test(text)) {
      found.push({ start: from, end: rest.lastIndex, replacement: REDACTED });
      return rest.lastIndex;
    }
  }
  return undefined;
}

/** Cost of reading after a prefix, in steps. */
const COST_OF_SHAPE = 16;

/** An escape before a prefix does not count as a letter before it, in JSON (`\nsk-…`) or in a URL (`%22sk-…`). */
const ESCAPE = /(?:\\[abfnrtv]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2})$/;
const MAX_ESCAPE_LENGTH = 6;

/** Whether a secret may start at `start`: no letter or digit is in front of it, except one of an escape. */
function isFree(text: string, start: number): boolean {
  if (!isLetterOrDigit(text.charCodeAt(start - 1)) || !isLetterOrDigit(text.charCodeAt(start))) return true;
  // The expression costs far more than this search, and a hostile text has a million prefixes inside words.
  for (let at = start - 2; at >= start - MAX_ESCAPE_LENGTH; at--) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH || code === PERCENT) {
      return ESCAPE.test(text.slice(Math.max(0, start - MAX_ESCAPE_LENGTH), start));
    }
  }
  return false;
}

const BACKSLASH = '\\'.charCodeAt(0);
const PERCENT = '%'.charCodeAt(0);

function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}

const AFTER_BEARER = /(?:[ \t]{1,4}|%20|\+)([A-Za-z0-9+/_.~=-]{8,})/y;
/** Base64 of a name and a password. */
const AFTER_BASIC = /(?:[ \t]{1,4}|%20|\+)([A-Za-z0-9+/]{8,}={0,2})(?![A-Za-z0-9._~-])/y;
/** A token of a Discord bot. */
const AFTER_BOT = /([A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,})/y;
const SCHEMES = [
  ...['Bearer', 'bearer', 'BEARER'].map((word) => ({ word, credential: AFTER_BEARER })),
  ...['Basic', 'basic', 'BASIC'].map((word) => ({ word, credential: AFTER_BASIC })),
  { word: 'Bot ', credential: AFTER_BOT },
];

/** `Bearer x`, `Basic x`: the text after the scheme is a credential, unless it is a word. */
function findCredentials(part: Part, scheme: (typeof SCHEMES)[number], found: Found[]): void {
  const { word, credential } = scheme;
  const { text, searched, to, budget } = part;
  for (
    let at = searched.indexOf(word, startOf(part, scheme));
    at >= 0 && at < to;
    at = searched.indexOf(word, at + 1)
  ) {
    budget.left -= COST_OF_SHAPE;
    credential.lastIndex = at + word.length;
    const value = credential.exec(text)?.[1];
    if (value === undefined || !(looksRandom(value) || /[a-z][A-Z]|=$/.test(value))) continue;
    const end = credential.lastIndex;
    found.push({ start: end - value.length, end, replacement: REDACTED });
    part.ends.set(scheme, end);
    at = end - 1;
  }
}

/** `--api-key x`, a secret in a command line. `findNamed` finds the form with `=`. */
const FLAG =
  /--([A-Za-z][A-Za-z0-9-]{1,40})[ \t]{1,4}(?:\\{0,3}["'])?([^\s"'\\,;&[\]{}()#<>$`-][^\s"'\\,;&[\]{}()#<>$`]{7,})/y;

const HYPHEN = '-'.charCodeAt(0);

function isLetter(code: number): boolean {
  const lowerCase = code | 0x20;
  return lowerCase >= 0x61 && lowerCase <= 0x7a;
}

function findFlags(part: Part, found: Found[]): void {
  const { text, searched, to, budget } = part;
  for (let at = searched.indexOf('--', startOf(part, FLAG)); at >= 0 && at < to; at = searched.indexOf('--', at + 1)) {
    // Skip rules across a page and borders of tables.
    while (at < to && text.charCodeAt(at + 2) === HYPHEN) at++;
    budget.left -= COST_OF_SHAPE;
    if (!isLetter(text.charCodeAt(at + 2))) continue;
    FLAG.lastIndex = at;
    const [, name = '', value = ''] = FLAG.exec(text) ?? [];
    if (fieldKind(name) !== 'credential' || !looksRandom(value)) continue;
    const end = FLAG.lastIndex;
    found.push({ start: end - value.length, end, replacement: REDACTED });
    part.ends.set(FLAG, end);
    at = end - 1;
  }
}
