/**
 * SQL for the exact sum of the known values of an integer column, an Int128; NULL if no value is known. `sum` of a 64-bit
 * column overflows without an error, so every sum of amounts and counts uses this function.
 */
export function exactSum(column: string): string {
  return `sum(toInt128(${column}))`;
}

/** The same as text: a JSON number would lose digits. */
export function sumText(column: string): string {
  return `toString(${exactSum(column)})`;
}
