/**
 * SQL for the exact sum of an integer column over the rows that meet `condition`, an Int128. `sum` of a 64-bit column
 * overflows without an error, so every sum of amounts and counts uses this function. Print it with `toString`: a JSON
 * number would lose digits.
 */
export function sumIf(column: string, condition: string): string {
  return `sumIf(toInt128(ifNull(${column}, 0)), ${condition})`;
}
