import { OUTCOMES, RECORD_TYPES } from '@tokentrail/records';
import { MARKS } from './record-filter.ts';

/**
 * Why a part of a search cannot be read: the first five are limits, `phrase` is an open quote, `value` a condition without
 * a value; the others are fields whose value has another form.
 */
export type ProblemReason =
  | 'length'
  | 'words'
  | 'words_length'
  | 'conditions'
  | 'segment_length'
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

export const SEARCH_LIMITS = {
  /** Length of a search text. Its words have a lower limit; the rest is for the values of conditions. */
  length: 10_000,
  /** Number of words and segments of paths. */
  words: 20,
  /** Length of all words and phrases. */
  wordsLength: 1_000,
  conditions: 60,
  /** Length of a folded segment: folding can lengthen a text. */
  segmentLength: 1_000,
} as const;

/** Values of `state:` in a search. */
export const STATES = [...OUTCOMES, ...MARKS] as const;

export function problemOf(part: string, reason: ProblemReason): SearchProblem {
  return { part, reason, message: messageOf(part, reason) };
}

function messageOf(part: string, reason: ProblemReason): string {
  switch (reason) {
    case 'length':
      return `Write at most ${SEARCH_LIMITS.length} characters.`;
    case 'words':
      return `Write at most ${SEARCH_LIMITS.words} words.`;
    case 'words_length':
      return `Write words of at most ${SEARCH_LIMITS.wordsLength} characters together.`;
    case 'conditions':
      return `Write at most ${SEARCH_LIMITS.conditions} conditions.`;
    case 'segment_length':
      return `Write at most ${SEARCH_LIMITS.segmentLength} characters.`;
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
