/** A part of a text: as it is, or a character that would be hidden or would reorder the text. */
export type TextPart = { kind: 'plain'; text: string } | { kind: 'hidden'; codePoint: string };

/**
 * Characters that show nothing or change the order of others: controls of the writing direction, zero-width characters,
 * fillers, control characters, line separators. Selectors of a variant of the character before are not among them.
 */
const HIDDEN = /(?![\uFE00-\uFE0F])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Zl}\p{Zp}\u2800]/u;
const ZERO_WIDTH_JOINERS = new Set(['\u200C', '\u200D']);

/** Characters after which a zero-width joiner is part of the spelling: emoji, and scripts whose letters join. */
const BEFORE_JOINER =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{Script=Arabic}\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Khmer}\p{Script=Malayalam}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Syriac}\p{Script=Tamil}\p{Script=Telugu}]/u;

/** Characters of a text that a page shows. Senders cut names at 256 characters. A row that was inserted in another way must not keep the browser busy. */
export const MAX_SHOWN_CHARACTERS = 1_000;
/** Each mark is an element of the page. No name needs as many hidden characters. */
const MAX_MARKS = 50;

/** Splits a text at its hidden characters, which get the notation of Unicode: "U+202E". The rest of a very long text is cut off. */
export function visibleTextParts(fullText: string): TextPart[] {
  const text =
    fullText.length > MAX_SHOWN_CHARACTERS
      ? `${fullText.slice(0, MAX_SHOWN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…`
      : fullText;
  // Most texts have none.
  if (!HIDDEN.test(text)) {
    return [{ kind: 'plain', text }];
  }
  const parts: TextPart[] = [];
  let plain = '';
  let before = '';
  let marks = 0;
  for (const character of text) {
    if (isHidden(character, before)) {
      marks += 1;
      if (marks > MAX_MARKS) {
        plain += '…';
        break;
      }
      if (plain !== '') {
        parts.push({ kind: 'plain', text: plain });
      }
      parts.push({ kind: 'hidden', codePoint: codePointOf(character) });
      plain = '';
    } else {
      plain += character;
    }
    before = character;
  }
  return plain === '' ? parts : [...parts, { kind: 'plain', text: plain }];
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * `visibleTextParts` as one text, for labels that can only be text: "user_[U+202E]txt". A text that is written from right to left is
 * isolated, so that it does not reorder the words around it.
 */
export function visibleText(text: string): string {
  const shown = visibleTextParts(text)
    .map((part) => (part.kind === 'plain' ? part.text : `[${part.codePoint}]`))
    .join('');
  return RIGHT_TO_LEFT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

function isHidden(character: string, before: string): boolean {
  return HIDDEN.test(character) && !(ZERO_WIDTH_JOINERS.has(character) && BEFORE_JOINER.test(before));
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
