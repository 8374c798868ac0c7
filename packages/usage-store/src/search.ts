/** The meaning of a search text. */
export type Search = { kind: 'all' } | { kind: 'errors' } | { kind: 'terms'; terms: string[] };

/**
 * Parses the text of a search: terms are split at spaces and `/`. The single word `error` finds failures, not the
 * letters.
 */
export function parseSearch(text: string | undefined): Search {
  const terms = (text ?? '').split(/[\s/]+/u).filter((term) => term !== '');
  if (terms.length === 0) {
    return { kind: 'all' };
  }
  if (terms.length === 1 && terms[0]?.toLowerCase() === 'error') {
    return { kind: 'errors' };
  }
  return { kind: 'terms', terms };
}
