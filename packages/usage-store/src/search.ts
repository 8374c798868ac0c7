import { foldText } from './fold-text.ts';
import type { FilterCondition } from './record-filter.ts';
import { FIELD_NAMES, parseCondition } from './search-condition.ts';
import { isQuoted, unquote } from './search-quotes.ts';

/** One word, path or phrase of a search. */
export interface SearchTerm {
  /** As it was written, without quotes. An id is found by this text. */
  text: string;
  /** Folded (`foldText`). All must occur in this order in one searched text; others may lie between. At least one. */
  segments: readonly string[];
  /** True: selects the records that the term does not find. */
  exclude?: boolean;
}

/** A part of a search that cannot be read. */
export interface SearchProblem {
  /** As it was written. */
  part: string;
  /** What to write instead, in English. */
  message: string;
}

/** The meaning of a search text: a record meets all terms and all conditions. */
export interface ParsedSearch {
  terms: readonly SearchTerm[];
  conditions: readonly FilterCondition[];
  /** Empty if the whole text could be read. */
  problems: readonly SearchProblem[];
}

/** Maximum length of a search text. Its words have a lower limit; the rest is for the values of conditions. */
const MAX_SEARCH_LENGTH = 10_000;
/** Maximum length of all words and phrases. */
const MAX_WORDS_LENGTH = 1_000;
/** Maximum number of words and segments of paths. */
const MAX_SEGMENTS = 20;
const MAX_CONDITIONS = 60;
/** Maximum length of a folded segment: folding can lengthen a text. */
const MAX_SEGMENT_LENGTH = 1_000;

/** A word with a colon is a condition only if this precedes it. Model names contain colons too. */
const FIELD = /^([a-z_]+):/i;

/**
 * Parses the text of a search.
 *
 * - Words and phrases in double quotes are terms. A word is split at `/`: `agents/invoke` finds `/agents/1/invoke`.
 * - `field:value` and `field:a,b` are conditions; so are comparisons such as `cost:>0.1` and `duration:>2s`.
 * - `-` before a term or condition excludes.
 * - The single word `error` selects what failed, not the letters.
 */
export function parseSearch(text: string | undefined): ParsedSearch {
  const terms: SearchTerm[] = [];
  const conditions: FilterCondition[] = [];
  const problems: SearchProblem[] = [];
  if ((text ?? '').length > MAX_SEARCH_LENGTH) {
    return { terms, conditions, problems: [problem('', `Write at most ${MAX_SEARCH_LENGTH} characters.`)] };
  }
  for (const part of partsOf(text ?? '')) {
    const read = readPart(part);
    if ('message' in read) {
      problems.push(read);
    } else if ('field' in read) {
      conditions.push(read);
    } else if (read.segments.length > 0) {
      terms.push(read);
    }
  }
  problems.push(...tooMuch(terms, conditions));
  return isWordError(text) ? { terms: [], conditions: [HAS_FAILED], problems } : { terms, conditions, problems };
}

function tooMuch(terms: readonly SearchTerm[], conditions: readonly FilterCondition[]): SearchProblem[] {
  const words = terms.flatMap(({ segments }) => segments);
  return [
    ...(words.length > MAX_SEGMENTS ? [problem('', `Write at most ${MAX_SEGMENTS} words.`)] : []),
    ...(terms.reduce((sum, { text }) => sum + text.length, 0) > MAX_WORDS_LENGTH
      ? [problem('', `Write words of at most ${MAX_WORDS_LENGTH} characters.`)]
      : []),
    ...(conditions.length > MAX_CONDITIONS ? [problem('', `Write at most ${MAX_CONDITIONS} conditions.`)] : []),
  ];
}

const HAS_FAILED: FilterCondition = { field: 'state', values: ['failed'] };

function isWordError(text: string | undefined): boolean {
  return /^[\s/]*error[\s/]*$/i.test(text ?? '');
}

/** A part of a search: text without the leading `-`, which may have quoted sections. */
interface Part {
  text: string;
  exclude: boolean;
}

/** Splits a text at white space outside quotes. A quote begins a quoted section only where a value begins. */
function partsOf(text: string): Part[] {
  const quoted = String.raw`"(?:[^"\\]|\\.)*(?:"|$)`;
  const value = String.raw`(?:${quoted}|[^\s",][^\s,]*|)`;
  const pattern = new RegExp(
    String.raw`(?:${FIELD_NAMES.join('|')}):(?:[<>=]*)${value}(?:,${value})*|${quoted}|\S+`,
    'giuy',
  );
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const exclude = /^-[^\s-]/.test(text.slice(at, at + 2));
    pattern.lastIndex = exclude ? at + 1 : at;
    const [found = ''] = pattern.exec(text) ?? [];
    parts.push({ text: found, exclude });
    at = pattern.lastIndex;
  }
  return parts;
}

function readPart({ text, exclude }: Part): SearchTerm | FilterCondition | SearchProblem {
  const sign = exclude ? '-' : '';
  const excluded = exclude ? { exclude } : {};
  const name = FIELD.exec(text)?.[1]?.toLowerCase();
  const condition = name === undefined ? undefined : parseCondition(name, text.slice(name.length + 1));
  if (typeof condition === 'string') {
    return problem(sign + text, condition);
  }
  if (condition !== undefined) {
    return { ...condition, ...excluded };
  }
  const isPhrase = text.startsWith('"');
  if (isPhrase && !isQuoted(text)) {
    return problem(sign + text, 'Close the phrase with a double quote.');
  }
  const content = isPhrase ? unquote(text) : text;
  const segments = (isPhrase ? [content.replace(/\s+/g, ' ').trim()] : content.split('/'))
    .map(foldText)
    .filter((segment) => segment !== '');
  return segments.some((segment) => segment.length > MAX_SEGMENT_LENGTH)
    ? problem(sign + text, `Write at most ${MAX_SEGMENT_LENGTH} characters.`)
    : { text: content, segments, ...excluded };
}

function problem(part: string, message: string): SearchProblem {
  return { part, message };
}
