import type { CostState } from '@tokentrail/records';
import type { Item } from './bill.ts';
import { bareCell, type Cell } from './book/cells.ts';
import type { PriceRow } from './book/row.ts';
import type { PricedAmount } from './call.ts';
import { formatDecimal, plus, times, toNano, ZERO, type Decimal } from './decimal.ts';

/** An item with the price that applies to it. */
export interface PricedItem {
  item: Item;
  cell: Cell;
  usd: Decimal;
}

/** A share of an amount, exact. */
export interface Part {
  state: CostState;
  usd: Decimal;
  items: readonly PricedItem[];
  /** This share alone, rounded. */
  amount: PricedAmount;
}

const NO_ITEMS: readonly PricedItem[] = [];
const ONE: Decimal = { units: 1n, scale: 0 };

// The first of these that any part is in is the state of the whole.
const STATES_BY_WEIGHT = ['unknown_usage', 'unknown_price', 'priced', 'free', 'not_billed'] as const;

export function pricedPart(priced: { row: PriceRow; items: readonly Item[] }): Part {
  return partOf(priced.items.map((item) => pricedItem(item, cellIn(priced.row, item.meter))));
}

export function partOf(items: readonly PricedItem[]): Part {
  let usd = ZERO;
  for (const item of items) {
    usd = plus(usd, item.usd);
  }
  return { state: 'priced', usd, items, amount: { state: 'priced', nanoUsd: toNano(usd) } };
}

export function bare(state: CostState): Part {
  return { state, usd: ZERO, items: NO_ITEMS, amount: amountIn(state, ZERO) };
}

/** One unit of `meter` at `usd`. */
export function single(meter: string, usd: Decimal): PricedItem {
  return pricedItem({ meter, quantity: ONE, terms: [1] }, bareCell(formatDecimal(usd), 1));
}

/** The amount of all parts: their exact sum, rounded once. */
export function total(parts: readonly Part[]): PricedAmount {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    return only.amount;
  }
  return amountIn(
    heaviest(parts),
    parts.reduce((sum, part) => plus(sum, part.usd), ZERO),
  );
}

function amountIn(state: CostState, usd: Decimal): PricedAmount {
  return state === 'unknown_usage' || state === 'unknown_price'
    ? { state, nanoUsd: null }
    : { state, nanoUsd: toNano(usd) };
}

function heaviest(parts: readonly Part[]): CostState {
  return STATES_BY_WEIGHT.find((state) => parts.some((part) => part.state === state)) ?? 'not_billed';
}

function pricedItem(item: Item, cell: Cell): PricedItem {
  return { item, cell, usd: times(item.quantity, cell.usdPerUnit) };
}

function cellIn(row: PriceRow, meter: string): Cell {
  const cell = row.cell(meter);
  if (cell === undefined) {
    throw new Error(`an item of ${meter} was made without a price`);
  }
  return cell;
}
