/**
 * SQL for the exact sum of an integer column, as text, over the rows that meet `condition`. `sum` of a 64-bit column
 * overflows without an error, so every sum of amounts and counts uses this function, in 128 bits.
 */
export function sumIf(column: string, condition: string): string {
  return `toString(sumIf(toInt128(ifNull(${column}, 0)), ${condition}))`;
}
