import { remembering } from '../remembering.ts';

/** A shorter text is looked through in no time. */
const LONG = 1000;
/** So often may the character stand there without the rest before the engine looks for the whole. */
const MOST_LOOKS = 64;

/** The place of the character of `piece` that texts hold least; of those that are none here, the first. */
const rarest = remembering((piece) => {
  let place = 0;
  for (let at = 1; at < piece.length; at++) if (rarity(piece, at) > rarity(piece, place)) place = at;
  return place;
});

/** Capitals are rarer than digits, and those rarer than small letters. */
const BY_RARITY = 'etaoinsrhldcumfpgwybvkxjqz10259384764EATSINORCLDPMUHFBGWVYKJXQZ';

function rarity(piece: string, at: number): number {
  return BY_RARITY.indexOf(piece.charAt(at));
}

/** Whether `text` holds `piece`. Looks for one of its characters first: the engine does so ten times faster than for several. */
export function holds(text: string, piece: string): boolean {
  if (text.length < LONG || piece === '') return text.includes(piece);
  const place = rarest(piece);
  const char = piece.charAt(place);
  let at = text.indexOf(char, place);
  for (let looks = 0; at >= 0; at = text.indexOf(char, at + 1)) {
    if (text.startsWith(piece, at - place)) return true;
    if (++looks === MOST_LOOKS) return text.includes(piece, at - place + 1);
  }
  return false;
}
