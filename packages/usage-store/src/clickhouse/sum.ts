/**
 * The exact sum of an integer column as text, of the rows that meet `condition`. `sum` of a 64-bit column wraps around
 * without an error, so every sum of amounts and counts is made here, in 128 bits.
 */
export function sumIf(column: string, condition: string): string {
  return `toString(sumIf(toInt128(ifNull(${column}, 0)), ${condition}))`;
}
