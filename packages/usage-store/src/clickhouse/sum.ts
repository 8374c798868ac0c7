/** 2^32: a sum of 64-bit integers is the sum of their upper halves times this, plus the sum of their lower halves. */
const HALF = '4294967296';

/**
 * SQL for the exact sum of the known values of an integer column over the rows that meet `condition`, an Int128. `sum` of a
 * 64-bit column overflows without an error, so every sum of amounts and counts uses this function. Sums of halves cannot
 * overflow below four billion rows, and are faster than sums of 128 bits.
 */
export function sumIf(column: string, condition: string): string {
  const upper = `ifNull(sumIf(bitShiftRight(${column}, 32), ${condition}), 0)`;
  const lower = `ifNull(sumIf(bitAnd(${column}, ${HALF} - 1), ${condition}), 0)`;
  return `(toInt128(${upper}) * ${HALF} + ${lower})`;
}
