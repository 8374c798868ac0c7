import type { CostLine } from '@tokentrail/records';
import { compare, parseDecimal, plus, times, toNano, ZERO, type Decimal } from './decimal.ts';

export interface Recomputed {
  /** The lines' exact sum, rounded once; null where a line is no line. */
  nanoUsd: bigint | null;
  /** Lines whose amount is not quantity × price ÷ per × factors, by index. */
  wrong: number[];
}

/** What cost lines come to, by nothing but what stands in them: the check of a row as the ledger carries it. */
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

/** Units a price may be for, at the place of its exponent. */
const POWERS = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);
