/** Longer texts rarely recur, and would take much memory. */
const MAX_TEXT_LENGTH = 256;

/**
 * Caches the results of `compute`: for names that recur in every call (models, paths, providers). Keeps at most
 * `maxTexts` results, and none for a text of more than 256 characters.
 */
export function memoize<T>(compute: (text: string) => T, maxTexts = 500): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > MAX_TEXT_LENGTH) {
      return compute(text);
    }
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size >= maxTexts) known.clear();
      known.set(text, result);
    }
    return result;
  };
}
