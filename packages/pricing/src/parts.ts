import type { CostState } from '@tokentrail/records';
import type { Item } from './bill.ts';
import { plainCell, type Cell } from './book/cells.ts';
import type { PriceRow } from './book/row.ts';
import type { PricedAmount } from './call.ts';
import { formatDecimal, plus, times, toNano, ZERO, type Decimal } from './decimal.ts';

/** An item with the price that applies to it. */
export interface PricedItem {
  item: Item;
  cell: Cell;
  usd: Decimal;
}

/** One part of an amount, exact. */
export interface Part {
  state: CostState;
  usd: Decimal;
  items: readonly PricedItem[];
  /** This part alone, rounded. */
  amount: PricedAmount;
}

const NO_ITEMS: readonly PricedItem[] = [];
const ONE: Decimal = { units: 1n, scale: 0 };

// The state of a total is the first of these that any part has.
const STATES_BY_PRECEDENCE = ['unknown_usage', 'unknown_price', 'priced', 'free', 'not_billed'] as const;

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

export function withoutPrice(state: CostState): Part {
  return { state, usd: ZERO, items: NO_ITEMS, amount: amountIn(state, ZERO) };
}

/** One unit of `meter` that costs `usd`. */
export function oneUnit(meter: string, usd: Decimal): PricedItem {
  return pricedItem({ meter, quantity: ONE, terms: [1] }, plainCell(formatDecimal(usd), 1));
}

/** The total of all parts: their exact sum, rounded once. */
export function total(parts: readonly Part[]): PricedAmount {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    return only.amount;
  }
  return amountIn(
    dominantState(parts),
    parts.reduce((sum, part) => plus(sum, part.usd), ZERO),
  );
}

function amountIn(state: CostState, usd: Decimal): PricedAmount {
  return state === 'unknown_usage' || state === 'unknown_price'
    ? { state, nanoUsd: null }
    : { state, nanoUsd: toNano(usd) };
}

function dominantState(parts: readonly Part[]): CostState {
  return STATES_BY_PRECEDENCE.find((state) => parts.some((part) => part.state === state)) ?? 'not_billed';
}

function pricedItem(item: Item, cell: Cell): PricedItem {
  return { item, cell, usd: times(item.quantity, cell.usdPerUnit) };
}

function cellIn(row: PriceRow, meter: string): Cell {
  const cell = row.cell(meter);
  if (cell === undefined) {
    throw new Error(`the row has no price for the item ${meter}`);
  }
  return cell;
}
