import { memoize } from '../../util/memoize.ts';

/** A shorter text is looked through in no time. */
const LONG = 1000;
/** So often may the character stand there without the rest before the engine looks for the whole. */
const MOST_LOOKS = 64;

/** The place of the character of `piece` that texts hold least; of those that are none here, the first. */
const rarest = memoize((piece) => {
  let index = 0;
  for (let at = 1; at < piece.length; at++) if (rarity(piece, at) > rarity(piece, index)) index = at;
  return index;
});

/** Capitals are rarer than digits, and those rarer than small letters. */
const BY_RARITY = 'etaoinsrhldcumfpgwybvkxjqz10259384764EATSINORCLDPMUHFBGWVYKJXQZ';

function rarity(piece: string, at: number): number {
  return BY_RARITY.indexOf(piece.charAt(at));
}

/** Whether `text` holds `piece`. Looks for one of its characters first: the engine does so ten times faster than for several. */
export function holds(text: string, piece: string): boolean {
  if (text.length < LONG || piece === '') return text.includes(piece);
  const index = rarest(piece);
  const char = piece.charAt(index);
  let at = text.indexOf(char, index);
  for (let looks = 0; at >= 0; at = text.indexOf(char, at + 1)) {
    if (text.startsWith(piece, at - index)) return true;
    if (++looks === MOST_LOOKS) return text.includes(piece, at - index + 1);
  }
  return false;
}
