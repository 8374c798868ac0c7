import {
  ALLOWED_IDENTIFIERS,
  ALLOWED_PHRASES,
  DATA_FRAME_FILES,
  IN_IDENTIFIERS,
  IN_PROSE,
  type RetiredWord,
} from './retired-words.ts';
import type { Piece } from './pieces.ts';

export interface Finding {
  /** Counts from 1. */
  line: number;
  word: string;
  replacement: string;
}

/** `beginHTTPTry` has the words `begin`, `http` and `try`. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function findInIdentifiers(file: string, identifiers: readonly Piece[]): Finding[] {
  return identifiers.flatMap(({ line, text }) => {
    if (ALLOWED_IDENTIFIERS.has(text)) return [];
    const words = wordsOf(text);
    const retired = IN_IDENTIFIERS.find(
      (one) =>
        one.words.some((word) => words.includes(word)) && !(one.words.includes('frame') && DATA_FRAME_FILES.test(file)),
    );
    return retired === undefined ? [] : [{ line, word: text, replacement: retired.replacement }];
  });
}

const ALLOWED = new RegExp(`\\b(?:${ALLOWED_PHRASES.join('|')})\\b`, 'gi');

export function findInProse(text: string): Finding[] {
  const looked = text.replace(ALLOWED, (phrase) => '_'.repeat(phrase.length));
  return IN_PROSE.flatMap((retired) => occurrences(looked, retired));
}

function occurrences(text: string, { words, replacement }: RetiredWord): Finding[] {
  const pattern = new RegExp(
    `(?<![\\w-])(?:${words.map((word) => word.replace(' ', '\\s+')).join('|')})(?![\\w-])`,
    'gi',
  );
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    word: match[0],
    replacement,
  }));
}
