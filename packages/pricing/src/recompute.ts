import type { CostLine } from '@tokentrail/records';
import { compare, parseDecimal, plus, times, toNano, ZERO, type Decimal } from './decimal.ts';

export interface Recomputed {
  /** The exact sum of the lines, rounded once; null if a line is invalid. */
  nanoUsd: bigint | null;
  /** Indexes of the lines whose amount is not quantity × price ÷ per × factors. */
  wrong: number[];
}

/** Adds up cost lines from their own fields alone; checks a row as the ledger holds it. */
export function recompute(lines: readonly CostLine[]): Recomputed {
  let sum: Decimal | null = ZERO;
  const wrong: number[] = [];
  lines.forEach((line, index) => {
    const amount = amountOf(line);
    const stated = parseDecimal(line.amountUsd);
    if (amount === null || stated === null || compare(amount, stated) !== 0) {
      wrong.push(index);
    }
    sum = sum === null || amount === null ? null : plus(sum, amount);
  });
  return { nanoUsd: sum === null ? null : toNano(sum), wrong };
}

function amountOf(line: CostLine): Decimal | null {
  const digits = POWERS.indexOf(line.per);
  const numbers = [line.quantity, line.unitPrice, ...(line.factors ?? []).map((factor) => factor.times)];
  let product: Decimal = { units: 1n, scale: Math.max(0, digits) };
  for (const number of numbers) {
    const value = parseDecimal(number);
    if (value === null || digits === -1) {
      return null;
    }
    product = times(product, value);
  }
  return product;
}

/** The units a price may be for; the index is the exponent. */
const POWERS = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);
