/** Letters whose case folding differs from their lower case. */
const CHEROKEE = /\p{Script=Cherokee}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const NOT_ASCII = /[^\0-\x7f]/;
const ASCII_OR_CHARACTER = /[\0-\x7f]+|[^\0-\x7f]/gu;
/** Folded characters that are not ASCII: folding one takes longer than folding a line of ASCII. */
const foldedCharacters = new Map<string, string>();

/**
 * Folds a text so that texts that differ only in case, normal form or invisible characters become equal: Unicode's
 * NFKC_Casefold, and the dot of `İ` is dropped, so that `istanbul` finds `İstanbul`. It equals ClickHouse's
 * `normalizeUTF8NFKCCasefold` on every code point; a test compares them.
 */
export function foldText(text: string): string {
  return NOT_ASCII.test(text)
    ? text.replace(ASCII_OR_CHARACTER, foldPart).normalize('NFC').replaceAll('i\u0307', 'i')
    : text.toLowerCase();
}

/** Folds ASCII, or one other character. */
function foldPart(part: string): string {
  if (!NOT_ASCII.test(part)) {
    return part.toLowerCase();
  }
  let folded = foldedCharacters.get(part);
  if (folded === undefined) {
    folded = foldCharacter(part);
    foldedCharacters.set(part, folded);
  }
  return folded;
}

function foldCharacter(character: string): string {
  return Array.from(character.normalize('NFKC'), foldCase).join('').replace(INVISIBLE, '').normalize('NFKC');
}

function foldCase(character: string): string {
  if (CHEROKEE.test(character)) {
    return character.toUpperCase();
  }
  // The dotless i is a letter of its own.
  return character === 'ı'
    ? character
    : character.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('ß', 'ss');
}
