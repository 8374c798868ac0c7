/** Longer lists are paired by position, because the time grows with the product of their lengths. */
const MAX_PAIRS = 40_000;

/**
 * Pairs the elements of two lists in their order, so that the pairs are as alike as possible. An element without a like one stays
 * alone.
 *
 * @param likeness 0: they do not belong together.
 */
export function aligned<T>(
  ones: readonly T[],
  others: readonly T[],
  likeness: (one: T, other: T) => number,
): [one: T | undefined, other: T | undefined][] {
  if (ones.length * others.length > MAX_PAIRS) {
    return Array.from({ length: Math.max(ones.length, others.length) }, (_, at) => [ones[at], others[at]]);
  }
  const best = bestLikeness(ones, others, likeness);
  const valueAt = (i: number, j: number) => best[i]?.[j] ?? 0;
  const pairs: [T | undefined, T | undefined][] = [];
  let [i, j] = [0, 0];
  while (i < ones.length || j < others.length) {
    const [one, other] = [ones[i], others[j]];
    const like = one === undefined || other === undefined ? 0 : likeness(one, other);
    if (like > 0 && valueAt(i, j) === like + valueAt(i + 1, j + 1)) {
      pairs.push([one, other]);
      i += 1;
      j += 1;
    } else if (i < ones.length && (j === others.length || valueAt(i, j) === valueAt(i + 1, j))) {
      pairs.push([one, undefined]);
      i += 1;
    } else {
      pairs.push([undefined, other]);
      j += 1;
    }
  }
  return pairs;
}

/** The greatest sum of likeness of the elements from each position on. */
function bestLikeness<T>(ones: readonly T[], others: readonly T[], likeness: (one: T, other: T) => number): number[][] {
  const best = Array.from({ length: ones.length + 1 }, () => new Array<number>(others.length + 1).fill(0));
  for (let i = ones.length - 1; i >= 0; i -= 1) {
    for (let j = others.length - 1; j >= 0; j -= 1) {
      const like = likeness(ones[i]!, others[j]!);
      const paired = like > 0 ? like + best[i + 1]![j + 1]! : 0;
      best[i]![j] = Math.max(paired, best[i + 1]![j]!, best[i]![j + 1]!);
    }
  }
  return best;
}
