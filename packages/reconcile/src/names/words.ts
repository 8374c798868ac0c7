import type { LineKind } from '../lines.ts';

/** What the text of a SKU, meter or usage type names. */
export interface NamedUsage {
  /** The words that are left for the model, in their order; null if none are left. */
  model: string | null;
  tier: string | null;
  kind: LineKind;
}

/** Words of one provider's texts. A phrase is a list of words in lower case, in their order, next to each other. */
export interface Vocabulary {
  /** The first phrase found decides the kind. */
  kinds: readonly (readonly [phrase: string, kind: LineKind])[];
  tiers: readonly (readonly [phrase: string, tier: string])[];
  /** Phrases that name neither model, tier nor kind. */
  ignored: readonly string[];
}

/** `Claude4.6Sonnet-input-tokens` → claude 4.6 sonnet input tokens. Keeps `4o`, `o3` and `70b` together. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z])([A-Z]+)/g, '$1 $2')
    .toLowerCase()
    .replace(/(\p{L}{2,})(?=\d)/gu, '$1 ')
    .replace(/(\d)(?=\p{L}{2,})/gu, '$1 ')
    .split(/[^\p{L}\d.]+|\.(?!\d)/u)
    .filter((word) => word !== '');
}

/** Reads the words of a text by a vocabulary; null if no word names a kind. */
export function namedUsage(text: string, vocabulary: Vocabulary): NamedUsage | null {
  let words = wordsOf(text);
  let kind: LineKind | null = null;
  for (const [phrase, named] of vocabulary.kinds) {
    const rest = without(words, phrase);
    if (rest !== null && kind === null) {
      kind = named;
      words = rest;
    }
  }
  if (kind === null) {
    return null;
  }
  let tier: string | null = null;
  for (const [phrase, named] of vocabulary.tiers) {
    const rest = without(words, phrase);
    if (rest !== null) {
      tier ??= named;
      words = rest;
    }
  }
  for (const phrase of vocabulary.ignored) {
    words = without(words, phrase) ?? words;
  }
  return { model: words.length === 0 ? null : words.join(' '), tier, kind };
}

/** `words` without the words of `phrase`; null if they do not have it. */
function without(words: readonly string[], phrase: string): string[] | null {
  const parts = phrase.split(' ');
  for (let start = 0; start + parts.length <= words.length; start += 1) {
    if (parts.every((part, index) => words[start + index] === part)) {
      return [...words.slice(0, start), ...words.slice(start + parts.length)];
    }
  }
  return null;
}
