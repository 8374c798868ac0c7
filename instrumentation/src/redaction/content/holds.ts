import { memoize } from '../../util/memoize.ts';

/** Shorter texts need no optimized search. */
const LONG = 1000;
/**
 * Occurrences of the character without the rest of the piece, after which the engine searches for the complete piece.
 */
const MAX_CANDIDATES = 64;

/** Index of the character of `piece` that is rarest in texts; 0 if the list below has none of its characters. */
const rarest = memoize((piece) => {
  let index = 0;
  for (let at = 1; at < piece.length; at++) if (rarity(piece, at) > rarity(piece, index)) index = at;
  return index;
});

/** The rarest characters come last: capitals are rarer than digits, and digits are rarer than small letters. */
const BY_RARITY = 'etaoinsrhldcumfpgwybvkxjqz10259384764EATSINORCLDPMUHFBGWVYKJXQZ';

function rarity(piece: string, at: number): number {
  return BY_RARITY.indexOf(piece.charAt(at));
}

/**
 * Whether `text` contains `piece`. Searches for one character first: the engine finds one ten times faster than
 * several.
 */
export function holds(text: string, piece: string): boolean {
  if (text.length < LONG || piece === '') return text.includes(piece);
  const index = rarest(piece);
  const char = piece.charAt(index);
  let at = text.indexOf(char, index);
  for (let candidates = 0; at >= 0; at = text.indexOf(char, at + 1)) {
    if (text.startsWith(piece, at - index)) return true;
    if (++candidates === MAX_CANDIDATES) return text.includes(piece, at - index + 1);
  }
  return false;
}
