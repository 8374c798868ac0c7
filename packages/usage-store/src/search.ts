import { foldText } from './fold-text.ts';
import type { FilterCondition } from './record-filter.ts';
import { parseCondition } from './search-condition.ts';
import { partsOf, type SearchPart } from './search-parts.ts';
import { SEARCH_LIMITS, problemOf, type SearchProblem } from './search-problem.ts';
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

/** The meaning of a search text: a record meets all terms and all conditions. */
export interface ParsedSearch {
  terms: readonly SearchTerm[];
  conditions: readonly FilterCondition[];
  /** Empty if the whole text could be read. */
  problems: readonly SearchProblem[];
}

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
  if ((text ?? '').length > SEARCH_LIMITS.length) {
    return { terms, conditions, problems: [problemOf('', 'length')] };
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
  const wordsLength = terms.reduce((sum, { text }) => sum + text.length, 0);
  return [
    ...(words.length > SEARCH_LIMITS.words ? [problemOf('', 'words')] : []),
    ...(wordsLength > SEARCH_LIMITS.wordsLength ? [problemOf('', 'words_length')] : []),
    ...(conditions.length > SEARCH_LIMITS.conditions ? [problemOf('', 'conditions')] : []),
  ];
}

const HAS_FAILED: FilterCondition = { field: 'state', values: ['failed'] };

function isWordError(text: string | undefined): boolean {
  return /^[\s/]*error[\s/]*$/i.test(text ?? '');
}

function readPart({ text, exclude }: SearchPart): SearchTerm | FilterCondition | SearchProblem {
  const sign = exclude ? '-' : '';
  const excluded = exclude ? { exclude } : {};
  const name = FIELD.exec(text)?.[1]?.toLowerCase();
  const condition = name === undefined ? undefined : parseCondition(name, text.slice(name.length + 1));
  if (typeof condition === 'string') {
    return problemOf(sign + text, condition);
  }
  if (condition !== undefined) {
    return { ...condition, ...excluded };
  }
  const isPhrase = text.startsWith('"');
  if (isPhrase && !isQuoted(text)) {
    return problemOf(sign + text, 'phrase');
  }
  const content = isPhrase ? unquote(text) : text;
  const segments = (isPhrase ? [content.replace(/\s+/g, ' ').trim()] : content.split('/'))
    .map(foldText)
    .filter((segment) => segment !== '');
  return segments.some((segment) => segment.length > SEARCH_LIMITS.segmentLength)
    ? problemOf(sign + text, 'segment_length')
    : { text: content, segments, ...excluded };
}
