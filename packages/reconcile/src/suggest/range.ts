import { compare, divide, negate, plus, type Decimal } from '@tokentrail/pricing/decimal';
import { shortestBetween } from '../amounts.ts';

/** The numbers that a price or a factor can be, both ends included. */
export interface Range {
  low: Decimal;
  high: Decimal;
}

/** More digits than any price has. */
const DIGITS = 25;

/** `amount` ± `tolerance`, per `divisor` (> 0). */
export function rangeOf(amount: Decimal, tolerance: Decimal, divisor: Decimal): Range {
  return {
    low: divide(plus(amount, negate(tolerance)), divisor, DIGITS),
    high: divide(plus(amount, tolerance), divisor, DIGITS),
  };
}

/** What lies in all ranges; null if nothing does. */
export function common(ranges: readonly Range[]): Range | null {
  const [first, ...rest] = ranges;
  if (first === undefined) {
    return null;
  }
  let { low, high } = first;
  for (const range of rest) {
    if (compare(range.low, low) > 0) low = range.low;
    if (compare(range.high, high) < 0) high = range.high;
  }
  return compare(low, high) <= 0 && high.units > 0n ? { low, high } : null;
}

/** The plainest number in all ranges; null if there is none. */
export function plainest(ranges: readonly Range[]): Decimal | null {
  const range = common(ranges);
  if (range === null) {
    return null;
  }
  return shortestBetween(range.low.units > 0n ? range.low : { units: 0n, scale: 0 }, range.high);
}
