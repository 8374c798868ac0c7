import type { PriceRow } from './book/row.ts';
import { alternativeOf, isMeasure, isTokenMeter } from './meter-names.ts';
import { decimalOfNumber, type Decimal } from './decimal.ts';
import { isUnknown, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from '@tokentrail/usage';

/** A quantity of one meter. */
export interface Item {
  meter: string;
  quantity: Decimal;
  /** The reported numbers that add up to the quantity: [12000, -8000]. */
  terms: readonly number[];
}

export interface Unpriced {
  state: 'unknown_price' | 'unknown_usage';
  reason: string;
}

export interface Used {
  usage: NormalUsage | UnknownUsage;
  units: Readonly<Record<string, number>>;
  /** A failed call is billed for its tokens but not for the price per request. */
  succeeded: boolean;
}

export function isUnpriced(result: readonly Item[] | Unpriced): result is Unpriced {
  return 'reason' in result;
}

/** The items that `row` bills for `used`, or why they are unknown. Unused meters produce no item. */
export function itemsOf(used: Used, row: PriceRow): readonly Item[] | Unpriced {
  const items: Item[] = [];
  try {
    tokens(used, row, items);
    units(used, row, items);
    requests(used, row, items);
  } catch (error) {
    if (error instanceof CannotPrice) {
      return { state: error.state, reason: error.message };
    }
    throw error;
  }
  return items;
}

class CannotPrice extends Error {
  readonly state: Unpriced['state'];

  constructor(state: Unpriced['state'], reason: string) {
    super(reason);
    this.state = state;
  }
}

/** Adds the items of the usage. A row without any token price bills only its units. */
function tokens(used: Used, row: PriceRow, items: Item[]): void {
  const usage = used.usage;
  const byTokens = row.pricesTokens;
  if (isUnknown(usage)) {
    if (byTokens) {
      throw new CannotPrice('unknown_usage', usage.unknown);
    }
    return;
  }
  for (const node of usage.nodes) {
    if ((byTokens || !isTokenMeter(node.meter)) && !isCovered(node.meter, node.wire, used, row)) {
      bill(node, row, items);
    }
  }
}

/** Bills the node's own units without the parts that have their own price, then those parts. */
function bill(node: MeterNode, row: PriceRow, items: Item[]): void {
  if (node.inside.length === 0 && node.beside.length === 0) {
    add(node.meter, node.wire, [node.wire], row, items);
    return;
  }
  const separate: MeterNode[] = [];
  const terms = [node.wire];
  let quantity = node.wire;
  for (const part of node.inside) {
    if (!staysWithParent(part, row)) {
      separate.push(part);
      terms.push(-totalOf(part));
      quantity -= totalOf(part);
    }
  }
  for (const part of node.beside) {
    if (staysWithParent(part, row)) {
      terms.push(totalOf(part));
      quantity += totalOf(part);
    } else {
      separate.push(part);
    }
  }
  add(node.meter, quantity, terms, row, items);
  for (const part of separate) {
    bill(part, row, items);
  }
}

function staysWithParent(part: MeterNode, row: PriceRow): boolean {
  const stays = !row.has(part.meter) && row.inheritsFromParent(part.meter);
  if (!stays && part.overlapsCached === true) {
    throw new CannotPrice('unknown_usage', `the provider did not report how much of ${part.meter} was cached`);
  }
  return stays;
}

function units(used: Used, row: PriceRow, items: Item[]): void {
  for (const meter in used.units) {
    // A count that is also in the usage object (seconds, searches) is billed once.
    if (meter === 'request' || isInUsage(meter, used)) {
      continue;
    }
    const count = used.units[meter] ?? 0;
    if ((!isMeasure(meter) || row.has(meter)) && !isCovered(meter, count, used, row)) {
      add(meter, count, [count], row, items);
    }
  }
  for (const meter of row.measures) {
    requireCount(meter, used);
  }
}

function isInUsage(meter: string, { usage }: Used): boolean {
  return !isUnknown(usage) && usage.nodes.some((node) => node.meter === meter);
}

function requireCount(meter: string, used: Used): void {
  if (used.units[meter] === undefined && !isInUsage(meter, used)) {
    throw new CannotPrice('unknown_usage', `the price needs the number of ${meter}s, which was not reported`);
  }
}

/** Whether the row bills this use in its other unit, whose count must then be known. */
function isCovered(meter: string, count: number, used: Used, row: PriceRow): boolean {
  const other = alternativeOf(meter);
  if (count === 0 || other === undefined || row.has(meter) || !row.has(other)) {
    return false;
  }
  requireCount(other, used);
  return true;
}

function add(meter: string, count: number, terms: readonly number[], row: PriceRow, items: Item[]): void {
  if (count === 0) {
    return;
  }
  const billed = row.billed(meter, count);
  const quantity = count > 0 ? decimalOfNumber(billed) : null;
  if (quantity === null) {
    throw new CannotPrice('unknown_usage', `${meter} is ${String(count)}`);
  }
  if (!row.has(meter)) {
    throw new CannotPrice('unknown_price', `no price for ${meter}`);
  }
  items.push({ meter, quantity, terms: billed === count ? terms : [billed] });
}

/**
 * A call counts as one request unless `units.request` gives another number. It is billed only if the row has a price
 * per request.
 */
function requests({ units: { request: count = 1 }, succeeded }: Used, row: PriceRow, items: Item[]): void {
  if (row.has('request') && succeeded) {
    add('request', count, [count], row, items);
  }
}
