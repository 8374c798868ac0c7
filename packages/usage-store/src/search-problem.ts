import { OUTCOMES, RECORD_TYPES } from '@tokentrail/records';
import { MARKS } from './record-filter.ts';

/**
 * Why a part of a search cannot be read: `length`, `words` and `conditions` are limits, `phrase` an open quote, `value` a condition
 * without a value; the others are fields whose value has another form.
 */
export type ProblemReason =
  | 'length'
  | 'words'
  | 'conditions'
  | 'phrase'
  | 'value'
  | 'state'
  | 'type'
  | 'status'
  | 'stream'
  | 'duration'
  | 'first_chunk'
  | 'cost'
  | 'tokens';

/** A part of a search that cannot be read. */
export interface SearchProblem {
  /** As it was written. Empty: the whole text. */
  part: string;
  /** For a page, which has words of its own for it. */
  reason: ProblemReason;
  /** What to write instead, in English. */
  message: string;
}

/** Maximum length of a search. Its words have a lower limit; the rest is for the values of conditions. */
export const MAX_SEARCH_LENGTH = 10_000;
/** Maximum length of all words and phrases, and of a folded segment: folding can lengthen a text. */
export const MAX_WORDS_LENGTH = 1_000;
/** Maximum number of words and segments of paths. */
export const MAX_SEARCH_WORDS = 20;
export const MAX_SEARCH_CONDITIONS = 60;

/** Values of `state:` in a search. */
export const STATES = [...OUTCOMES, ...MARKS] as const;

export function problemOf(part: string, reason: ProblemReason): SearchProblem {
  return { part, reason, message: messageOf(part, reason) };
}

function messageOf(part: string, reason: ProblemReason): string {
  switch (reason) {
    case 'length':
      return `Write at most ${MAX_SEARCH_LENGTH} characters.`;
    case 'words':
      return `Write at most ${MAX_SEARCH_WORDS} words, of at most ${MAX_WORDS_LENGTH} characters together.`;
    case 'conditions':
      return `Write at most ${MAX_SEARCH_CONDITIONS} conditions.`;
    case 'phrase':
      return 'Close the phrase with a double quote.';
    case 'value':
      return `Write a value after ${part.slice(0, part.indexOf(':') + 1).replace(/^-/, '')}, in double quotes if it contains a comma or white space.`;
    case 'state':
      return oneOf(reason, STATES);
    case 'type':
      return oneOf(reason, RECORD_TYPES);
    case 'status':
      return 'Write a status such as status:404 or a class such as status:4xx.';
    case 'stream':
      return 'Write stream:yes or stream:no.';
    case 'duration':
    case 'first_chunk':
      return `Write a time with its unit, such as ${reason}:>2s or ${reason}:<=500ms.`;
    case 'cost':
      return 'Write US dollars, such as cost:>0.1.';
    case 'tokens':
      return 'Write a whole number, such as tokens:>=1000 or tokens:>1k.';
  }
}

function oneOf(name: string, values: readonly string[]): string {
  return `After ${name}: write one or more of ${values.join(', ')}, separated by commas.`;
}
