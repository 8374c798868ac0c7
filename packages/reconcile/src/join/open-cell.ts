import { powerOfTen } from '@tokentrail/pricing/decimal';
import { comparedCounts, least, magnitude, type Cell, type Count } from './cell.ts';
import type { Cause } from './causes.ts';

/** One difference of a cell. Amounts and quantities are those of the export minus those of the ledger. */
export interface Difference {
  cause: Cause;
  amount: bigint;
  /** Null if the cause is not about quantities. */
  quantity: bigint | null;
  /** The other day, tier, kind or key of a cause that is about two cells. */
  other?: string;
  /** First and last day with another price. */
  since?: string;
  until?: string;
  /** The key, if the export has keys only with quantities. */
  key?: string;
}

/** A cell that does not match, and how much of it is not accounted for yet. */
export interface OpenCell {
  cell: Cell;
  /** How far amounts may differ by rounding. */
  tolerance: bigint;
  money: bigint;
  counts: { count: Count; rest: bigint }[];
  differences: Difference[];
}

/** Half a nano-USD at a money scale of at least 10. */
export function halfNanoAt(moneyScale: number): bigint {
  return 5n * powerOfTen(moneyScale - 10);
}

export function toleranceOf(cell: Cell, halfNano: bigint): bigint {
  return cell.within + BigInt(cell.attempts) * halfNano;
}

/** The open cell if amounts differ by more than their tolerance, or quantities at all; otherwise null. */
export function openCell(cell: Cell, halfNano: bigint): OpenCell | null {
  const tolerance = toleranceOf(cell, halfNano);
  const money = cell.invoiced - cell.recorded;
  const compared = comparedCounts(cell);
  if (magnitude(money) <= tolerance && compared.every((count) => count.invoiced === count.recorded)) {
    return null;
  }
  const counts = compared.map((count) => ({ count, rest: count.invoiced - count.recorded }));
  return { cell, tolerance, money, counts, differences: [] };
}

/** Whether money and quantities are accounted for. */
export function isClosed(open: OpenCell): boolean {
  return isMoneyClosed(open) && open.counts.every(({ rest }) => rest === 0n);
}

export function isMoneyClosed(open: OpenCell): boolean {
  return magnitude(open.money) <= open.tolerance;
}

/** The quantity that is not accounted for: the sum over all counts; null if no quantities are compared. */
export function openQuantity(open: OpenCell): bigint | null {
  return open.counts.length === 0 ? null : open.counts.reduce((sum, { rest }) => sum + rest, 0n);
}

/** Accounts for all that is open of a cell. */
export function closeAll(open: OpenCell, cause: Cause, more: Partial<Difference> = {}): void {
  add(open, { cause, amount: open.money, quantity: openQuantity(open), ...more });
  open.money = 0n;
  for (const one of open.counts) one.rest = 0n;
}

/** Accounts for an amount, which is a part of what is open. */
export function closeMoney(open: OpenCell, cause: Cause, amount: bigint, more: Partial<Difference> = {}): void {
  open.money -= amount;
  add(open, { cause, amount, quantity: null, ...more });
}

export function add(open: OpenCell, difference: Difference): void {
  if (difference.amount !== 0n || (difference.quantity !== null && difference.quantity !== 0n)) {
    open.differences.push(difference);
  }
}

/** `amount` cut to at most `bound` in either direction. */
export function clamp(amount: bigint, bound: bigint): bigint {
  const cut = least(magnitude(amount), bound);
  return amount < 0n ? -cut : cut;
}
