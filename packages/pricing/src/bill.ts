import type { PriceRow } from './book/row.ts';
import { isMeasure, isTokenMeter } from './meter-names.ts';
import { decimalOfNumber, type Decimal } from './decimal.ts';
import { isUnknown, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from './usage/meters.ts';

/** So many units of one meter. */
export interface Item {
  meter: string;
  quantity: Decimal;
  /** The wire's numbers that add up to the quantity: [12000, -8000]. */
  terms: readonly number[];
}

export interface Unpriced {
  state: 'unknown_price' | 'unknown_usage';
  reason: string;
}

export interface Used {
  usage: NormalUsage | UnknownUsage;
  units: Readonly<Record<string, number>>;
  /** A call that failed owes its tokens and not the price per request. */
  succeeded: boolean;
}

export function isUnpriced(result: readonly Item[] | Unpriced): result is Unpriced {
  return 'reason' in result;
}

/** What `row` bills for `used`, or why that cannot be known. Meters of which nothing was used make no item. */
export function itemsOf(used: Used, row: PriceRow): readonly Item[] | Unpriced {
  const items: Item[] = [];
  try {
    tokens(used.usage, row, items);
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

/** A row without any price for tokens bills its units alone. */
function tokens(usage: Used['usage'], row: PriceRow, items: Item[]): void {
  const byTokens = row.pricesTokens;
  if (isUnknown(usage)) {
    if (byTokens) {
      throw new CannotPrice('unknown_usage', usage.unknown);
    }
    return;
  }
  for (const node of usage.nodes) {
    if (byTokens || !isTokenMeter(node.meter)) {
      bill(node, row, items);
    }
  }
}

/** The node's own units, less the parts that are billed apart; then those parts. */
function bill(node: MeterNode, row: PriceRow, items: Item[]): void {
  if (node.inside.length === 0 && node.beside.length === 0) {
    add(node.meter, node.wire, [node.wire], row, items);
    return;
  }
  const apart: MeterNode[] = [];
  const terms = [node.wire];
  let quantity = node.wire;
  for (const part of node.inside) {
    if (!staysWithParent(part, row)) {
      apart.push(part);
      terms.push(-totalOf(part));
      quantity -= totalOf(part);
    }
  }
  for (const part of node.beside) {
    if (staysWithParent(part, row)) {
      terms.push(totalOf(part));
      quantity += totalOf(part);
    } else {
      apart.push(part);
    }
  }
  add(node.meter, quantity, terms, row, items);
  for (const part of apart) {
    bill(part, row, items);
  }
}

function staysWithParent(part: MeterNode, row: PriceRow): boolean {
  const stays = !row.has(part.meter) && row.inheritsFromParent(part.meter);
  if (!stays && part.overlapsCached === true) {
    throw new CannotPrice('unknown_usage', `nobody said how much of ${part.meter} was cached`);
  }
  return stays;
}

function units(used: Used, row: PriceRow, items: Item[]): void {
  const isInUsage = (meter: string) => !isUnknown(used.usage) && used.usage.nodes.some((node) => node.meter === meter);
  for (const meter in used.units) {
    // What the usage object counts itself (seconds, searches) may be told beside it too, and is owed once.
    if (meter === 'request' || isInUsage(meter)) {
      continue;
    }
    const count = used.units[meter] ?? 0;
    if (!isMeasure(meter) || row.has(meter)) {
      add(meter, count, [count], row, items);
    }
  }
  for (const meter of row.measures) {
    if (used.units[meter] === undefined && !isInUsage(meter)) {
      throw new CannotPrice('unknown_usage', `the price asks for ${meter}s, which were not reported`);
    }
  }
}

function add(meter: string, count: number, terms: readonly number[], row: PriceRow, items: Item[]): void {
  if (count === 0) {
    return;
  }
  const quantity = count > 0 ? decimalOfNumber(count) : null;
  if (quantity === null) {
    throw new CannotPrice('unknown_usage', `${meter} is ${String(count)}`);
  }
  if (!row.has(meter)) {
    throw new CannotPrice('unknown_price', `no price for ${meter}`);
  }
  items.push({ meter, quantity, terms });
}

/** A call is one request, unless its maker counted others. It may always be said: only a price per request asks for it. */
function requests({ units: { request: count = 1 }, succeeded }: Used, row: PriceRow, items: Item[]): void {
  if (row.has('request') && succeeded) {
    add('request', count, [count], row, items);
  }
}
