/** Longer texts are kept by nobody, and seldom come twice. */
const LONGEST = 256;

/**
 * `compute` that remembers its results: for the names that come again in every call (models, paths, providers). At most
 * `most` texts are kept, and none of more than 256 characters.
 */
export function memoize<T>(compute: (text: string) => T, most = 500): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) {
      return compute(text);
    }
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size >= most) known.clear();
      known.set(text, result);
    }
    return result;
  };
}
