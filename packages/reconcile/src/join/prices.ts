import { compare, divide, ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import { magnitude, type Cell } from './cell.ts';
import type { Cause } from './causes.ts';
import { closeMoney, isMoneyClosed, toleranceOf, type OpenCell } from './open-cell.ts';
import type { ReconcileInput, Table } from './table.ts';
import type { CallKind } from '../lines.ts';

/** The cells of one model × tier × kind that are billed at another price than ours, and those that are not. */
interface PriceSeries {
  other: OpenCell[];
  same: Cell[];
}

/**
 * Names differences of money whose quantities agree. If the price is another one on all days, ours is wrong; from one day on or until one, it
 * changed; if it lies at or between ours and that of another tier, that tier was billed.
 */
export function namePrices(
  table: Table,
  input: ReconcileInput,
  openCells: readonly OpenCell[],
  halfNano: bigint,
): void {
  const series = new Map<string, PriceSeries>();
  const idOf = (cell: Cell): string => `${cell.kind}\t${cell.model}\t${cell.tier}`;
  const isOpen = new Set<Cell>();
  for (const open of openCells) {
    isOpen.add(open.cell);
    if (isMoneyClosed(open) || open.cell.invoiced <= 0n || open.cell.recorded <= 0n) continue;
    const one = series.get(idOf(open.cell)) ?? { other: [], same: [] };
    series.set(idOf(open.cell), one);
    one.other.push(open);
  }
  if (series.size === 0) {
    return;
  }
  for (const cell of table.cells.values()) {
    if (!isOpen.has(cell)) series.get(idOf(cell))?.same.push(cell);
  }
  for (const one of series.values()) {
    nameSeries(one, table, input, halfNano);
  }
}

function nameSeries(series: PriceSeries, table: Table, input: ReconcileInput, halfNano: bigint): void {
  const reference = series.other.reduce((a, b) => (b.cell.recorded > a.cell.recorded ? b : a));
  const days = series.other.map(({ cell }) => cell.day).sort();
  const [since = ''] = days;
  const until = days.at(-1) ?? '';
  // A small amount at the other price may be within the digits of the export.
  const unchanged = series.same.filter((cell) => isAtOurPrice(cell, reference.cell, toleranceOf(cell, halfNano)));
  const before = unchanged.some((cell) => cell.day < since);
  const after = unchanged.some((cell) => cell.day > until);
  const between = unchanged.some((cell) => cell.day >= since && cell.day <= until);
  const isOneRatio = series.other.every((open) => isSameRatio(open, reference));
  const isOneKind = !isOneRatio && isPriceOfOneKind(series.other, reference);
  const isOnePrice = isOneRatio || isOneKind;
  const hasQuantities = series.other.every((open) => open.counts.length > 0);
  if (!hasQuantities && !isOnePrice) {
    return;
  }
  // A tier has other prices of all kinds.
  const tier = isOneKind ? null : otherTier(series, table, input, isOnePrice);
  const cause: Cause =
    tier !== null ? 'tier' : between || !(before || after) || (before && after) ? 'price' : 'price_change';
  for (const open of series.other) {
    closeMoney(open, cause, open.money, {
      ...(tier !== null && { other: tier }),
      ...(cause === 'price_change' && before && { since }),
      ...(cause === 'price_change' && after && { until }),
    });
  }
}

/** Whether the cell would differ by more than its tolerance if it had the price of `other`. */
function isAtOurPrice(cell: Cell, other: Cell, tolerance: bigint): boolean {
  return (
    cell.invoiced > 0n &&
    cell.recorded > 0n &&
    magnitude(cell.recorded * (other.invoiced - other.recorded)) > tolerance * other.recorded
  );
}

/** Whether export ÷ ledger is the same ratio in both cells, within their tolerances. */
function isSameRatio(a: OpenCell, b: OpenCell): boolean {
  const difference = a.cell.invoiced * b.cell.recorded - b.cell.invoiced * a.cell.recorded;
  return magnitude(difference) <= a.tolerance * b.cell.recorded + b.tolerance * a.cell.recorded;
}

/** Whether the difference is the same amount per unit of one kind in all cells: one of several prices is another. */
function isPriceOfOneKind(cells: readonly OpenCell[], reference: OpenCell): boolean {
  return reference.counts.some(({ count }) => {
    const referenceQuantity = count.invoiced;
    return (
      cells.length > 1 &&
      referenceQuantity > 0n &&
      cells.every((open) => {
        const own = open.counts.find((one) => one.count.kind === count.kind)?.count.invoiced ?? 0n;
        const difference = open.money * referenceQuantity - reference.money * own;
        return own > 0n && magnitude(difference) <= open.tolerance * referenceQuantity + reference.tolerance * own;
      })
    );
  });
}

const TIERS = ['standard', 'batch', 'flex', 'priority'] as const;
const KINDS_OF_CALLS: readonly CallKind[] = ['input', 'cached', 'output'];
const RATIO_DIGITS = 15;

/** The tier whose prices account for the series, if the export does not name tiers; null if there is none. */
function otherTier({ other }: PriceSeries, table: Table, input: ReconcileInput, isOnePrice: boolean): string | null {
  const [first] = other;
  if (first === undefined || input.unitPrice === undefined || table.grain.dimensionsOf(first.cell.kind).tier) {
    return null;
  }
  const { model, day, kind } = first.cell;
  const own = kind === 'input_any' || kind === 'all' ? KINDS_OF_CALLS : [kind];
  const priceOf = (tier: string) => own.map((one) => input.unitPrice?.(model, tier, one, day) ?? null);
  const ours = priceOf('standard');
  for (const tier of TIERS.slice(1)) {
    const ratios = priceOf(tier).flatMap((price, index) => ratioOf(price, ours[index] ?? null));
    if (ratios.length > 0 && other.every((open) => liesWithin(open, ratios, isOnePrice))) {
      return tier;
    }
  }
  return null;
}

function ratioOf(price: Decimal | null, ours: Decimal | null): Decimal[] {
  return price === null || ours === null || compare(ours, ZERO) === 0 ? [] : [divide(price, ours, RATIO_DIGITS)];
}

/**
 * With one price on all days, it must be the tier's. With several, some of the calls had the tier: the price lies between ours and
 * the tier's.
 */
function liesWithin(open: OpenCell, ratios: readonly Decimal[], isOnePrice: boolean): boolean {
  const sorted = [...ratios].sort(compare);
  const [low = ZERO] = sorted;
  const high = sorted.at(-1) ?? ZERO;
  const { invoiced, recorded } = open.cell;
  const atLeast = (ratio: Decimal): boolean => invoiced + open.tolerance >= floorProduct(recorded, ratio);
  const atMost = (ratio: Decimal): boolean => invoiced - open.tolerance <= floorProduct(recorded, ratio) + 1n;
  if (isOnePrice) {
    return atLeast(low) && atMost(high);
  }
  return invoiced < recorded ? atLeast(low) : atMost(high);
}

function floorProduct(amount: bigint, ratio: Decimal): bigint {
  return (amount * ratio.units) / 10n ** BigInt(ratio.scale);
}
