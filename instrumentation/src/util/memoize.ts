/** Longer texts rarely recur, and would take much memory. */
const MAX_TEXT_LENGTH = 256;

/**
 * Caches the results of `compute`: for texts that recur in every call (models, paths, providers). Keeps at most `max`
 * results, and none for a text of more than 256 characters.
 */
export function memoize<T>(compute: (text: string) => T, { max } = { max: 500 }): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    if (text.length > MAX_TEXT_LENGTH) return compute(text);
    const known = results.get(text);
    if (known !== undefined || results.has(text)) return known as T;
    const result = compute(text);
    if (results.size >= max) results.clear();
    results.set(text, result);
    return result;
  };
}
