/** Letters whose case folding differs from their lower case. */
const CHEROKEE = /\p{Script=Cherokee}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * Folds a text so that texts that differ only in case, normal form or invisible characters become equal: Unicode's
 * NFKC_Casefold, and the dot of `İ` is dropped, so that `istanbul` finds `İstanbul`. It equals ClickHouse's
 * `normalizeUTF8NFKCCasefold` on every code point; a test compares them.
 */
export function foldText(text: string): string {
  return NOT_ASCII.test(text)
    ? Array.from(text, foldCharacter).join('').normalize('NFC').replaceAll('i\u0307', 'i')
    : text.toLowerCase();
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
